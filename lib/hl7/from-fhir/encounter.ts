/** Encounter as PV1 and PV2. */
import type { FhirCodeableConcept } from "@/lib/fhir";
import { components, type FieldValue } from "../compose";
import { tableSystem } from "../to-fhir/coding-systems";
import { each, kindOf, writeConcept, writeIdentifier } from "./data-types";
import { writeTime } from "./moments";
import type { Parts } from "./parts";
import type { Related } from "./related";
import type { SegmentRules } from "./segment";

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

/** Who takes part in a role (v3 ParticipationType). */
function people({ encounter, related }: Visit, role: string): FieldValue {
  const taking = encounter.participant?.filter(({ type }) =>
    type?.some(({ coding }) => coding?.some(({ code }) => code === role)),
  );
  return each(taking, ({ individual }) => related.person(individual));
}

/** The first place in one of these states; one without a state is where the patient is. */
function place({ encounter, related }: Visit, ...states: (string | undefined)[]): FieldValue {
  const found = encounter.location?.find(({ status }) => states.includes(status ?? undefined));
  return related.place(found?.location);
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
  const name = place?.name ?? hospitalization?.destination?.display;
  return name ? components(name) : undefined;
}

export const pv1: SegmentRules<Visit> = {
  2: ["class", classOf],
  3: ["location", (visit) => place(visit, "active", "planned", undefined)],
  4: ["type", ({ encounter }) => writeConcept(encounter.type?.find((one) => !isPatientType(one)))],
  5: [
    "hospitalization",
    ({ encounter }) => writeIdentifier(encounter.hospitalization?.preAdmissionIdentifier),
  ],
  6: ["location", (visit) => place(visit, "completed")],
  7: ["participant", (visit) => people(visit, "ATND")],
  8: ["participant", (visit) => people(visit, "REF")],
  9: ["participant", (visit) => people(visit, "CON")],
  10: ["serviceType", ({ encounter }) => writeConcept(encounter.serviceType)],
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
  42: ["location", (visit) => place(visit, "reserved")],
  44: ["period", ({ encounter }) => writeTime(encounter.period?.start)],
  45: ["period", ({ encounter }) => writeTime(encounter.period?.end)],
  50: ["identifier", (visit) => each(visitNumbers(visit).others, writeIdentifier)],
  52: ["participant", (visit) => people(visit, "PART")],
};

export const pv2: SegmentRules<Visit> = {
  3: ["reasonCode", ({ encounter }) => writeConcept(encounter.reasonCode?.[0])],
};
