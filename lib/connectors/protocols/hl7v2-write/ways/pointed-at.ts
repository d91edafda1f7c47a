/** Whom and what a resource points at, as the vendor has them: a message names each by the receiver's own numbers. */
import { type FhirJson, fhirResources } from "@/lib/fhir";
import type { RecordEntity } from "@/lib/records/schema";
import { fhirServerErrors, readState } from "../../fhir-r4";
import type { Charts } from "./way";

/** What messages name. */
const named: readonly RecordEntity[] = ["patients", "practitioners", "encounters", "observations"];

function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { reference } = Object(value);
  return [
    ...(typeof reference === "string" ? [reference] : []),
    ...Object.values(value).flatMap(referencesIn),
  ];
}

/** The id in `Type/id`, after the address of a server or without. */
function idIn(reference: string, type: string): string | undefined {
  return new RegExp(`(?:^|/)${type}/([^/]+)$`).exec(reference)?.[1];
}

async function read({ server }: Charts, entity: RecordEntity, ids: readonly string[]): Promise<FhirJson[]> {
  const type = fhirResources[entity].resourceType;
  const results = await Promise.all(ids.map((id) => readState(server, { entity, type }, id)));
  return results.flatMap((result) => {
    if (result.state === "found") return [result.item.resource];
    return result.state === "merged" ? [result.into.resource] : [];
  });
}

export interface PointedAt {
  readonly patient: FhirJson;
  readonly encounter?: FhirJson;
  /** All of them. */
  readonly related: readonly FhirJson[];
}

async function readAll(charts: Charts, references: Iterable<string>): Promise<FhirJson[]> {
  const readable = named.filter(
    (one) => one === "patients" || charts.access.some(({ entity }) => entity === one),
  );
  const found = await Promise.all(
    readable.map((entity) => {
      const { resourceType } = fhirResources[entity];
      return read(
        charts,
        entity,
        [...references].flatMap((reference) => idIn(reference, resourceType) ?? []),
      );
    }),
  );
  return found.flat();
}

/**
 * Reads what the integration may read of what messages name: of whom and what `resource` points at, and `before` beside
 * it. Throws `resource_not_found` where there is no patient.
 */
export async function pointedAt(
  charts: Charts,
  resource: FhirJson,
  before: FhirJson = {},
): Promise<PointedAt> {
  const references = new Set(referencesIn(resource));
  const found = await readAll(charts, references);
  const earlier = await readAll(charts, new Set(referencesIn(before)).difference(references));
  const first = (type: string) => found.find(({ resourceType }) => resourceType === type);
  const patient = first("Patient");
  if (!patient)
    throw fhirServerErrors.resource_not_found({ detail: "The patient whom it is about is not there." });
  return { patient, encounter: first("Encounter"), related: [...found, ...earlier] };
}
