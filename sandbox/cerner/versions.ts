/** How Oracle Health files what it is given: versions, ids of list items, and patients combined into others. */
import { NewIds } from "@/sandbox/cerner/ids";
import { type JsonObject, objectsIn } from "@/sandbox/fhir/exact-json";
import type { Filing } from "@/sandbox/fhir/holdings";
import { stamped } from "@/sandbox/fhir/record-meta";

/** The version a record of the type begins with; Conditions begin with a large number. */
const firstVersions: Record<string, number> = {
  Patient: 0,
  Encounter: 0,
  Appointment: 0,
  Condition: 7_520_403,
};
/** Lists of a Patient whose items bear ids, so that a patch can name them. */
const lists = { identifier: "CI", name: "CI-PN", telecom: "CI-PH", address: "CI-AD" } as const;

export function cernerFiling(now: () => number): Filing {
  const ids = new NewIds();
  return {
    newId: (resource) => ids.idFor(resource),
    filed: (resource, previous) => {
      const version = previous === undefined ? undefined : versionOf(previous);
      return versioned(resource, now(), version === undefined ? undefined : Number(version) + 1);
    },
    combined: (patient, survivorId) => ({
      ...patient,
      active: false,
      link: [{ other: { reference: `Patient/${survivorId}` }, type: "replaced-by" }],
    }),
  };
}

/** The resource with its version, the first of its type unless one is given. */
export function versioned(resource: JsonObject, changedAtMs: number, version?: number): JsonObject {
  const { resourceType } = resource;
  const versionId = String(version ?? firstVersions[String(resourceType)] ?? 1);
  const dressed = stamped(resource, changedAtMs, versionId);
  return resourceType === "Patient" ? withItemIds(dressed) : dressed;
}

function withItemIds(patient: JsonObject): JsonObject {
  const result = { ...patient };
  for (const [list, prefix] of Object.entries(lists)) {
    const items = objectsIn(patient[list]);
    const taken = new Set(items.map(({ id }) => id));
    let number = 0;
    const idFor = () => {
      do number += 1;
      while (taken.has(`${prefix}-${number}`));
      return `${prefix}-${number}`;
    };
    if (items.length > 0) result[list] = items.map((item) => (item.id ? item : { id: idFor(), ...item }));
  }
  return result;
}

export function versionOf(text: string): string {
  return JSON.parse(text).meta.versionId;
}

/** The headers that tell a record's version. */
export function versionHeaders(text: string): Record<string, string> {
  const { versionId, lastUpdated } = JSON.parse(text).meta;
  return { etag: `W/"${versionId}"`, "last-modified": new Date(lastUpdated).toUTCString() };
}
