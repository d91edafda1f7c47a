/** FHIR elements without what is empty: FHIR has no empty strings, lists or objects (R4 json.html#null). */
import { absentReasonUrl } from "@/lib/fhir";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const blank = /^[\s\u0000-\u001f\u007f]*$/;

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.charCodeAt(0) > 32 ? false : blank.test(value);
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _name in value) return false;
  return true;
}

/** The members that say something; undefined when none does. */
export function element<Element extends object>(members: Element): Partial<Element> | undefined {
  const full: Partial<Element> = {};
  for (const name in members) if (!isEmpty(members[name])) full[name] = members[name];
  return isEmpty(full) ? undefined : full;
}

/** The entries that say something; undefined when none does. */
export function entries<Entry>(list: readonly (Entry | undefined)[]): Entry[] | undefined {
  const full = list.filter((entry) => entry !== undefined);
  return full.length === 0 ? undefined : full;
}

/** An element that FHIR demands and the message does not say: what stands in its place, beside the empty one. */
export const absent = {
  extension: [{ url: absentReasonUrl, valueCode: "unknown" }],
};
