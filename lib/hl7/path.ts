/**
 * Places of a message as people write them: `PID-5.1`, `OBX(2)-5`, `PID-3(2).4.1`. In parentheses stands which segment of
 * that name, and which repetition of the field; all are counted from 1, and left out they are the first.
 */
import { hl7Errors } from "./errors";

export interface Path {
  readonly segment: string;
  readonly occurrence: number;
  readonly field: number;
  readonly repetition: number;
  readonly component: number;
  readonly subcomponent: number;
}

/** Numbers have an end: to write at a place, all places before it are made. */
const grammar =
  /^([A-Z][A-Z\d]{2})(?:\((\d{1,7})\))?-(\d{1,4})(?:\((\d{1,4})\))?(?:\.(\d{1,4})(?:\.(\d{1,4}))?)?$/;
const known = new Map<string, Path>();
const mostKnown = 1_000;

function numberOf(digits: string | undefined): number {
  return digits === undefined ? 1 : Number(digits);
}

/** Throws `hl7_path_invalid` for anything else, and for a zero. */
export function parsePath(text: string): Path {
  const found = known.get(text);
  if (found) return found;
  const [, segment = "", occurrence, field, repetition, component, subcomponent] = grammar.exec(text) ?? [];
  const path: Path = {
    segment,
    occurrence: numberOf(occurrence),
    field: numberOf(field),
    repetition: numberOf(repetition),
    component: numberOf(component),
    subcomponent: numberOf(subcomponent),
  };
  if (segment === "" || Object.values(path).includes(0)) {
    throw hl7Errors.hl7_path_invalid({
      detail: "Write it like PID-5.1, OBX(2)-5 or PID-3(2).4.1; everything is counted from 1.",
    });
  }
  if (known.size >= mostKnown) known.clear();
  known.set(text, path);
  return path;
}
