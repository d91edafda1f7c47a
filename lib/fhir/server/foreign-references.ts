/**
 * References to other servers. Converters take any `…/Patient/17` for a patient of ours; while a resource is converted
 * those that lead elsewhere are therefore written so that none of them does. Pure.
 */
import type { FhirJson } from "@/lib/fhir";
import { withMarksOf } from "./decimals";

const mark = "elsewhere:";

type MapReference = (reference: string) => string;

function mapped(value: unknown, key: string, map: MapReference): unknown {
  if (typeof value === "string") return key === "reference" ? map(value) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => mapped(item, key, map));
  if (typeof value !== "object" || value === null) return value;
  return mapReferencesIn(value, map);
}

/** `json` with what `map` makes of each `reference` in it. */
export function mapReferencesIn(json: object, map: MapReference): FhirJson {
  const copy: FhirJson = Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, mapped(value, key, map)]),
  );
  return withMarksOf(copy, json);
}

function isElsewhere(reference: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(reference);
}

/** The resource as converters may read it: what leads to `base` is relative, what leads elsewhere is marked. */
export function withOwnReferences(resource: object, base: string): FhirJson {
  return mapReferencesIn(resource, (reference) => {
    if (reference.startsWith(`${base}/`)) return reference.slice(base.length + 1);
    return isElsewhere(reference) ? mark + encodeURIComponent(reference) : reference;
  });
}

/** The resource as it came. */
export function withAllReferences(resource: object): FhirJson {
  return mapReferencesIn(resource, (reference) =>
    reference.startsWith(mark) ? decodeURIComponent(reference.slice(mark.length)) : reference,
  );
}
