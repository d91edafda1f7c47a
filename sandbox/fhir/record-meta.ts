/** What a vendor notes beside a record. */
import { randomUUID } from "node:crypto";
import { isJsonObject, type JsonObject } from "@/sandbox/fhir/exact-json";
import type { Filing } from "@/sandbox/fhir/holdings";

/** The resource without version and time of change; other parts of `meta` stay. */
export function withoutVersion(resource: JsonObject): JsonObject {
  if (!isJsonObject(resource.meta)) return resource;
  const { versionId: _, lastUpdated: __, ...meta } = resource.meta;
  return { ...resource, meta: Object.keys(meta).length > 0 ? meta : undefined };
}

/** The resource with the time of its change, and its version where there is one. */
export function stamped(resource: JsonObject, changedAtMs: number, versionId?: string): JsonObject {
  const { versionId: _, lastUpdated: __, ...meta } = isJsonObject(resource.meta) ? resource.meta : {};
  const lastUpdated = new Date(changedAtMs).toISOString();
  return { ...resource, meta: { ...meta, ...(versionId !== undefined && { versionId }), lastUpdated } };
}

/** How vendors file that keep no time of change, under UUIDs. */
export const plainFiling: Filing = { newId: () => randomUUID(), filed: withoutVersion };

/** How vendors file that keep the time of change and no versions, under UUIDs. */
export function timedFiling(now: () => number): Filing {
  return { newId: () => randomUUID(), filed: (resource) => stamped(resource, now()) };
}
