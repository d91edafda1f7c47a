/** PV1 and PV2 as an Encounter (guide: PV1[Encounter], PV2[Encounter]). */
import type { FhirCodeableConcept, FhirCoding, FhirIdentifier, FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import { tableSystem } from "./coding-systems";
import type { Conversion, Identity, Reference } from "./conversion";
import { element, entries } from "./elements";
import { statusOfClass, type VisitEvent, visitEvent } from "./encounter-status";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";
import { plainText } from "./legal-text";
import { addLocation } from "./location";
import { periodOf } from "./moments";
import { participantsOf } from "./participation";
import { addPractitioner } from "./people";
import { meaningOf, type Table } from "./table";

/** Table 0004, as far as FHIR's class has the same; other classes keep their code. */
const classes: Table<FhirCoding> = {
  E: { code: "EMER", display: "emergency" },
  I: { code: "IMP", display: "inpatient encounter" },
  O: { code: "AMB", display: "ambulatory" },
  P: { code: "PRENC", display: "pre-admission" },
};
const actCodes = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

const unknownClass: FhirCoding = { system: tableSystem("0004"), code: "U", display: "Unknown" };

function classOf(pv1: FieldReader): FhirCoding | undefined {
  const known = meaningOf(classes, pv1.code(2));
  if (known) return { system: actCodes, ...known };
  return pv1.concept(2, "0004")?.coding?.[0];
}

/** Who takes part, by the field that names them. */
const roles = [
  { field: 7, code: "ATND", display: "attender" },
  { field: 8, code: "REF", display: "referrer" },
  { field: 9, code: "CON", display: "consultant" },
  { field: 17, code: "ADM", display: "admitter" },
  { field: 52, code: "PART", display: "Participation" },
] as const;
const participations = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

function participantsIn(
  conversion: Conversion,
  reader: FieldReader,
  roles: readonly { field: number; code: string; display: string }[],
): FhirJson[] {
  return roles.flatMap(({ field, code, display }) =>
    reader.values(field).flatMap((value) => {
      const individual = addPractitioner(conversion, value);
      return individual
        ? [{ type: [{ coding: [{ system: participations, code, display }] }], individual }]
        : [];
    }),
  );
}

const classification = "http://hl7.org/fhir/StructureDefinition/subject-locationClassification";

function locationsOf(conversion: Conversion, pv1: FieldReader, pv2: FieldReader | undefined): FhirJson[] {
  const at = (reader: FieldReader | undefined, field: number, status: string, extension?: FhirJson[]) => {
    const location = addLocation(conversion, reader?.value(field));
    return location && element<FhirJson>({ extension, location, status });
  };
  const temporary = [{ url: classification, valueCodeableConcept: { coding: [{ code: "temporary" }] } }];
  return (
    entries([
      at(pv1, 3, pv1.code(2) === "P" ? "planned" : "active"),
      at(pv1, 6, "completed"),
      at(pv1, 11, "active", temporary),
      at(pv1, 42, "reserved"),
      at(pv1, 43, "completed"),
      at(pv2, 1, "planned"),
    ]) ?? []
  );
}

function hospitalizationOf(conversion: Conversion, pv1: FieldReader): FhirJson {
  const [preAdmissionIdentifier] = pv1.identifiers(5);
  return {
    preAdmissionIdentifier,
    admitSource: pv1.concept(14, "0023"),
    reAdmission: pv1.concept(13, "0092"),
    dietPreference: pv1.concepts(38, "0114"),
    specialCourtesy: pv1.concepts(16, "0099"),
    specialArrangement: pv1.concepts(15, "0009"),
    destination: dischargedTo(conversion, pv1),
    dischargeDisposition: pv1.concept(36, "0112"),
  };
}

/** DLD: a place by its code, or by the parts of one. */
function dischargedTo(conversion: Conversion, pv1: FieldReader): Reference | undefined {
  const [code, words] = [pv1.text(37), pv1.text(37, 1, 2)];
  const name = words ?? code;
  if (name === undefined) return undefined;
  return conversion.add("Location", conversion.idOf("Location", ["discharge", code ?? name]), {
    identifier: code === undefined ? undefined : [{ value: code }],
    name,
    mode: "instance",
  });
}

/** What the visit is one of several of (PV1-54). */
function episodesOf(
  conversion: Conversion,
  pv1: FieldReader,
  patient: Reference | undefined,
): Reference[] | undefined {
  const [identifier] = pv1.identifiers(54);
  if (!identifier || !patient) return undefined;
  const id = conversion.idOf("EpisodeOfCare", [identifier.system, identifier.value]);
  const assumed = { status: "active" };
  return [conversion.add("EpisodeOfCare", id, { identifier: [identifier], patient }, { assumed })];
}

/** Table 0217, as far as FHIR has the same. */
const priorities: Table = { "1": "EM", "2": "UR", "3": "EL" };

function priorityOf(pv2: FieldReader | undefined): FhirCodeableConcept | undefined {
  const said = pv2?.concept(25, "0217");
  const code = said?.coding?.map((coding) => meaningOf(priorities, coding.code)).find(Boolean);
  if (!said || code === undefined) return said;
  const system = "http://terminology.hl7.org/CodeSystem/v3-ActPriority";
  return { ...said, coding: [{ system, code }, ...(said.coding ?? [])] };
}

function identifiersOf(pv1: FieldReader): FhirIdentifier[] {
  return [...pv1.identifiers(19, "VN"), ...pv1.identifiers(50)];
}

/** The visit's number; else the alternate one; else the patient and when the visit began. */
function encounterIdentity(pv1: FieldReader, patientId: string | undefined): Identity | undefined {
  const [first] = identifiersOf(pv1);
  if (first) return [first.system, first.value];
  const start = pv1.text(44);
  return start === undefined ? undefined : [patientId, start];
}

function extensionsOf(pv2: FieldReader | undefined): FhirJson[] | undefined {
  const r5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.";
  const [admission, discharge] = [pv2?.dateTime(8), pv2?.dateTime(9)];
  const arrival = pv2?.concept(38, "0430")?.coding?.[0];
  return entries([
    admission ? { url: `${r5}plannedStartDate`, valueDateTime: admission } : undefined,
    discharge ? { url: `${r5}plannedEndDate`, valueDateTime: discharge } : undefined,
    arrival && {
      url: "http://hl7.org/fhir/StructureDefinition/encounter-modeOfArrival",
      valueCoding: arrival,
    },
  ]);
}

function statusOf(pv1: FieldReader, event: VisitEvent | undefined): string | undefined {
  return event?.status ?? (pv1.dateTime(45) ? "finished" : undefined);
}

/** The elements that `""` deletes. */
const clears = {
  type: [4],
  location: [3],
  participant: [7, 8, 9, 17],
  serviceType: [10],
  hospitalization: [14, 36],
  period: [44, 45],
};

export interface Visit {
  readonly patient: Reference | undefined;
  readonly patientId: string | undefined;
  readonly accounts: readonly Reference[];
  /** Of an ADT message: other messages do not change the visit that they mention. */
  readonly event: string | undefined;
  /** Found in the same message. */
  readonly diagnoses: readonly FhirJson[];
}

function narrative(written: string): FhirJson | undefined {
  const text = plainText(written);
  if (text === undefined) return undefined;
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return { status: "additional", div: `<div xmlns="http://www.w3.org/1999/xhtml">${escaped}</div>` };
}

/** PV2's part of it. */
function additionsOf(conversion: Conversion, segment: Segment | undefined) {
  const pv2 = segment && conversion.read(segment);
  const days = pv2?.number(11);
  const description = pv2?.plainText(12);
  return {
    pv2,
    elements: {
      extension: extensionsOf(pv2),
      length:
        days === undefined
          ? undefined
          : { value: days, unit: "d", system: "http://unitsofmeasure.org", code: "d" },
      text: description === undefined ? undefined : narrative(description),
      reasonCode: entries([pv2?.concept(3)]),
      priority: priorityOf(pv2),
    },
    participants: pv2
      ? participantsIn(conversion, pv2, [{ field: 13, code: "REF", display: "referrer" }])
      : [],
  };
}

/** PV1 has to be there even where there is no visit, as when a person is registered: then it says no more than that. */
function isVisit(pv1: FieldReader): boolean {
  const isClassed = pv1.code(2) !== "" && pv1.code(2) !== "N";
  return isClassed || [3, 7, 8, 9, 10, 17, 19, 44, 45, 50].some((field) => pv1.text(field) !== undefined);
}

/** The visit of a group that PV1 opens; undefined where it tells of none. */
export function addEncounter(conversion: Conversion, group: Group, visit: Visit): Reference | undefined {
  const segment = group.segment("PV1");
  if (!segment) return undefined;
  const pv1 = conversion.read(segment);
  if (!isVisit(pv1)) return undefined;
  const event = visit.event === undefined ? undefined : visitEvent(visit.event);
  const { pv2, elements, participants } = additionsOf(conversion, group.segment("PV2"));
  const id = conversion.idOf("Encounter", encounterIdentity(pv1, visit.patientId));
  const end = event?.isReopened ? undefined : pv1.dateTime(45);
  return conversion.add(
    "Encounter",
    id,
    {
      ...elements,
      identifier: identifiersOf(pv1),
      status: statusOf(pv1, event),
      class: classOf(pv1),
      type: entries([pv1.concept(4, "0007"), pv1.concept(18, "0018")]),
      serviceType: pv1.concept(10, "0069"),
      subject: visit.patient,
      episodeOfCare: episodesOf(conversion, pv1, visit.patient),
      participant: [
        ...participantsIn(conversion, pv1, roles),
        ...participants,
        ...participantsOf(conversion, group.all("ROL", "PRT")),
      ],
      period: periodOf(pv1.dateTime(44), end),
      account: visit.accounts,
      hospitalization: element(hospitalizationOf(conversion, pv1)),
      diagnosis: visit.diagnoses,
      location: locationsOf(conversion, pv1, pv2),
    },
    {
      assumed: { status: statusOfClass(pv1.code(2)), class: unknownClass },
      cleared: pv1.cleared(clears),
      isDeleted: visit.event === "A23",
    },
  );
}
