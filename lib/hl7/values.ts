/** A message as data, for expressions: `PID.`5.1`` is the family name, `OBX[`3.1` = "GLU"].`5`` the values of glucose. */
import type { Message } from "./message";
import type { Path } from "./path";
import type { Value } from "./repetition";
import type { Segment } from "./segment";

/** Values of a segment by where they stand: `5` and `5.1`, `3.4.2` for a subcomponent, `3(2).1` for a repetition. */
type SegmentValues = Record<string, string | null>;

/** Segments by name, in their order. */
export type MessageValues = Record<string, SegmentValues[]>;

type Place = Omit<Path, "segment" | "occurrence">;

/** What a value is called in its segment. */
export function nameOfValue({ field, repetition, component, subcomponent }: Place): string {
  const repeated = repetition === 1 ? `${field}` : `${field}(${repetition})`;
  if (subcomponent > 1) return `${repeated}.${component}.${subcomponent}`;
  return `${repeated}.${component}`;
}

/** What is not sent is left out; what is to be deleted is null. */
function put(values: SegmentValues, place: Place, value: Value): void {
  if (value === undefined) return;
  const name = nameOfValue(place);
  values[name] = value;
  // A field's own name stands for its first component, as with a path that stops there.
  if (place.component === 1 && place.subcomponent === 1) values[name.slice(0, -".1".length)] = value;
}

function valuesIn(segment: Segment): SegmentValues {
  const values: SegmentValues = {};
  for (let field = 1; field <= segment.fieldCount; field++) {
    for (const [r, repetition] of segment.repetitions(field).entries()) {
      for (const [c, parts] of repetition.components().entries()) {
        for (const [s, value] of parts.entries()) {
          put(values, { field, repetition: r + 1, component: c + 1, subcomponent: s + 1 }, value);
        }
      }
    }
  }
  return values;
}

/** All that a message says, with its escapes resolved. */
export function messageValues(message: Message): MessageValues {
  const values: MessageValues = {};
  for (const segment of message.segments) {
    values[segment.name] ??= [];
    values[segment.name]?.push(valuesIn(segment));
  }
  return values;
}
