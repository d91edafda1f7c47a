/** A message: its segments, read by path, written back as it came to the letter. */
import type { Delimiters } from "./delimiters";
import { escapeText } from "./escape";
import { type Path, parsePath } from "./path";
import { partsOf, type Value } from "./repetition";
import { nameLength, Segment } from "./segment";

/** Something odd that was read nevertheless. It names a place, never what stands there. */
export interface Oddity {
  readonly code: "line_broken";
  /** The segment, counted from 1. */
  readonly segment: number;
}

/**
 * Segments are made when they are asked for: most messages are read at a few places, and written back as they came.
 */
export class Message {
  private readonly made: Segment[] = [];
  private areAllMade = false;

  constructor(
    private readonly source: string,
    /** By turns where a segment begins in the source and where its line ends, and at last where the message ends. */
    private readonly cuts: readonly number[],
    readonly delimiters: Delimiters,
    readonly oddities: readonly Oddity[],
  ) {}

  private get count(): number {
    return (this.cuts.length - 1) / 2;
  }

  private at(index: number): Segment {
    const { source, cuts, delimiters } = this;
    const [begin = 0, lineEnd = 0, end = 0] = [cuts[index * 2], cuts[index * 2 + 1], cuts[index * 2 + 2]];
    const segment = this.made[index] ?? new Segment(source, begin, lineEnd, end, delimiters, index === 0);
    this.made[index] = segment;
    return segment;
  }

  private isNamed(index: number, name: string): boolean {
    return name.length === nameLength && this.source.startsWith(name, this.cuts[index * 2]);
  }

  get segments(): readonly Segment[] {
    for (let index = 0; !this.areAllMade && index < this.count; index++) this.at(index);
    this.areAllMade = true;
    return this.made;
  }

  /** Segments of a name, in their order. */
  all(name: string): Segment[] {
    return this.segments.filter((_, index) => this.isNamed(index, name));
  }

  /** The nth segment of a name, counted from 1. */
  segment(name: string, occurrence = 1): Segment | undefined {
    let left = occurrence;
    for (let index = 0; index < this.count; index++) {
      if (this.isNamed(index, name) && --left === 0) return this.at(index);
    }
    return undefined;
  }

  /** The value at a path; of what has parts the first. Throws `hl7_path_invalid`. */
  value(path: string): Value {
    const { segment, occurrence, field, repetition, component, subcomponent } = parsePath(path);
    return this.segment(segment, occurrence)?.value(field, component, subcomponent, repetition);
  }

  /** The same as text alone: what is to be deleted has none. */
  text(path: string): string | undefined {
    return this.value(path) ?? undefined;
  }

  /**
   * Writes a text at a path, with the delimiters in it escaped; null writes `""`, undefined leaves the place empty.
   * What stands around it stays. False where there is no such segment.
   */
  write(path: string, value: Value): boolean {
    const place = parsePath(path);
    const segment = this.segment(place.segment, place.occurrence);
    segment?.write(place.field, this.laidIn(segment.written(place.field), place, value));
    return segment !== undefined;
  }

  private laidIn(field: string, place: Path, value: Value): string {
    const { repetition, component, subcomponent } = this.delimiters;
    const written = value === null ? '""' : value === undefined ? "" : escapeText(value, this.delimiters);
    return withPart(field, repetition, place.repetition, (one) =>
      withPart(one, component, place.component, (parts) =>
        withPart(parts, subcomponent, place.subcomponent, () => written),
      ),
    );
  }

  /** The message as it came, but for what was written since. */
  toString(): string {
    if (this.made.some((segment) => segment.isChanged)) return this.segments.join("");
    return this.source.slice(this.cuts[0], this.cuts.at(-1));
  }
}

function withPart(text: string, delimiter: string, n: number, change: (part: string) => string): string {
  const parts = partsOf(text, delimiter);
  while (parts.length < n) parts.push("");
  parts[n - 1] = change(parts[n - 1] ?? "");
  return parts.join(delimiter);
}
