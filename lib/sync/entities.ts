/** Which entities a job type means, and in which order references between them resolve. */
import type { Entity } from "@/lib/connectors/contract";
import { type JobType, jobTypes } from "./schema";

/** What others point at comes first. */
export const dependencyOrder: readonly Entity[] = [
  "practitioners",
  "patients",
  "medications",
  "encounters",
  "appointments",
  "conditions",
  "observations",
  "diagnostic_reports",
  "medication_requests",
  "documents",
];

const entityOfType: Record<Exclude<JobType, "FULL_SYNC">, Entity> = {
  PATIENT_SYNC: "patients",
  PRACTITIONER_SYNC: "practitioners",
  OBSERVATION_SYNC: "observations",
  CONDITION_SYNC: "conditions",
  MEDICATION_SYNC: "medications",
  MEDICATION_REQUEST_SYNC: "medication_requests",
  APPOINTMENT_SYNC: "appointments",
  ENCOUNTER_SYNC: "encounters",
  DIAGNOSTIC_REPORT_SYNC: "diagnostic_reports",
  DOCUMENT_SYNC: "documents",
};

/** The same entities, what others point at first. */
export function inDependencyOrder(entities: readonly Entity[]): Entity[] {
  return dependencyOrder.filter((entity) => entities.includes(entity));
}

/** The job type that synchronises one entity; undefined for one that no job synchronises. */
export function jobTypeOf(entity: string): JobType | undefined {
  return jobTypes.find((type) => type !== "FULL_SYNC" && entityOfType[type] === entity);
}

/** The entities of a job: all enabled ones for FULL_SYNC and for one patient, else the one its type names. */
export function entitiesOf(type: JobType, onePatient: boolean, enabled: readonly Entity[]): Entity[] {
  if (type === "FULL_SYNC" || (type === "PATIENT_SYNC" && onePatient)) return [...enabled];
  const entity = entityOfType[type];
  return enabled.includes(entity) ? [entity] : [];
}

/** The type that means these entities: its own where there is one only. */
export function jobTypeOfAll(entities: readonly Entity[]): JobType {
  const [only, ...others] = entities;
  return (others.length === 0 && only && jobTypeOf(only)) || "FULL_SYNC";
}
