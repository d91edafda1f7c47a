import { canonicalJson } from "@/lib/fhir";

/** True when two values say the same; what is missing is the same as null. */
export function same(left: unknown, right: unknown): boolean {
  return canonicalJson(left ?? null) === canonicalJson(right ?? null);
}
