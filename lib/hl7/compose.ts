/** Writes segments: from what each field says to a line, with every delimiter in a text escaped. */
import { type Delimiters, encodingCharacters, usualDelimiters } from "./delimiters";
import { escapeText } from "./escape";
import type { Value } from "./repetition";
import { isHeader } from "./segment";

/** Subcomponents where a component is a list. */
type Component = Value | readonly Value[];

/** What a field says: a text, components, or several of these. */
export type FieldValue =
  | Value
  | { readonly components: readonly Component[] }
  | { readonly repetitions: readonly FieldValue[] };

/** Fields by their number. */
export type Fields = Readonly<Record<number, FieldValue>>;

export function components(...parts: readonly Component[]): FieldValue {
  return { components: parts };
}

export function repetitions(...values: readonly FieldValue[]): FieldValue {
  return { repetitions: values };
}

function writeText(value: Value, delimiters: Delimiters): string {
  if (value === null) return '""';
  return value === undefined ? "" : escapeText(value, delimiters);
}

/** Empty parts at the end are not written. */
function joined(parts: readonly string[], delimiter: string): string {
  const last = parts.findLastIndex((part) => part !== "");
  return parts.slice(0, last + 1).join(delimiter);
}

function writeComponent(component: Component, delimiters: Delimiters): string {
  if (component === null || component === undefined || typeof component === "string") {
    return writeText(component, delimiters);
  }
  return joined(
    component.map((value) => writeText(value, delimiters)),
    delimiters.subcomponent,
  );
}

/** A field as it is written. */
export function writeField(field: FieldValue, delimiters: Delimiters): string {
  if (field === null || field === undefined || typeof field === "string") return writeText(field, delimiters);
  if ("components" in field) {
    const parts = field.components.map((component) => writeComponent(component, delimiters));
    return joined(parts, delimiters.component);
  }
  const values = field.repetitions.map((value) => writeField(value, delimiters));
  return joined(values, delimiters.repetition);
}

/** A segment as its line, without an end. A header needs no first and second field: the delimiters say them. */
export function composeSegment(
  name: string,
  fields: Fields,
  delimiters: Delimiters = usualDelimiters,
): string {
  const numbers = Object.keys(fields).map(Number);
  const first = isHeader(name) ? 3 : 1;
  const written = Array.from({ length: Math.max(0, ...numbers) - first + 1 }, (_, index) =>
    writeField(fields[index + first], delimiters),
  );
  const begin = isHeader(name) ? [name, encodingCharacters(delimiters)] : [name];
  return joined([...begin, ...written], delimiters.field);
}

/** A message of these lines; each ends with CR, the only end that the standard knows. */
export function composeMessage(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r`).join("");
}
