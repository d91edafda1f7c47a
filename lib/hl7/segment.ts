/** A segment as a place in the text of its message: nothing is taken out of it before somebody asks. */
import type { Delimiters } from "./delimiters";
import { partOf, partsOf, Repetition, type Value, valueAt } from "./repetition";

/** These declare the delimiters: their first field is the field separator itself. */
const headers: readonly string[] = ["MSH", "FHS", "BHS"];
export const nameLength = 3;
const nothingAsked: number[] = [];

export function isHeader(name: string): boolean {
  return headers.includes(name);
}

export class Segment {
  /** The line once it was asked for, or written. */
  private line: string | undefined;
  /** Where fields begin in the line, as far as one was asked for. The name is the first of them. */
  private starts: number[] = nothingAsked;
  /** Whether it says something else than the text it was read from. */
  isChanged = false;

  constructor(
    private readonly source: string,
    /** Where it stands in the text: from where to where its line, and where what ends the line ends. */
    private readonly begin: number,
    private readonly lineEnd: number,
    private readonly finish: number,
    readonly delimiters: Delimiters,
    /** Declares the delimiters itself. */
    private readonly isHeader: boolean,
  ) {}

  get name(): string {
    return this.source.slice(this.begin, this.begin + nameLength);
  }

  /** The line as it is written, without its end. */
  get raw(): string {
    this.line ??= this.source.slice(this.begin, this.lineEnd);
    return this.line;
  }

  /** What ends the line; empty at the end of a message that does not end its last one. */
  get end(): string {
    return this.source.slice(this.lineEnd, this.finish);
  }

  /** What stands between two separators. They are looked for up to there, and remembered. */
  private part(index: number): string {
    const { raw, delimiters } = this;
    if (this.starts === nothingAsked) this.starts = [0];
    for (let last = this.starts.length - 1; last < index; last++) {
      const found = raw.indexOf(delimiters.field, this.starts[last]);
      if (found === -1) return "";
      this.starts.push(found + 1);
    }
    const end = raw.indexOf(delimiters.field, this.starts[index]);
    return raw.slice(this.starts[index], end === -1 ? undefined : end);
  }

  private indexOf(field: number): number {
    return this.isHeader ? field - 1 : field;
  }

  /** How many fields there are, empty ones between them included. */
  get fieldCount(): number {
    return this.raw.split(this.delimiters.field).length - (this.isHeader ? 0 : 1);
  }

  /** A field as it is written; empty where there is none. */
  written(field: number): string {
    if (this.isHeader && field === 1) return this.delimiters.field;
    return this.part(this.indexOf(field));
  }

  /** The values of a field; none where it is empty. What MSH-2 declares is one value. */
  repetitions(field: number): Repetition[] {
    const written = this.written(field);
    if (this.isHeader && field <= 2) return [this.verbatim(written)];
    return partsOf(written, this.delimiters.repetition).map((raw) => new Repetition(raw, this.delimiters));
  }

  // Delimiters are not divided by themselves.
  private verbatim(written: string): Repetition {
    return new Repetition(written, { ...this.delimiters, component: "", subcomponent: "", escape: "" });
  }

  /** The value of a field's component or subcomponent, of its nth repetition; all counted from 1. */
  value(field: number, component = 1, subcomponent = 1, repetition = 1): Value {
    if (this.isHeader && field <= 2) return this.verbatim(this.written(field)).value(component);
    const raw = partOf(this.written(field), this.delimiters.repetition, repetition);
    return valueAt(raw, this.delimiters, component, subcomponent);
  }

  /** The same as text alone: what is to be deleted has none. */
  text(field: number, component = 1, subcomponent = 1, repetition = 1): string | undefined {
    return this.value(field, component, subcomponent, repetition) ?? undefined;
  }

  /** Writes a field as it is given, delimiters and all; fields before it are made where they are missing. */
  write(field: number, raw: string): void {
    const parts = this.raw.split(this.delimiters.field);
    while (parts.length <= this.indexOf(field)) parts.push("");
    parts[this.indexOf(field)] = raw;
    this.line = parts.join(this.delimiters.field);
    this.starts = nothingAsked;
    this.isChanged = true;
  }

  /** The line with its end. */
  toString(): string {
    return this.raw + this.end;
  }
}
