/** Values that people type, read by the schema of the field they are for. Pure. */
import { z } from "zod";
import { bareSchema, schemaOfField } from "./field-schema";

export type Typed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** Lists and groups are typed part by part; texts, dates, numbers and yes or no as one text. */
export function isTypedInParts(entity: string, path: string): boolean {
  const schema = bareSchema(schemaOfField(entity, path));
  return schema instanceof z.ZodArray || schema instanceof z.ZodObject;
}

/** What typing begins with. */
export function draftOf(entity: string, path: string, value: unknown): unknown {
  if (isTypedInParts(entity, path)) return value;
  return value === null || value === undefined ? "" : String(value);
}

/** What a text may stand for, the likeliest first: nothing, yes or no, the text itself, a number. */
function readings(text: string): unknown[] {
  if (text === "") return [null];
  const number = Number(text);
  const yesOrNo = /^(yes|true)$/i.test(text) ? [true] : /^(no|false)$/i.test(text) ? [false] : [];
  return [...yesOrNo, text, ...(Number.isFinite(number) ? [number] : [])];
}

function complaint({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (!issue) return "This value does not fit the field";
  const [entry, ...parts] = issue.path;
  const place = typeof entry === "number" ? [`Entry ${entry + 1}`, ...parts] : issue.path;
  return place.length > 0 ? `${place.join(", ")}: ${issue.message}` : issue.message;
}

/** Reads what was typed; where it does not fit, says what to write instead. */
export function readTyped(entity: string, path: string, draft: unknown): Typed {
  const schema = schemaOfField(entity, path);
  if (!schema) return { ok: false, message: "This field takes no typed value" };
  const candidates = typeof draft === "string" ? readings(draft.trim()) : [draft];
  const results = candidates.map((candidate) => schema.safeParse(candidate));
  const fit = results.find(({ success }) => success);
  if (fit?.success) return { ok: true, value: fit.data };
  const refused = results[0]?.error;
  return { ok: false, message: refused ? complaint(refused) : "Write a value" };
}
