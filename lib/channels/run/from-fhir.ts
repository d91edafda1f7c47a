/** FHIR as the HL7 v2 message that tells of it: by the first resource that has a message of its own. */
import { type FhirJson, resourcesOfBundle } from "@/lib/fhir";
import {
  adtMessage,
  documentMessage,
  type Envelope,
  newControlId,
  orderMessage,
  resultMessage,
  scheduleMessage,
} from "@/lib/hl7";
import { now } from "@/lib/platform/clock";
import { channelErrors } from "../errors";

interface Told extends Envelope {
  readonly patient: FhirJson;
  readonly encounter?: FhirJson;
  readonly related: readonly FhirJson[];
}

type Write = (about: Told, resource: FhirJson, of: (type: string) => FhirJson[]) => string;

/** HL7 v2.8, table 0003: an appointment by what has become of it. */
function scheduleEvent({ status }: FhirJson): "S12" | "S14" | "S15" | "S26" {
  if (status === "cancelled") return "S15";
  if (status === "noshow") return "S26";
  return status === "booked" || status === "pending" || status === "proposed" ? "S12" : "S14";
}

const writers: readonly (readonly [type: string, write: Write])[] = [
  [
    "DiagnosticReport",
    (about, report, of) => {
      const [request] = of("ServiceRequest");
      const tested = { report, request, observations: of("Observation"), specimens: of("Specimen") };
      return resultMessage({ ...about, reports: [tested] });
    },
  ],
  [
    "Appointment",
    (about, appointment) => scheduleMessage({ ...about, event: scheduleEvent(appointment), appointment }),
  ],
  ["DocumentReference", (about, document) => documentMessage({ ...about, event: "T02", document })],
  ["ServiceRequest", (about, request) => orderMessage({ ...about, type: "OML", orders: [{ request }] })],
  [
    "Observation",
    (about, { code, status }, of) => {
      const report = { resourceType: "DiagnosticReport", status, code };
      return resultMessage({ ...about, reports: [{ report, observations: of("Observation") }] });
    },
  ],
];

/** HL7 v2.8, chapter 3.3.31: details of a person, whatever happens to them. */
const writePerson: Write = (about) => adtMessage({ ...about, event: "A31" });

/**
 * The message of a resource or of what is in a Bundle, about the patient in it, else about `patient`. Throws
 * `conversion_impossible`, `hl7_incomplete`.
 */
export function messageOfFhir(fhir: FhirJson, patient: FhirJson | undefined): string {
  const resources = fhir.resourceType === "Bundle" ? resourcesOfBundle(fhir) : [fhir];
  const of = (type: string) => resources.filter(({ resourceType }) => resourceType === type);
  const [about = patient] = of("Patient");
  if (!about) throw channelErrors.conversion_impossible({ detail: "It names no patient." });
  const [encounter] = of("Encounter");
  const told = { controlId: newControlId(), at: now(), patient: about, encounter, related: resources };
  const [type, write] = writers.find(([name]) => of(name).length > 0) ?? ["Patient", writePerson];
  const [resource = about] = of(type);
  return write(told, resource, of);
}
