/** What Oracle Health asks of a resource before it files it (its R4 resource documentation). */
import { codesIn } from "@/sandbox/cerner/ids";
import { type JsonObject, objectsIn, textIn } from "@/sandbox/fhir/exact-json";
import { refusalOf } from "@/sandbox/fhir/refusal";

interface WriteRule {
  /** Elements a new resource has to have; `value` stands for value[x]. */
  required: string[];
  /** The only elements that are kept; all when left out. */
  kept?: string[];
  isReplaceable?: boolean;
  /** Elements a replacement may not change. */
  fixed?: string[];
  /** What the paths of a patch may begin with. */
  patchable?: string[];
  /** Throws a Refusal with 422. */
  check?(resource: JsonObject): void;
}

const patientElements = [
  "identifier",
  "name",
  "telecom",
  "address",
  "gender",
  "birthDate",
  "maritalStatus",
  "communication",
  "generalPractitioner",
  "extension",
];

export const writeRules = new Map<string, WriteRule>([
  [
    "Patient",
    {
      required: ["identifier", "name"],
      kept: ["active", ...patientElements],
      patchable: patientElements.map((element) => `/${element === "name" ? "name/0" : element}`),
    },
  ],
  ["Practitioner", { required: ["name"] }],
  [
    "Condition",
    {
      required: ["clinicalStatus", "category", "code", "subject"],
      isReplaceable: true,
      check: checkCondition,
    },
  ],
  [
    "Observation",
    {
      required: ["status", "category", "code", "subject", "effective", "value"],
      isReplaceable: true,
      fixed: ["subject", "category"],
      check: checkObservation,
    },
  ],
  [
    "MedicationRequest",
    { required: ["status", "intent", "reported", "medication", "subject"], patchable: ["/status"] },
  ],
  [
    "Appointment",
    {
      required: ["status", "participant"],
      patchable: ["/status", "/slot", "/reasonCode", "/cancelationReason", "/comment"],
      check: checkAppointment,
    },
  ],
  [
    "Encounter",
    {
      required: ["status", "type", "subject", "serviceProvider", "location"],
      patchable: ["/period/start", "/period/end", "/type", "/extension"],
    },
  ],
  ["DiagnosticReport", { required: ["status", "category", "code", "subject"] }],
  ["DocumentReference", { required: ["status", "type", "subject", "content"], isReplaceable: true }],
]);

function checkCondition({ category, modifierExtension }: JsonObject): void {
  if (modifierExtension) throw broken("modifierExtension is not supported.");
  oneOf("category", codesIn(category), ["problem-list-item", "encounter-diagnosis"]);
}

function checkObservation({ category }: JsonObject): void {
  oneOf("category", codesIn(category), ["vital-signs", "laboratory"]);
}

/** Proposed with a place and a time asked for, or booked into exactly one slot. */
function checkAppointment({ status, slot, participant, serviceType, requestedPeriod }: JsonObject): void {
  oneOf("status", [textIn(status) ?? ""], ["proposed", "booked"]);
  const participants = objectsIn(participant);
  if (participants.some(({ type }) => type !== undefined)) throw broken("participant.type must be absent.");
  const actors = participants.flatMap(({ actor }) =>
    objectsIn(actor).map((one) => textIn(one.reference) ?? ""),
  );
  const patients = actors.filter((actor) => actor.startsWith("Patient/"));
  if (patients.length !== 1) throw broken("Exactly one participant is a Patient.");
  const expected = status === "booked" ? "accepted" : "needs-action";
  if (participants.some((one) => one.status !== expected)) throw broken(`participant.status is ${expected}.`);
  if (status === "booked") {
    if (objectsIn(slot).length !== 1) throw broken("A booked appointment has exactly one slot.");
    return;
  }
  if (!actors.some((actor) => actor.startsWith("Location/"))) throw broken("A participant is a Location.");
  const [period, ...more] = objectsIn(requestedPeriod);
  if (objectsIn(serviceType).length !== 1) throw broken("A proposed appointment has one serviceType.");
  if (!period?.start || !period.end || more.length > 0)
    throw broken("requestedPeriod has a start and an end.");
}

function oneOf(element: string, given: string[], allowed: string[]): void {
  if (!given.some((value) => allowed.includes(value)))
    throw broken(`${element} is one of ${allowed.join(", ")}.`);
}

function broken(text: string) {
  return refusalOf(422, "business-rule", text);
}
