/** JSON values as people write them in one line: text needs no quotes unless it would read as something else. Pure. */
import { z } from "zod";

export type Json = z.output<ReturnType<typeof z.json>>;

/** Null where the text is no JSON. */
export function parsedJson(text: string): { readonly value: Json } | null {
  try {
    return { value: z.json().parse(JSON.parse(text)) };
  } catch {
    return null;
  }
}

/** `true`, `5` and `null` are what they say; what is no JSON is text. */
export function jsonOfText(text: string): Json {
  return parsedJson(text)?.value ?? (text.trim() === "null" ? null : text);
}

export function textOfJson(value: unknown): string {
  if (typeof value !== "string") return value === undefined ? "" : JSON.stringify(value);
  return parsedJson(value) === null ? value : JSON.stringify(value);
}
