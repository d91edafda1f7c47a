/** A resource after the vendor changed its format without a word: a field nobody knows, and one of another type. */
import { isJsonObject, parseExactly } from "@/sandbox/fhir/exact-json";

const retyped = ["gender", "status"] as const;

export function drifted(text: string): string {
  const resource = parseExactly(text);
  if (!isJsonObject(resource)) return text;
  const result = { ...resource, careProgramme: { label: "Added by the vendor", version: 2 } };
  for (const name of retyped) {
    const value = resource[name];
    if (value !== undefined) Object.assign(result, { [name]: { coding: [{ code: value }] } });
  }
  return JSON.stringify(result);
}
