/** Values that people type, read by the schema of the field they are for. Pure. */
import { z } from "zod";
import { bareSchema, schemaOfField } from "./field-schema";

export type Typed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** Lists and groups are typed as JSON; texts, dates, numbers and yes or no as they are. */
export function isTypedAsJson(entity: string, path: string): boolean {
  const schema = bareSchema(schemaOfField(entity, path));
  return schema instanceof z.ZodArray || schema instanceof z.ZodObject;
}

/** What stands in the input to begin with. */
export function textOfValue(entity: string, path: string, value: unknown): string {
  if (value === null || value === undefined) return isTypedAsJson(entity, path) ? "[]" : "";
  return typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
}

/** What the text may stand for, the likeliest first: nothing, JSON, a number, yes or no, the text itself. */
function readings(entity: string, path: string, text: string): unknown[] {
  if (isTypedAsJson(entity, path)) return [JSON.parse(text)];
  if (text === "") return [null];
  const number = Number(text);
  const yesOrNo = /^(yes|true)$/i.test(text) ? [true] : /^(no|false)$/i.test(text) ? [false] : [];
  return [...yesOrNo, ...(Number.isFinite(number) ? [text, number] : [text])];
}

function complaint({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (!issue) return "This value does not fit the field";
  const place = issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  return `${place}${issue.message}`;
}

/** Reads what was typed; where it does not fit, says what to write instead. */
export function readTyped(entity: string, path: string, typed: string): Typed {
  const schema = schemaOfField(entity, path);
  if (!schema) return { ok: false, message: "This field takes no typed value" };
  let candidates: unknown[];
  try {
    candidates = readings(entity, path, typed.trim());
  } catch {
    return { ok: false, message: "This is not JSON: look for a missing quote, comma or bracket" };
  }
  const results = candidates.map((candidate) => schema.safeParse(candidate));
  const fit = results.find(({ success }) => success);
  if (fit?.success) return { ok: true, value: fit.data };
  const [refused] = results;
  return { ok: false, message: refused?.error ? complaint(refused.error) : "Write a value" };
}
