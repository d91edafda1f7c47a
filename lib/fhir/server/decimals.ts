/**
 * Decimals as exactly as they were written: 1.50 is not 1.5 (https://hl7.org/fhir/R4/datatypes.html#decimal), and
 * JavaScript's numbers do not know that. Where a text has such numbers, the objects that hold them are marked with
 * their digits; an answer is written with them wherever its number is still the same. Pure.
 */
import type { FhirJson } from "@/lib/fhir";

const digits = Symbol("digits");

/** Number literals that JavaScript writes otherwise: a last zero, an exponent, more digits than it keeps. */
const odd = /[:[,]\s*-?\d+(?:\.\d*0|[.\d]*[eE][+-]?\d+|[.\d]{16,})\s*[,\]}]/;

type Written = Readonly<Record<string, string>>;

function writtenIn(holder: object): Written | undefined {
  return Reflect.get(holder, digits);
}

function isNumberOf(value: unknown, source: string): boolean {
  return typeof value === "number" && value === Number(source);
}

/** The JSON value of `text`, its holders of odd numbers marked. Throws a SyntaxError. */
export function parseExactly(text: string): unknown {
  if (!odd.test(text)) return JSON.parse(text);
  return JSON.parse(
    text,
    function (this: object, key: string, value: unknown, { source }: { source?: string } = {}) {
      if (typeof value === "number" && source !== undefined && source !== String(value)) {
        Reflect.set(this, digits, { ...writtenIn(this), [key]: source });
      }
      return value;
    },
  );
}

/** `to` with the marks of `from`, of which it is a copy. */
export function withMarksOf<To extends object>(to: To, from: object): To {
  const written = writtenIn(from);
  if (written) Reflect.set(to, digits, written);
  return to;
}

/** An odd number: where it stands, and how it was written. */
interface Placed {
  readonly path: readonly string[];
  readonly source: string;
}

function placedIn(value: unknown, path: readonly string[]): Placed[] {
  if (typeof value !== "object" || value === null) return [];
  const own = Object.entries(writtenIn(value) ?? {}).map(([key, source]) => ({
    path: [...path, key],
    source,
  }));
  return [...own, ...Object.entries(value).flatMap(([key, part]) => placedIn(part, [...path, key]))];
}

function written(value: unknown, [key, ...rest]: readonly string[], source: string): unknown {
  if (key === undefined) return isNumberOf(value, source) ? JSON.rawJSON(source) : value;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return value;
  const part = written(Reflect.get(value, key), rest, source);
  return Array.isArray(value) ? value.with(Number(key), part) : { ...value, [key]: part };
}

/** True when something in `json` would not be written as it came. */
export function hasDigits(json: FhirJson): boolean {
  return placedIn(json, []).length > 0;
}

/** `json` as it is to be written: the odd numbers of `said` with their digits, wherever it still says the same. */
export function withDigits(json: FhirJson, said: FhirJson | undefined): FhirJson {
  if (!said) return json;
  return placedIn(said, []).reduce<FhirJson>(
    (exact, { path, source }) => Object(written(exact, path, source)),
    json,
  );
}
