/** One value of a field: components, and in them subcomponents. Read where it stands, without taking it apart first. */
import type { Delimiters } from "./delimiters";
import { unescapeText } from "./escape";

/**
 * A value as a reader takes it: `undefined` where nothing was sent, `null` where `""` says that what was known is to be
 * deleted (HL7 v2.8, chapter 2.5.3), else the text with its escapes resolved.
 */
export type Value = string | null | undefined;

/** The nth part of a text, counted from 1; empty where there are fewer. */
export function partOf(text: string, delimiter: string, n: number): string {
  if (delimiter === "") return n === 1 ? text : "";
  if (text === "") return "";
  let start = 0;
  for (let left = n - 1; left > 0; left--) {
    const found = text.indexOf(delimiter, start);
    if (found === -1) return "";
    start = found + 1;
  }
  const end = text.indexOf(delimiter, start);
  return end === -1 ? text.slice(start) : text.slice(start, end);
}

/** The parts of a text; none of an empty one. */
export function partsOf(text: string, delimiter: string): string[] {
  if (text === "") return [];
  return delimiter === "" ? [text] : text.split(delimiter);
}

function meaningOf(written: string, delimiters: Delimiters): Value {
  if (written === "") return undefined;
  return written === '""' ? null : unescapeText(written, delimiters);
}

/** The value of a component, or of its nth subcomponent, of one value of a field as it is written. */
export function valueAt(
  written: string,
  delimiters: Delimiters,
  component: number,
  subcomponent: number,
): Value {
  const part = partOf(written, delimiters.component, component);
  return meaningOf(partOf(part, delimiters.subcomponent, subcomponent), delimiters);
}

export class Repetition {
  constructor(
    /** As it is written. */
    readonly raw: string,
    private readonly delimiters: Delimiters,
  ) {}

  /** A component, or its nth subcomponent; counted from 1. */
  value(component = 1, subcomponent = 1): Value {
    return valueAt(this.raw, this.delimiters, component, subcomponent);
  }

  /** The same as text alone: what is to be deleted has none. */
  text(component = 1, subcomponent = 1): string | undefined {
    return this.value(component, subcomponent) ?? undefined;
  }

  /**
   * All of it as one text, or all of one component: types without parts (ST, TX, FT) are not divided, though senders leave
   * delimiters in them unescaped. A text cut there would say something else: 10^5 is not 10.
   */
  whole(component?: number): string | undefined {
    const { raw, delimiters } = this;
    const written = component === undefined ? raw : partOf(raw, delimiters.component, component);
    return meaningOf(written, delimiters) ?? undefined;
  }

  /** Each component with its subcomponents. */
  components(): Value[][] {
    const { component, subcomponent } = this.delimiters;
    return partsOf(this.raw, component).map((written) =>
      partsOf(written, subcomponent).map((part) => meaningOf(part, this.delimiters)),
    );
  }
}
