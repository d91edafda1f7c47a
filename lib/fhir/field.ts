/**
 * Fields: how one value of ours stands in an element of a resource, both ways. Writing changes only what says the
 * value, and nothing when the element says it already; whatever else the element holds stays as it is.
 */
import { partialDateTime } from "@/lib/records/schema";
import { canonicalJson } from "./canonical";
import {
  absentReasonUrl,
  alternateCodesUrl,
  withoutAbsentReason,
  withoutBeside,
  withoutEmpty,
} from "./extension";
import { parseElement } from "./parse";

export interface Field<Element, Value> {
  read(element: Element): Value;
  /**
   * `element` saying `value`. Asked only for a value that differs from what it says. `before` is the element as it was
   * before the fields that stand beside this one were written.
   */
  write<E extends Element>(element: E, value: Value, before?: Element): E;
}

/** An element that may have a part of this name. */
export type Has<Name extends string, Part> = { readonly [N in Name]?: Part | null };

/** One field for each key of a record or of a list entry. */
export type Fields<Element, Value> = { readonly [Key in keyof Value]: Field<Element, Value[Key]> };

export function isSame(one: unknown, other: unknown): boolean {
  return one === other || canonicalJson(one) === canonicalJson(other);
}

/** `element` with `value`, untouched when it says so already. */
export function put<E extends Element, Element, Value>(
  field: Field<Element, Value>,
  element: E,
  value: Value,
  before?: Element,
): E {
  return isSame(field.read(element), value) ? element : field.write(element, value, before);
}

/** All fields of an element. They are written in the order in which they are declared. */
export function allOf<Element, Value extends object>(fields: Fields<Element, Value>): Field<Element, Value> {
  return {
    read: (element) => {
      const value: Partial<Value> = {};
      for (const key in fields) value[key] = fields[key].read(element);
      // Every key of Value has its field.
      return value as Value;
    },
    write: (element, value) => {
      let written = element;
      for (const key in fields) written = put(fields[key], written, value[key], element);
      return written;
    },
  };
}

/**
 * A primitive. What is given a value is no longer said to be absent, and codes of the old value go with it; other
 * extensions beside it stay.
 */
function scalar<Part>() {
  return <Name extends string>(name: Name): Field<Has<Name, Part>, Part | null> => ({
    read: (element) => element[name] ?? null,
    write: (element, value) => {
      const known = withoutBeside(element, name, alternateCodesUrl);
      const others = value === null ? known : withoutBeside(known, name, absentReasonUrl);
      return { ...others, [name]: value ?? undefined };
    },
  });
}

export const text = scalar<string>();
export const number = scalar<number>();
export const flag = scalar<boolean>();

/** A date or time as exactly as it is written. */
export function time<Name extends string>(name: Name): Field<Has<Name, string>, string | null> {
  return { ...text(name), read: (element) => parseElement(partialDateTime, element[name], name) };
}

/** A field of the part `name`, which is there only while it says something. */
export function within<Name extends string, Part extends object, Value>(
  name: Name,
  field: Field<Part, Value>,
  empty: NoInfer<Part>,
): Field<Has<Name, Part>, Value> {
  return {
    read: (element) => field.read(element[name] ?? empty),
    write: (element, value) => {
      const before = element[name] ?? empty;
      const known = value === null ? before : withoutAbsentReason(before);
      return { ...element, [name]: withoutEmpty(field.write(known, value)) };
    },
  };
}

function prunedValue(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(prunedValue);
  return typeof json === "object" && json !== null ? pruned(json) : json;
}

/** `json` without what is undefined, at any depth. */
export function pruned(json: object): Record<string, unknown> {
  const kept = Object.entries(json).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept.map(([key, value]) => [key, prunedValue(value)]));
}
