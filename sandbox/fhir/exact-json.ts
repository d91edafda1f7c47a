/**
 * JSON that keeps every number as it was written: FHIR counts the digits of a decimal (1.10 is not 1.1), JSON.parse
 * does not. Numbers that JavaScript would print differently become JSON.rawJSON, which prints as it came.
 */
export type JsonValue = string | number | boolean | null | RawJson | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

interface RawJson {
  rawJSON: string;
}

declare global {
  /** In Node since 22, not yet in TypeScript's library. */
  interface JSON {
    rawJSON(text: string): RawJson;
    isRawJSON(value: unknown): value is RawJson;
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: JsonValue, context: { source?: string }) => JsonValue,
    ): JsonValue;
  }
}

/** Throws SyntaxError like JSON.parse. Print the result with JSON.stringify. */
export function parseExactly(text: string): JsonValue {
  return JSON.parse(text, (_key, value, { source }) =>
    typeof value === "number" && source !== undefined && String(value) !== source
      ? JSON.rawJSON(source)
      : value,
  );
}

/** A decimal with a fixed number of digits after its point, trailing zeros kept. */
export function decimal(value: number, digits: number): RawJson {
  return JSON.rawJSON(value.toFixed(digits));
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}

/** The objects of a list, or of the single value; anything else is left out. */
export function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isJsonObject);
}

export function textIn(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
