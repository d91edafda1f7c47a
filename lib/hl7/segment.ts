/** A segment as its line, whose fields are looked up in place. */
import type { Delimiters } from "./delimiters";
import { partOf, partsOf, Repetition, type Value } from "./repetition";

/** These declare the delimiters: their first field is the field separator itself. */
const headers: readonly string[] = ["MSH", "FHS", "BHS"];

export function isHeader(name: string): boolean {
  return headers.includes(name);
}

export class Segment {
  readonly name: string;
  private fields: string[] | undefined;

  constructor(
    private line: string,
    /** What ends the line; empty at the end of a message that does not end its last one. */
    readonly end: string,
    readonly delimiters: Delimiters,
  ) {
    this.name = partOf(line, delimiters.field, 1);
  }

  /** The line as it is written, without its end. */
  get raw(): string {
    return this.line;
  }

  private parts(): string[] {
    this.fields ??= this.line.split(this.delimiters.field);
    return this.fields;
  }

  private indexOf(field: number): number {
    return isHeader(this.name) ? field - 1 : field;
  }

  /** How many fields there are, empty ones between them included. */
  get fieldCount(): number {
    return this.parts().length - (isHeader(this.name) ? 0 : 1);
  }

  /** A field as it is written; empty where there is none. */
  written(field: number): string {
    if (isHeader(this.name) && field === 1) return this.delimiters.field;
    return this.parts()[this.indexOf(field)] ?? "";
  }

  /** The values of a field; none where it is empty. What MSH-2 declares is one value. */
  repetitions(field: number): Repetition[] {
    const written = this.written(field);
    if (isHeader(this.name) && field <= 2) return [this.verbatim(written)];
    return partsOf(written, this.delimiters.repetition).map((raw) => new Repetition(raw, this.delimiters));
  }

  // Delimiters are not divided by themselves.
  private verbatim(written: string): Repetition {
    return new Repetition(written, { ...this.delimiters, component: "", subcomponent: "", escape: "" });
  }

  /** The value of a field's component or subcomponent, of its nth repetition; all counted from 1. */
  value(field: number, component = 1, subcomponent = 1, repetition = 1): Value {
    if (isHeader(this.name) && field <= 2) return this.verbatim(this.written(field)).value(component);
    const raw = partOf(this.written(field), this.delimiters.repetition, repetition);
    return raw === "" ? undefined : new Repetition(raw, this.delimiters).value(component, subcomponent);
  }

  /** The same as text alone: what is to be deleted has none. */
  text(field: number, component = 1, subcomponent = 1, repetition = 1): string | undefined {
    return this.value(field, component, subcomponent, repetition) ?? undefined;
  }

  /** Writes a field as it is given, delimiters and all; fields before it are made where they are missing. */
  write(field: number, raw: string): void {
    const parts = [...this.parts()];
    while (parts.length <= this.indexOf(field)) parts.push("");
    parts[this.indexOf(field)] = raw;
    this.fields = parts;
    this.line = parts.join(this.delimiters.field);
  }

  /** The line with its end. */
  toString(): string {
    return this.line + this.end;
  }
}
