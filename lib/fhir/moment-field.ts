/** Elements that say when something was, in one of several types, and notes: fields that a resource shares with others. */
import { partialDateTime } from "@/lib/records/schema";
import { oneType } from "./choice-field";
import { type Field, type Has, text, within } from "./field";
import { parseElement } from "./parse";
import type { FhirPeriod } from "./types";

type Moment<Name extends string> = Has<`${Name}DateTime` | `${Name}Instant`, string> &
  Has<`${Name}Period`, FhirPeriod>;

/**
 * `<name>[x]` as one time: of a period its start, else its end. A time that is written takes the place of whatever
 * type was there.
 */
export function moment<Name extends string>(name: Name): Field<Moment<Name>, string | null> {
  const exact = text(`${name}DateTime`);
  const types: readonly Field<Moment<Name>, string | null>[] = [
    exact,
    text(`${name}Instant`),
    within(`${name}Period`, text("start"), {}),
    within(`${name}Period`, text("end"), {}),
  ];
  return {
    read: (element) => {
      const at = types.map((type) => type.read(element)).find((time) => time !== null);
      return parseElement(partialDateTime, at, name);
    },
    write: oneType<Moment<Name>, string | null>(name, "DateTime", exact).write,
  };
}

interface Noted {
  readonly note?: readonly { readonly text?: string | null }[] | null;
}

/** All notes as one text, a line each. What is written behind them becomes a note of its own. */
export const note: Field<Noted, string | null> = {
  read: ({ note }) => (note ?? []).flatMap((one) => one.text || []).join("\n") || null,
  write: (element, value) => {
    const before = note.read(element);
    if (value === null) return { ...element, note: undefined };
    const added = before !== null && value.startsWith(`${before}\n`) ? value.slice(before.length + 1) : "";
    return { ...element, note: added ? [...(element.note ?? []), { text: added }] : [{ text: value }] };
  },
};
