/**
 * Lists, entry by entry. An entry of ours that is still wanted keeps its element with all that it holds; one that
 * changed is recognised by what it still shares. Entries that say nothing to us stay where they are; one that
 * stood for all, saying why there is none, makes room for the first.
 */
import { isSaidAbsent, withoutEmpty } from "./extension";
import { type Field, type Has, isSame } from "./field";

/** An entry of a list: `read` is null for one that says nothing to us. */
export interface Entry<Element, Value> {
  read(element: Element): Value | null;
  write(element: Element, value: Value): Element;
  readonly empty: Element;
}

function saysSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(saysSomething);
  return typeof value === "object" && value !== null
    ? Object.values(value).some(saysSomething)
    : value !== null && value !== undefined;
}

/** An entry as its one field says it. */
export function entry<Element extends object, Value>(
  field: Field<Element, Value | null>,
  empty: NoInfer<Element>,
): Entry<Element, Value> {
  return {
    read: (element) => {
      const value = field.read(element);
      return saysSomething(value) ? value : null;
    },
    write: (element, value) => field.write(element, value),
    empty,
  };
}

interface Slot<Element, Value> {
  readonly element: Element;
  readonly value: Value | null;
}

function isFilled(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** How much of the old entry the new one still says: at least half makes it the same thing, changed. */
function likeness(old: unknown, wanted: unknown): number {
  if (typeof old !== "object" || typeof wanted !== "object" || old === null || wanted === null) return 0;
  const known = Object.entries(old).filter(([, value]) => isFilled(value));
  const now = new Map(Object.entries(wanted));
  const kept = known.filter(([key, value]) => isSame(value, now.get(key)));
  return known.length === 0 ? 0 : kept.length / known.length;
}

/** For each wanted value the element that says it, or said what it was before. */
function matched<Element, Value>(
  slots: readonly Slot<Element, Value>[],
  wanted: readonly Value[],
): (Slot<Element, Value> | undefined)[] {
  const free = new Set(slots);
  const take = (found: Slot<Element, Value> | undefined) => {
    if (found) free.delete(found);
    return found;
  };
  const equal = wanted.map((value) => take([...free].find((slot) => isSame(slot.value, value))));
  return equal.map((slot, at) => {
    if (slot) return slot;
    const alike = [...free]
      .map((other) => ({ other, score: likeness(other.value, wanted[at]) }))
      .filter(({ score }) => score >= 0.5)
      .sort((a, b) => b.score - a.score);
    return take(alike[0]?.other);
  });
}

/** The elements that say `wanted`, with those that say nothing to us where they were. */
export function writeEntries<Element extends object, Value>(
  { read, write, empty }: Entry<Element, Value>,
  elements: readonly Element[],
  wanted: readonly Value[],
): Element[] {
  const known = elements.map((element) => ({ element, value: read(element) }));
  const ours = known.filter((slot) => slot.value !== null);
  const isFirst = ours.length === 0 && wanted.length > 0;
  const slots = isFirst ? known.filter(({ element }) => !isSaidAbsent(element)) : known;
  const match = matched(ours, wanted);
  const queue = wanted.flatMap((value, at) => {
    const slot = match[at];
    if (slot && isSame(slot.value, value)) return slot.element;
    return withoutEmpty(write(slot?.element ?? empty, value)) ?? [];
  });
  const written = slots.flatMap((slot) => (slot.value === null ? slot.element : queue.splice(0, 1)));
  return [...written, ...queue];
}

/** The list `name`. */
export function list<Name extends string, Element extends object, Value>(
  name: Name,
  item: Entry<Element, Value>,
): Field<Has<Name, readonly Element[]>, Value[]> {
  return {
    read: (element) => (element[name] ?? []).flatMap((part) => item.read(part) ?? []),
    write: (element, value) => {
      const parts = writeEntries(item, element[name] ?? [], value);
      return { ...element, [name]: parts.length > 0 ? parts : undefined };
    },
  };
}
