/** Which of athenahealth's topics a change of a record belongs to. */
import { isJsonObject, type JsonObject, objectsIn, parseExactly, textIn } from "@/sandbox/fhir/exact-json";
import type { DataChange } from "@/sandbox/fhir/watched-door";

type Kind = DataChange["kind"];

/** Every topic of the types played here, with what happens. */
export const topics = new Map([
  ["Patient.create", "A new Patient record is created."],
  ["Patient.update", "An existing Patient record is updated."],
  ["Patient.delete", "An existing Patient record is deleted."],
  ["Patient.merge", "Two Patient records are merged."],
  ["Provider.create", "A new provider is created."],
  ["Provider.update", "An existing provider is updated."],
  ["Provider.delete", "An existing provider is deleted."],
  ["Provider.undelete", "A deleted provider is there again."],
  ["PatientProblem.create", "A problem is added to a patient's list."],
  ["PatientProblem.update", "A problem of a patient's list is updated."],
  ["PatientProblem.delete", "A problem is deleted from a patient's list."],
  ["ClinicalEncounterDiagnosis.create", "A diagnosis is added to an encounter."],
  ["ClinicalEncounterDiagnosis.update", "A diagnosis of an encounter is updated."],
  ["ClinicalEncounterDiagnosis.delete", "A diagnosis is deleted from an encounter."],
  ["Prescription.create", "A new prescription is created."],
  ["Prescription.update", "An existing prescription is updated."],
  ["Prescription.delete", "An existing prescription is deleted."],
  ["Appointment.schedule", "An appointment is scheduled."],
  ["Appointment.reschedule", "An existing appointment is moved to another time."],
  ["Appointment.cancel", "An existing appointment is cancelled."],
  ["Appointment.check-in", "An existing appointment is checked in."],
  ["Appointment.check-out", "An existing appointment is checked out."],
  ["Appointment.update", "An existing appointment is updated."],
  ["Encounter.check-in", "An encounter begins."],
  ["Encounter.signoff", "An encounter is signed off."],
  ["Encounter.reopen", "A closed encounter is opened again."],
  ["LabResult.create", "A laboratory result comes in."],
  ["LabResult.update", "A laboratory result is updated."],
]);

const simpleTopics: Record<string, string> = {
  Patient: "Patient",
  Practitioner: "Provider",
  MedicationRequest: "Prescription",
  DiagnosticReport: "LabResult",
};

/** The topic of a change; undefined where the vendor tells nobody. */
export function topicOf({ kind, type, before, after }: DataChange): string | undefined {
  const resource = resourceIn(after ?? before);
  const was = resourceIn(before);
  const topic =
    type === "Appointment"
      ? `Appointment.${appointmentEvent(kind, was, resource)}`
      : type === "Encounter"
        ? `Encounter.${encounterEvent(kind, was, resource)}`
        : `${type === "Condition" ? conditionTopic(resource) : simpleTopics[type]}.${kind}`;
  return topics.has(topic) ? topic : undefined;
}

function appointmentEvent(kind: Kind, was: JsonObject, is: JsonObject): string {
  if (kind === "create") return "schedule";
  if (kind === "delete") return "cancel";
  if (is.status !== was.status) {
    const events: Record<string, string> = {
      cancelled: "cancel",
      arrived: "check-in",
      "checked-in": "check-in",
      fulfilled: "check-out",
    };
    const event = events[textIn(is.status) ?? ""];
    if (event) return event;
  }
  return is.start === was.start ? "update" : "reschedule";
}

function encounterEvent(kind: Kind, was: JsonObject, is: JsonObject): string | undefined {
  if (kind === "create") return "check-in";
  if (is.status === was.status) return undefined;
  if (is.status === "finished") return "signoff";
  return was.status === "finished" ? "reopen" : undefined;
}

function conditionTopic({ category }: JsonObject): string {
  const codes = objectsIn(category).flatMap(({ coding }) => objectsIn(coding).map(({ code }) => code));
  return codes.includes("encounter-diagnosis") ? "ClinicalEncounterDiagnosis" : "PatientProblem";
}

function resourceIn(text: string | undefined): JsonObject {
  const value = text === undefined ? undefined : parseExactly(text);
  return isJsonObject(value) ? value : {};
}
