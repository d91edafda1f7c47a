/**
 * The groups of a message: what a segment belongs to follows from which segments came before it. A shape says what
 * opens a group and what else stands in it, so that senders may leave segments out, repeat them, or mix their order.
 */
import type { Segment } from "../segment";

export interface GroupShape {
  readonly name: string;
  /** What opens it. Of several each may come once, in this order: the next of the same opens the next group. */
  readonly opens: readonly string[];
  /** What else belongs to it, in any order. */
  readonly members?: readonly string[];
  readonly groups?: readonly GroupShape[];
}

export class Group {
  readonly segments: Segment[] = [];
  private readonly groups: Group[] = [];

  constructor(readonly shape: GroupShape) {}

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
    return place !== -1 && !this.segments.some((segment) => opens.indexOf(segment.name) >= place);
  }

  /** The group that a segment goes to: this one, or one that it opens in this one. */
  place(segment: Segment): Group | undefined {
    const group = this.takes(segment.name) ? this : this.opened(segment.name);
    group?.segments.push(segment);
    return group;
  }

  private opened(name: string): Group | undefined {
    const shape = this.shape.groups?.find(({ opens }) => opens.includes(name));
    if (!shape) return undefined;
    const group = new Group(shape);
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
      const group = open[depth]?.place(segment);
      if (group) {
        open.length = depth + 1;
        if (group !== open[depth]) open.push(group);
        break;
      }
      if (depth === 0) root.segments.push(segment);
    }
  }
  return root;
}
