/**
 * The groups of a message: what a segment belongs to follows from which segments came before it. A shape says what
 * opens a group and what else stands in it, so that senders may leave segments out, repeat them, or mix their order.
 */
import type { Segment } from "../segment";

export interface GroupShape {
  readonly name: string;
  /** What opens it. Of several each may come once, in this order: the next of the same opens the next group. */
  readonly opens: readonly string[];
  /** Senders do not agree about the order of what opens it; after its first group none of it comes any more. */
  readonly isInAnyOrder?: boolean;
  /** What opens one of its groups, and it around that one, where nothing opened it before. */
  readonly impliedBy?: readonly string[];
  /** What else belongs to it, in any order. */
  readonly members?: readonly string[];
  readonly groups?: readonly GroupShape[];
}

export class Group {
  readonly segments: Segment[] = [];
  private readonly groups: Group[] = [];

  constructor(
    readonly shape: GroupShape,
    /** What it was implied by. */
    private readonly start?: string,
  ) {}

  /** The first segment of a name that stands in the group itself. */
  segment(name: string): Segment | undefined {
    return this.segments.find((segment) => segment.name === name);
  }

  /** All of a name, or of several names in the order of the message. */
  all(...names: string[]): Segment[] {
    return this.segments.filter((segment) => names.includes(segment.name));
  }

  /** The groups of a name in it. */
  of(name: string): Group[] {
    return this.groups.filter((group) => group.shape.name === name);
  }

  private takes(name: string): boolean {
    const { opens, members } = this.shape;
    if (members?.includes(name)) return true;
    const place = opens.indexOf(name);
    if (place === -1 || this.start !== undefined) return false;
    if (this.shape.isInAnyOrder) return this.groups.length === 0 && !this.segment(name);
    return !this.segments.some((segment) => opens.indexOf(segment.name) >= place);
  }

  /** The groups that a segment opens in this one, its own last; none where this is its own. Undefined where none takes it. */
  place(segment: Segment): Group[] | undefined {
    const path = this.takes(segment.name) ? [] : this.opened(segment.name);
    if (path) (path.at(-1) ?? this).segments.push(segment);
    return path;
  }

  private opened(name: string): Group[] | undefined {
    // One that was implied is over where what implied it comes again.
    if (name === this.start) return undefined;
    const { groups } = this.shape;
    const own = groups?.find(({ opens }) => opens.includes(name));
    if (own) return [this.open(new Group(own))];
    const around = groups?.find(({ impliedBy }) => impliedBy?.includes(name));
    const inner = around?.groups?.find(({ opens }) => opens.includes(name));
    if (!around || !inner) return undefined;
    const implied = this.open(new Group(around, name));
    return [implied, implied.open(new Group(inner))];
  }

  private open(group: Group): Group {
    this.groups.push(group);
    return group;
  }
}

/** The segments of a message in groups; what belongs to none stands in the outermost. */
export function grouped(segments: readonly Segment[], groups: readonly GroupShape[]): Group {
  const root = new Group({ name: "message", opens: [], groups });
  const open = [root];
  for (const segment of segments) {
    for (let depth = open.length - 1; depth >= 0; depth--) {
      const path = open[depth]?.place(segment);
      if (path) {
        open.length = depth + 1;
        open.push(...path);
        break;
      }
      if (depth === 0) root.segments.push(segment);
    }
  }
  return root;
}
