import { canonicalJson } from "@/lib/fhir";

/** A date with time and zone (FHIR R4 §2.24.0.1, instant and dateTime). */
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function momentOf(value: unknown): number | undefined {
  return typeof value === "string" && moment.test(value) ? Date.parse(value) : undefined;
}

/** True when two values say the same: what is missing is the same as null, and a moment is one in every zone. */
export function same(left: unknown, right: unknown): boolean {
  if (canonicalJson(left ?? null) === canonicalJson(right ?? null)) return true;
  const [ours, theirs] = [momentOf(left), momentOf(right)];
  return ours !== undefined && ours === theirs;
}
