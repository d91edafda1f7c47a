/** The resource types of the façade, each of which is an entity of our records. */
import { fhirResources } from "@/lib/fhir";
import { type RecordEntity, recordEntities } from "@/lib/records";
import { facadeErrors } from "./errors";

/** `Patient` of `patients`. */
export function typeOf(entity: RecordEntity): string {
  return fhirResources[entity].resourceType;
}

const entities = new Map(recordEntities.map((entity) => [typeOf(entity), entity]));

export const resourceTypes: readonly string[] = [...entities.keys()];

/** The entity of a resource type; undefined for types that are not kept here. */
export function entityOf(type: string): RecordEntity | undefined {
  return entities.get(type);
}

/** The same. Throws `type_not_supported`. */
export function requireEntity(type: string): RecordEntity {
  const entity = entities.get(type);
  if (entity) return entity;
  throw facadeErrors.type_not_supported({ detail: `Here are ${resourceTypes.join(", ")}.` });
}
