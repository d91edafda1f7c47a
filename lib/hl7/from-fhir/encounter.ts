/** Encounter as PV1 and PV2. */
import type { FhirCodeableConcept } from "@/lib/fhir";
import { components, type FieldValue } from "../compose";
import { tableSystem } from "../to-fhir/coding-systems";
import { codeOf, each, inOwnTerms, kindOf, writeConcept, writeIdentifier } from "./data-types";
import { extended } from "./extensions";
import { writeTime } from "./moments";
import { writeAmount } from "./numbers";
import type { Parts } from "./parts";
import type { Related } from "./related";
import type { SegmentRules } from "./segment";

type Place = NonNullable<Parts<"Encounter">["location"]>[number];

interface Visit {
  readonly encounter: Parts<"Encounter">;
  readonly related: Related;
}

/** Table 0004, of FHIR's classes (v3 ActCode). */
const classes: Readonly<Record<string, string>> = {
  IMP: "I",
  ACUTE: "I",
  NONAC: "I",
  EMER: "E",
  PRENC: "P",
  AMB: "O",
  OBSENC: "O",
  SS: "O",
  HH: "O",
  FLD: "O",
  VR: "O",
};

/** N: nothing is said of the visit, or it has no class. */
function classOf({ encounter }: Visit): string {
  const code = encounter.class?.code;
  return code ? (classes[code] ?? code) : "N";
}

/** Who takes part in one of these roles (v3 ParticipationType). */
function people({ encounter, related }: Visit, ...roles: string[]): FieldValue {
  const taking = encounter.participant?.filter(({ type }) =>
    type?.some(({ coding }) => coding?.some(({ code }) => code && roles.includes(code))),
  );
  return each(taking, ({ individual }) => related.person(individual));
}

const classification = "http://hl7.org/fhir/StructureDefinition/subject-locationClassification";

/** Where the patient is for a time only. */
function isTemporary(place: Place): boolean {
  return codeOf(extended(place, classification)?.valueCodeableConcept) === "temporary";
}

/** What `isIt` says of a place; a visit that is only planned is planned to be where it will be. */
function place({ encounter, related }: Visit, isIt: (place: Place) => boolean, nth = 0): FieldValue {
  return related.place(encounter.location?.filter(isIt)[nth]?.location);
}

const inState = (state: string) => (one: Place) => one.status === state;

function isHere({ encounter }: Visit): (place: Place) => boolean {
  const states = encounter.class?.code === "PRENC" ? ["planned", undefined] : ["active", undefined];
  return (one) => states.includes(one.status ?? undefined) && !isTemporary(one);
}

/** The visit number is the one that says so, else the first. */
function visitNumbers({ encounter }: Visit) {
  const all = encounter.identifier ?? [];
  const number = all.find((one) => kindOf(one) === "VN") ?? all[0];
  return { number, others: all.filter((one) => one !== number) };
}

/** PV1-18 has a table of its own. */
function isPatientType({ coding }: FhirCodeableConcept): boolean {
  return coding?.[0]?.system === tableSystem("0018");
}

/** DLD. */
function destination({ hospitalization }: Visit["encounter"], related: Related): FieldValue {
  const place = related.get("Location", hospitalization?.destination);
  const code = place?.identifier?.[0]?.value;
  const name = place?.name ?? hospitalization?.destination?.display ?? undefined;
  return code ? components([code, code === name ? undefined : name]) : name;
}

function episode({ encounter, related }: Visit): FieldValue {
  const [first] = encounter.episodeOfCare ?? [];
  return writeIdentifier(related.get("EpisodeOfCare", first)?.identifier?.[0] ?? first?.identifier);
}

export const pv1: SegmentRules<Visit> = {
  2: ["class", classOf],
  3: ["location", (visit) => place(visit, isHere(visit))],
  4: ["type", ({ encounter }) => writeConcept(encounter.type?.find((one) => !isPatientType(one)))],
  5: [
    "hospitalization",
    ({ encounter }) => writeIdentifier(encounter.hospitalization?.preAdmissionIdentifier),
  ],
  6: ["location", (visit) => place(visit, inState("completed"))],
  7: ["participant", (visit) => people(visit, "ATND", "PPRF")],
  8: ["participant", (visit) => people(visit, "REF")],
  9: ["participant", (visit) => people(visit, "CON")],
  10: ["serviceType", ({ encounter }) => writeConcept(encounter.serviceType)],
  11: ["location", (visit) => place(visit, isTemporary)],
  13: ["hospitalization", ({ encounter }) => writeConcept(encounter.hospitalization?.reAdmission)],
  14: ["hospitalization", ({ encounter }) => writeConcept(encounter.hospitalization?.admitSource)],
  15: [
    "hospitalization",
    ({ encounter }) => each(encounter.hospitalization?.specialArrangement, writeConcept),
  ],
  16: ["hospitalization", ({ encounter }) => writeConcept(encounter.hospitalization?.specialCourtesy?.[0])],
  17: ["participant", (visit) => people(visit, "ADM")],
  18: ["type", ({ encounter }) => writeConcept(encounter.type?.find(isPatientType))],
  19: ["identifier", (visit) => writeIdentifier(visitNumbers(visit).number)],
  36: ["hospitalization", ({ encounter }) => writeConcept(encounter.hospitalization?.dischargeDisposition)],
  37: ["hospitalization", ({ encounter, related }) => destination(encounter, related)],
  38: ["hospitalization", ({ encounter }) => writeConcept(encounter.hospitalization?.dietPreference?.[0])],
  42: ["location", (visit) => place(visit, inState("reserved"))],
  43: ["location", (visit) => place(visit, inState("completed"), 1)],
  44: ["period", ({ encounter }) => writeTime(encounter.period?.start)],
  45: ["period", ({ encounter }) => writeTime(encounter.period?.end)],
  50: ["identifier", (visit) => each(visitNumbers(visit).others, writeIdentifier)],
  52: ["participant", (visit) => people(visit, "PART", "SPRF")],
  54: ["episodeOfCare", episode],
};

const r5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.";
const arrival = "http://hl7.org/fhir/StructureDefinition/encounter-modeOfArrival";
const priorities = "http://terminology.hl7.org/CodeSystem/v3-ActPriority";

/** Where a planned visit will be PV1 says; there may be another place after that. */
function planned(visit: Visit): FieldValue {
  return place(visit, inState("planned"), visit.encounter.class?.code === "PRENC" ? 1 : 0);
}

function modeOfArrival({ encounter }: Visit): FieldValue {
  const coding = extended(encounter, arrival)?.valueCoding;
  return coding && writeConcept({ coding: [coding] });
}

function days({ encounter: { length } }: Visit): FieldValue {
  return length?.code === "d" ? writeAmount(length.value) : undefined;
}

export const pv2: SegmentRules<Visit> = {
  1: ["location", planned],
  3: ["reasonCode", ({ encounter }) => writeConcept(encounter.reasonCode?.[0])],
  8: ["extension", ({ encounter }) => writeTime(extended(encounter, `${r5}plannedStartDate`)?.valueDateTime)],
  9: ["extension", ({ encounter }) => writeTime(extended(encounter, `${r5}plannedEndDate`)?.valueDateTime)],
  11: ["length", days],
  25: [
    "priority",
    ({ encounter: { priority } }) => writeConcept(inOwnTerms(priority, priorities) ?? priority),
  ],
  38: ["extension", modeOfArrival],
};
