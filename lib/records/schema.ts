/**
 * The shapes of all records, safe to import in the browser. They name no store and no vendor, so that
 * connectors and FHIR converters speak them too.
 */
import { z } from "zod";
import { appointmentSchema } from "./entities/appointments";
import { conditionSchema } from "./entities/conditions";
import { diagnosticReportSchema } from "./entities/diagnostic-reports";
import { documentSchema } from "./entities/documents";
import { encounterSchema } from "./entities/encounters";
import { medicationRequestSchema } from "./entities/medication-requests";
import { medicationSchema } from "./entities/medications";
import { observationSchema } from "./entities/observations";
import {
  applyShortFields,
  emptyPatient,
  type ShortFieldOptions,
  withShortFields,
} from "./entities/patient-short-fields";
import { patientSchema, shortFieldNames } from "./entities/patients";
import { practitionerSchema } from "./entities/practitioners";

export * from "./entities/appointments";
export * from "./entities/attachments";
export * from "./entities/conditions";
export * from "./entities/diagnostic-reports";
export * from "./entities/documents";
export * from "./entities/encounters";
export * from "./entities/local-patient";
export * from "./entities/medication-requests";
export * from "./entities/medications";
export * from "./entities/observations";
export * from "./entities/patient-name";
export { emptyPatient, type ShortFieldOptions, withShortFields } from "./entities/patient-short-fields";
export * from "./entities/patients";
export * from "./entities/practitioners";
export { fillReference, mapReferences, referencedIds, referenceFields } from "./entities/references";
export * from "./entities/text";
export * from "./entities/title";

/** The schema of `data`, by entity. */
export const entitySchemas = {
  patients: patientSchema,
  practitioners: practitionerSchema,
  observations: observationSchema,
  conditions: conditionSchema,
  medications: medicationSchema,
  medication_requests: medicationRequestSchema,
  appointments: appointmentSchema,
  encounters: encounterSchema,
  diagnostic_reports: diagnosticReportSchema,
  documents: documentSchema,
} as const;

/** Entities that have records. */
export type RecordEntity = keyof typeof entitySchemas;

export const recordEntities = Object.keys(entitySchemas) as RecordEntity[];

/** The kind of record a path names. */
export const recordEntitySchema = z.keyof(z.object(entitySchemas));

export const recordParamsSchema = z.object({ entity: recordEntitySchema, id: z.guid() });

export function isRecordEntity(entity: string): entity is RecordEntity {
  return Object.hasOwn(entitySchemas, entity);
}

/** What records hold: of one entity, or of any. */
export type RecordData<E extends RecordEntity = RecordEntity> = z.output<(typeof entitySchemas)[E]>;

/** The same schemas, each known by its entity to give that entity's data. */
export const schemaOf: { readonly [E in RecordEntity]: z.ZodType<RecordData<E>> } = entitySchemas;

/** Fields that follow from others and are never compared or mapped on their own. */
export function derivedFields(entity: string): readonly string[] {
  return entity === "patients" ? shortFieldNames : [];
}

/** The record with its derived fields computed anew. Throws a ZodError when it does not follow its schema. */
export function withDerivedFields(
  entity: RecordEntity,
  data: unknown,
  options: ShortFieldOptions = {},
): RecordData {
  if (entity === "patients") return withShortFields(patientSchema.parse(data), options);
  return entitySchemas[entity].parse(data);
}

type JsonObject = Record<string, unknown>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON Merge Patch (RFC 7396). */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/**
 * What a record holds after it was changed from `before` to `wanted`; null stands for a new record. A derived field
 * that was written changes the list entry it stands for.
 * Throws a ZodError when the outcome does not follow the entity's schema.
 */
export function withChangedFields(
  entity: RecordEntity,
  before: unknown,
  wanted: unknown,
  options: ShortFieldOptions = {},
): RecordData {
  if (entity !== "patients") return entitySchemas[entity].parse(wanted);
  const known = patientSchema.safeParse(before).data ?? emptyPatient;
  return applyShortFields(known, patientSchema.parse(wanted), options);
}

/**
 * What a record holds after a JSON Merge Patch; a whole new record is a patch of nothing (`before` null).
 * Throws a ZodError when the outcome does not follow the entity's schema.
 */
export function patchRecord(
  entity: RecordEntity,
  before: unknown,
  patch: unknown,
  options: ShortFieldOptions = {},
): RecordData {
  return withChangedFields(entity, before, mergePatch(before ?? {}, patch), options);
}
