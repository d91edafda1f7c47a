/** What generated charts hold besides the patient, in the shape that US Core gives it. */
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import { type Concept, loinc, observationShape } from "@/sandbox/fhir/observation-shape";
import { findingOf, medicines, noteKindOf, panelOf, prescriptionOf } from "@/sandbox/people/care";
import { layouts, ownedBy, ownerOf } from "@/sandbox/people/chart-layout";
import { clinicianOf } from "@/sandbox/people/clinicians";
import { readingOf } from "@/sandbox/people/readings";
import { bookingOf, bookingOfVisit, clinics, visitOf } from "@/sandbox/people/visits";

export interface Surroundings {
  seed: number;
  patients: number;
  concept: Concept;
  /** How another generated record is referred to. */
  to(type: string, rank: number): JsonObject;
  /** Whether medications are resources of their own; else each request holds a code. */
  hasMedications: boolean;
}

/** A record without its type and id, and when it last changed. */
interface Shaped {
  body: JsonObject;
  changedAtMs: number;
}

type Shape = (around: Surroundings, rank: number) => Shaped;

const terminology = "http://terminology.hl7.org/CodeSystem";
const snomed = "http://snomed.info/sct";
const rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
const visitClasses = { AMB: "ambulatory", EMER: "emergency", VR: "virtual" } as const;
const directoriesChangedAtMs = Date.UTC(2022, 0, 1);

/** Laboratory values stand before vital signs. */
export function laboratoryCount(patients: number): number {
  return layouts.laboratory.firstOf(patients);
}

export const chartShapes = {
  Practitioner: practitioner,
  Medication: medication,
  Location: location,
  Encounter: encounter,
  Appointment: appointment,
  Condition: condition,
  MedicationRequest: medicationRequest,
  Observation: observation,
  DiagnosticReport: diagnosticReport,
  DocumentReference: documentReference,
  Binary: binary,
} satisfies Record<string, Shape>;

function practitioner({ seed }: Surroundings, rank: number): Shaped {
  const { family, given, gender, npi, credential, phone, isActive } = clinicianOf(seed, rank);
  const text = `${given.join(" ")} ${family}, ${credential}`;
  return {
    changedAtMs: directoriesChangedAtMs,
    body: {
      identifier: [{ use: "official", system: "http://hl7.org/fhir/sid/us-npi", value: npi }],
      active: isActive,
      name: [{ use: "usual", text, family, given, suffix: [credential] }],
      telecom: [{ system: "phone", value: phone, use: "work" }],
      gender,
    },
  };
}

function medication({ concept }: Surroundings, rank: number): Shaped {
  const { rxnorm: code = "", display = "" } = medicines[rank] ?? {};
  return {
    changedAtMs: directoriesChangedAtMs,
    body: { code: concept(rxnorm, code, display), status: "active" },
  };
}

function location(_around: Surroundings, rank: number): Shaped {
  return {
    changedAtMs: directoriesChangedAtMs,
    body: { status: "active", name: clinics[rank] ?? "", mode: "instance" },
  };
}

function encounter({ seed, patients, concept, to }: Surroundings, rank: number): Shaped {
  const { patient, clinician, clinic, kind, reason, startsAtMs, endsAtMs } = visitOf(seed, patients, rank);
  const attender = concept(`${terminology}/v3-ParticipationType`, "ATND", "attender");
  return {
    changedAtMs: endsAtMs,
    body: {
      status: "finished",
      class: { system: `${terminology}/v3-ActCode`, code: kind, display: visitClasses[kind] },
      type: [concept(snomed, "308335008", "Patient encounter procedure")],
      subject: to("Patient", patient),
      participant: [{ type: [attender], individual: to("Practitioner", clinician) }],
      appointment: [to("Appointment", bookingOfVisit(rank))],
      period: { start: iso(startsAtMs), end: iso(endsAtMs) },
      reasonCode: [{ text: reason }],
      location: [{ location: to("Location", clinic), status: "completed" }],
    },
  };
}

function appointment({ seed, patients, to }: Surroundings, rank: number): Shaped {
  const { patient, clinician, clinic, status, reason, startsAtMs, minutes } = bookingOf(seed, patients, rank);
  const accepted = { required: "required", status: "accepted" };
  const endsAtMs = startsAtMs + minutes * 60_000;
  return {
    changedAtMs: status === "fulfilled" ? endsAtMs : directoriesChangedAtMs,
    body: {
      status,
      serviceType: [{ text: reason }],
      start: iso(startsAtMs),
      end: iso(endsAtMs),
      minutesDuration: minutes,
      participant: [
        { actor: to("Patient", patient), ...accepted },
        { actor: to("Practitioner", clinician), ...accepted },
        { actor: to("Location", clinic), ...accepted },
      ],
    },
  };
}

function condition({ seed, patients, concept, to }: Surroundings, rank: number): Shaped {
  const { ailment, isResolved } = findingOf(seed, rank);
  const visit = ownerOf(layouts.conditions, rank, layouts.visits);
  const seen = visit === undefined ? undefined : visitOf(seed, patients, visit);
  const category = visit === undefined ? "problem-list-item" : "encounter-diagnosis";
  const clinical = isResolved ? "resolved" : "active";
  const code = concept(snomed, ailment.snomed, ailment.display);
  const icd10 = { system: "http://hl7.org/fhir/sid/icd-10-cm", code: ailment.icd10 };
  const recordedAtMs = seen?.startsAtMs ?? directoriesChangedAtMs;
  return {
    changedAtMs: recordedAtMs,
    body: {
      clinicalStatus: concept(`${terminology}/condition-clinical`, clinical, clinical),
      verificationStatus: concept(`${terminology}/condition-ver-status`, "confirmed", "Confirmed"),
      category: [concept(`${terminology}/condition-category`, category, category)],
      code: { ...code, coding: [...(Array.isArray(code.coding) ? code.coding : []), icd10] },
      subject: to("Patient", layouts.conditions.patientOf(rank)),
      encounter: visit === undefined ? undefined : to("Encounter", visit),
      recordedDate: iso(recordedAtMs).slice(0, 10),
      recorder: seen && to("Practitioner", seen.clinician),
    },
  };
}

function medicationRequest(around: Surroundings, rank: number): Shaped {
  const { seed, patients, concept, to, hasMedications } = around;
  const { medicine, status, refills, supplyDays } = prescriptionOf(seed, rank);
  const { rxnorm: code = "", display = "", dose = "" } = medicines[medicine] ?? {};
  const visit = ownerOf(layouts.prescriptions, rank, layouts.visits) ?? 0;
  const { clinician, endsAtMs } = visitOf(seed, patients, visit);
  return {
    changedAtMs: endsAtMs,
    body: {
      status,
      intent: "order",
      reportedBoolean: false,
      ...(hasMedications
        ? { medicationReference: { ...to("Medication", medicine), display } }
        : { medicationCodeableConcept: concept(rxnorm, code, display) }),
      subject: to("Patient", layouts.prescriptions.patientOf(rank)),
      encounter: to("Encounter", visit),
      authoredOn: iso(endsAtMs),
      requester: to("Practitioner", clinician),
      dosageInstruction: [{ text: dose }],
      dispenseRequest: {
        numberOfRepeatsAllowed: refills,
        expectedSupplyDuration: { value: supplyDays, unit: "days" },
      },
    },
  };
}

function observation({ seed, patients, concept, to }: Surroundings, rank: number): Shaped {
  const laboratory = laboratoryCount(patients);
  const isLaboratory = rank < laboratory;
  const kind = isLaboratory ? layouts.laboratory : layouts.vitals;
  const number = isLaboratory ? rank : rank - laboratory;
  const visit = visitOfReading(number, isLaboratory);
  const { startsAtMs } = visitOf(seed, patients, visit);
  const category = isLaboratory ? "laboratory" : "vital-signs";
  const reading = readingOf(seed, number, category, startsAtMs);
  const links = { subject: to("Patient", kind.patientOf(number)), encounter: to("Encounter", visit) };
  return {
    changedAtMs: Date.parse(reading.issuedAt),
    body: { ...observationShape(reading, concept), ...links },
  };
}

/** A laboratory value belongs to a report's visit; vital signs are shared out over all visits. */
function visitOfReading(number: number, isLaboratory: boolean): number {
  if (!isLaboratory) return ownerOf(layouts.vitals, number, layouts.visits) ?? 0;
  const report = ownerOf(layouts.laboratory, number, layouts.reports) ?? 0;
  return ownerOf(layouts.reports, report, layouts.visits) ?? 0;
}

function diagnosticReport({ seed, patients, concept, to }: Surroundings, rank: number): Shaped {
  const visit = ownerOf(layouts.reports, rank, layouts.visits) ?? 0;
  const { clinician, startsAtMs } = visitOf(seed, patients, visit);
  const { code, display } = panelOf(seed, rank);
  const issuedAtMs = startsAtMs + 24 * 3_600_000;
  return {
    changedAtMs: issuedAtMs,
    body: {
      status: "final",
      category: [concept(`${terminology}/v2-0074`, "LAB", "Laboratory")],
      code: concept(loinc, code, display),
      subject: to("Patient", layouts.reports.patientOf(rank)),
      encounter: to("Encounter", visit),
      effectiveDateTime: iso(startsAtMs),
      issued: iso(issuedAtMs),
      performer: [to("Practitioner", clinician)],
      result: ownedBy(rank, layouts.reports, layouts.laboratory).map((value) => to("Observation", value)),
    },
  };
}

function documentReference({ seed, patients, concept, to }: Surroundings, rank: number): Shaped {
  const visit = ownerOf(layouts.notes, rank, layouts.visits) ?? 0;
  const { clinician, startsAtMs, endsAtMs } = visitOf(seed, patients, visit);
  const { code, display } = noteKindOf(seed, rank);
  const url = to("Binary", rank).reference;
  const category = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category";
  return {
    changedAtMs: endsAtMs,
    body: {
      status: "current",
      docStatus: "final",
      type: concept(loinc, code, display),
      category: [concept(category, "clinical-note", "Clinical Note")],
      subject: to("Patient", layouts.notes.patientOf(rank)),
      date: iso(endsAtMs),
      author: [to("Practitioner", clinician)],
      content: [{ attachment: { contentType: "text/plain", url, title: display } }],
      context: {
        encounter: [to("Encounter", visit)],
        period: { start: iso(startsAtMs), end: iso(endsAtMs) },
      },
    },
  };
}

/** The text of the note with the same rank. */
function binary({ seed, patients }: Surroundings, rank: number): Shaped {
  const { reason, endsAtMs } = visitOf(seed, patients, ownerOf(layouts.notes, rank, layouts.visits) ?? 0);
  const { display } = noteKindOf(seed, rank);
  const data = Buffer.from(`${display}\n\nReason: ${reason}\nPlan: as discussed.\n`).toString("base64");
  return { changedAtMs: endsAtMs, body: { contentType: "text/plain", data } };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
