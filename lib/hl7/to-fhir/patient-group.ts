/** What a message says around PID: the patient, relatives, visits, allergies, diagnoses, procedures, insurance. */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import { addAccount } from "./account";
import { addAllergy } from "./allergy";
import { addCondition } from "./condition";
import { type Conversion, idIn, type Reference } from "./conversion";
import { addCoverage } from "./coverage";
import { addCausesOfDeath } from "./death";
import { entries } from "./elements";
import { addEncounter } from "./encounter";
import type { FieldReader } from "./field-reader";
import type { Group, GroupShape } from "./groups";
import { merged, priorIdentifiers } from "./merge";
import { addRelatedPerson, contactOf } from "./next-of-kin";
import { addObservation } from "./observation";
import { addOrganization } from "./organization";
import { participationsIn } from "./participation";
import { identityOfPatient, patientClears, patientFrom } from "./patient";
import { addPractitioners } from "./people";
import { addProcedure } from "./procedure";

export const observationShape: GroupShape = {
  name: "observation",
  opens: ["OBX"],
  members: ["NTE", "PRT", "TCD"],
};

/** What every message that names a patient may say of them. */
export function patientShape(...groups: readonly GroupShape[]): GroupShape {
  return {
    name: "patient",
    opens: ["PID"],
    members: ["PD1", "PDA", "MRG", "NTE", "NK1", "AL1", "IAM", "DG1", "GT1", "ARV", "DB1", "PRT", "ROL"],
    groups: [
      { name: "visit", opens: ["PV1"], members: ["PV2", "ROL", "PRT"] },
      { name: "insurance", opens: ["IN1"], members: ["IN2", "IN3", "ROL"] },
      { name: "procedure", opens: ["PR1"], members: ["ROL", "PRT"] },
      observationShape,
      ...groups,
    ],
  };
}

/** Whom and what visit the rest of a message is about. */
export interface Subject {
  readonly patient: Reference | undefined;
  readonly encounter: Reference | undefined;
  /** Identifies the visit, or the patient where there is none. */
  readonly owner: string;
}

export const nobody: Subject = { patient: undefined, encounter: undefined, owner: "" };

function readerOf(conversion: Conversion, group: Group, name: string): FieldReader | undefined {
  const segment = group.segment(name);
  return segment && conversion.read(segment);
}

/** CX of the mother: somebody of whom only the number is known. */
function addMother(conversion: Conversion, pid: FieldReader, patient: Reference): void {
  for (const number of pid.identifiers(21)) {
    const identity = ["mother", idIn(patient), number.system, number.value];
    const id = conversion.idOf("RelatedPerson", identity);
    const relationship = [
      { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v3-RoleCode", code: "MTH" }] },
    ];
    conversion.add("RelatedPerson", id, { identifier: [number], patient, relationship });
  }
}

/** Practices and practitioners who care for the patient (PD1-3, PD1-4, and those whose role says so). */
function generalPractitioners(conversion: Conversion, group: Group): Reference[] {
  const pd1 = readerOf(conversion, group, "PD1");
  const carers = participationsIn(conversion, group.all("ROL", "PRT"))
    .filter(({ code }) => ["PP", "FHCP", "PCP"].includes(code))
    .map(({ who }) => who);
  return (
    entries([
      ...(pd1?.values(3) ?? []).map((value) => addOrganization(conversion, value)),
      ...addPractitioners(conversion, pd1?.values(4) ?? []),
      ...carers,
    ]) ?? []
  );
}

const carerClears = { generalPractitioner: [3, 4] };

function replacedBy(identifiers: readonly FhirIdentifier[]): FhirJson[] {
  return identifiers.map((identifier) => ({ other: { type: "Patient", identifier }, type: "replaces" }));
}

/** The patient that PID names, with relatives and accounts. */
function addPatient(conversion: Conversion, group: Group, pid: FieldReader, event: string | undefined) {
  const id = conversion.idOf("Patient", identityOfPatient(pid));
  const relatives = group.all("NK1").map((segment) => conversion.read(segment));
  const contact = entries(relatives.map((nk1) => contactOf(conversion, nk1)));
  const generalPractitioner = generalPractitioners(conversion, group);
  const patient = conversion.add(
    "Patient",
    id,
    {
      active: event === "A29" ? false : undefined,
      ...patientFrom(pid, readerOf(conversion, group, "PD1"), readerOf(conversion, group, "DB1")),
      contact,
      generalPractitioner,
      link: replacedBy(priorIdentifiers(conversion, group, event)),
    },
    {
      cleared: [
        ...pid.cleared(patientClears),
        ...(readerOf(conversion, group, "PD1")?.cleared(carerClears) ?? []),
      ],
      isDeleted: event === "A29",
    },
  );
  addMother(conversion, pid, patient);
  for (const nk1 of relatives) addRelatedPerson(conversion, nk1, patient, id);
  const account = addAccount(conversion, pid, group.all("GT1"), patient, id);
  return { id, patient, accounts: account ? [account] : [] };
}

/** A message's PID and all that belongs to it but its orders and documents. `event` is that of an ADT message. */
export function addPatientGroup(conversion: Conversion, group: Group, event?: string): Subject {
  const [segment] = group.segments;
  if (!segment) return nobody;
  const pid = conversion.read(segment);
  const { id, patient, accounts } = addPatient(conversion, group, pid, event);
  const visits = group.of("visit");
  const diagnoses = entries(group.all("DG1").map((dg1) => addCondition(conversion, dg1, patient, id))) ?? [];
  const encounters = visits.map((visit) =>
    addEncounter(conversion, visit, {
      patient,
      patientId: id,
      accounts,
      event,
      diagnoses: conversion.present(diagnoses).map((diagnosis) => diagnosis.element),
    }),
  );
  const encounter = entries(encounters)?.[0];
  const owner = idIn(encounter ?? patient);
  for (const death of group.all("PDA")) addCausesOfDeath(conversion, death, patient);
  for (const allergy of group.all("AL1", "IAM")) addAllergy(conversion, allergy, patient, id);
  for (const procedure of group.of("procedure"))
    addProcedure(conversion, procedure, patient, encounter, owner);
  for (const insurance of group.of("insurance")) addCoverage(conversion, insurance, patient, id);
  for (const observation of group.of("observation")) {
    addObservation(conversion, observation, {
      subject: patient,
      encounter,
      // Without an order, what is observed at another time is another observation.
      owner: [owner, observation.segments[0]?.text(14)],
    });
  }
  merged(conversion, group, event, { patientId: id, encounterId: encounter && idIn(encounter) });
  return { patient, encounter, owner };
}
