/** The same messages as another converter makes FHIR of them: no fact that it found may be missing here. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FhirJson } from "@/lib/fhir";
import { parseMessage } from "../parse";
import { countsOf, factsOf, saysIn } from "../testing/facts";
import { bundleOf } from "./bundle";
import { convertMessage } from "./convert";

const folder = join(import.meta.dirname, "..", "fixtures", "microsoft");
const suffix = "-expected.json";
const names = readdirSync(folder).filter((name) => name.endsWith(suffix));

/** The zone of the machine that the other converter ran on. */
const sender = { timeZone: "Asia/Kolkata" };

/** What is said otherwise here, and why nothing is lost by it. */
const differences: readonly { readonly type: RegExp; readonly fact: RegExp; readonly reason: string }[] = [
  {
    type: /^Organization$/,
    fact: /^urn:oid:2\.16\.840\.1\.113883\.4\.6$/,
    reason: "the authority of NPIs, by the URI that FHIR has for it",
  },
  {
    type: /^Provenance$/,
    fact: /./,
    reason: "tells of the other converter, and of the sender in the header's words",
  },
  {
    type: /^(ChargeItem|ResearchStudy|Consent|MedicationDispense)$/,
    fact: /./,
    reason: "FT1, CTI, CON are not converted",
  },
  {
    type: /^(Procedure|Account|Practitioner|Organization|Device)$/,
    fact: /^(71045|99011|unknown|ai16[78]|99413391(08|16)|mellie|john|npi|4544|rad-1|radiology deptt|good health hospital|xx|(item|model)-12345)$/,
    reason: "FT1 is not converted",
  },
  {
    type: /^(Condition|Organization|Device)$/,
    fact: /^(hcd|dns|guid|clip)$/,
    reason: "the type of a universal id; the id is there",
  },
  {
    type: /^Organization$/,
    fact: /^(2000 milky way|richard|paul|\(555\)(555-1234|123-5678))$/,
    reason: "the insured's employer is nobody in the patient's record",
  },
  { type: /^Account$/, fact: /^onHold false$/, reason: "no field says that nothing is on hold" },
  {
    type: /^Device$/,
    fact: /^(orion|2\.4\.3|testactivity|manufacturer-name|model-name)$/,
    reason: "the sender's software is in the header by name and version",
  },
  {
    type: /^MessageHeader$/,
    fact: /^2[45]ghh$/,
    reason: "an application is named by itself, not by its network address, whose URI is there",
  },
  { type: /^Location$/, fact: /--/, reason: "a place described by its parts, which are there" },
  { type: /^Location$/, fact: /^lvl$/, reason: "a point of care is a ward, not a floor" },
  {
    type: /^Encounter$/,
    fact: /^(<div|generated$|visit number$)/,
    reason: "words that are the same for every visit",
  },
  { type: /^Encounter$/, fact: /^(dd|rank 1)$/, reason: "the diagnosis of an order is the order's reason" },
  { type: /^Encounter$/, fact: /^el$/, reason: "a second code for one priority" },
  {
    type: /^(Encounter|Patient)$/,
    fact: /^valueBoolean true$/,
    reason: "protection and disability have no boolean in FHIR; the number of the disability is there",
  },
  { type: /^Coverage$/, fact: /^pln$/, reason: "the kind of an identifier that a field of its own is for" },
  { type: /^(Patient|RelatedPerson)$/, fact: /^sb$/, reason: "SS of table 0203 is what the number is" },
  {
    type: /^Patient$/,
    fact: /^(1002|non hispanic or latino)$/,
    reason: "a code that the message does not have, in place of the one that it has",
  },
  { type: /^Patient$/, fact: /^home$/, reason: "a cellular telephone is mobile" },
  { type: /^Patient$/, fact: /^2222$/, reason: "the key under which the sender's telephones keep a number" },
  {
    type: /^Patient$/,
    fact: /^(robert|smith|jr)$/,
    reason: "who signed a consent, as a name of the patient",
  },
  {
    type: /^RelatedPerson$/,
    fact: /^(sps|child)$/,
    reason: "another code of the relationship that is there",
  },
  {
    type: /^Condition$/,
    fact: /^2018-05-01T12:30:09/,
    reason: "the second time of one diagnosis, by its number",
  },
  { type: /^Practitioner$/, fact: /^rad$/, reason: "ORC-12 says who ordered, OBR-16 counts only without it" },
  {
    type: /^PractitionerRole$/,
    fact: /^(op|ep|ppt|rct)$/,
    reason: "what somebody is to the thing that names them",
  },
  {
    type: /^Observation$/,
    fact: /^(f|in process|order detail|partial|unknown)$/,
    reason: "a status in words, or one that FHIR has a better code for",
  },
  {
    type: /^Observation$/,
    fact: /^obs-id$/,
    reason: "the text of a document is the document's, under the words of its code",
  },
  {
    type: /^DiagnosticReport$/,
    fact: /^unknown$/,
    reason: "OBR-25 says the status of the report that its pages are in",
  },
  { type: /^Appointment$/, fact: /^declined$/, reason: "who did not come had not declined" },
  {
    type: /^ServiceRequest$/,
    fact: /^(filler-order|revoked)$/,
    reason: "the guide calls every order one; an appointment without an order makes none",
  },
  {
    type: /^ServiceRequest$/,
    fact: /^(placer|filler) field [12]$/,
    reason: "the names of fields; what they say is there",
  },
  {
    type: /^ServiceRequest$/,
    fact: /^(pc|offset 2)$/,
    reason: "FHIR knows no meal beside times of day, which say more; told as a problem",
  },
  {
    type: /^ServiceRequest$/,
    fact: /^(day|value 1)$/,
    reason: "TQ1-6 and TQ-1: how long and how much of what is done once",
  },
  {
    type: /^ServiceRequest$/,
    fact: /^(50|pu-50)$/,
    reason: "what the parent order asked for is the parent's",
  },
];

/** Resources of which each is a thing to its reader: none may be missing. */
const things = [
  "Patient",
  "Encounter",
  "Observation",
  "AllergyIntolerance",
  "Condition",
  "Appointment",
  "DocumentReference",
  "Coverage",
  "RelatedPerson",
  "ServiceRequest",
];

const fewer: Readonly<Record<string, string>> = {
  "MDM-T02-03 Observation": "the lines of a document are its text",
  "MDM-T02-03 ServiceRequest": "its parent order is a number",
  "OMG-O19-02 Condition": "one diagnosis, by its number",
  "OML-O21-03 Condition": "one diagnosis, by its number",
  "OML-O21-02 ServiceRequest": "its parent order is a number",
  "SIU-S12-01 Condition": "a parent diagnosis of which nothing is said",
};

function read(name: string): { expected: FhirJson; ours: FhirJson } {
  const message = parseMessage(readFileSync(join(folder, name.replace(suffix, ".hl7")), "utf8"));
  const expected: FhirJson = JSON.parse(readFileSync(join(folder, name), "utf8"));
  return { expected, ours: bundleOf(convertMessage(message, sender), { type: "message", base: "urn:x" }) };
}

const isExplained = (type: string, fact: string) =>
  differences.some((difference) => difference.type.test(type) && difference.fact.test(fact));

describe.each(names)("%s", (name) => {
  it("says nothing that the message as it is converted here does not", () => {
    const { expected, ours } = read(name);
    const says = saysIn(ours);
    const missing = [...factsOf(expected)].flatMap(([type, facts]) =>
      [...facts].filter((fact) => !says(fact) && !isExplained(type, fact)).map((fact) => `${type}: ${fact}`),
    );
    expect(missing).toEqual([]);
  });

  it("has no more things than it", () => {
    const { expected, ours } = read(name);
    const [theirs, own] = [countsOf(expected), countsOf(ours)];
    const missing = things.filter((type) => {
      const isAppointment = type === "ServiceRequest" && name.startsWith("SIU");
      return (
        (theirs[type] ?? 0) > (own[type] ?? 0) &&
        !isAppointment &&
        !fewer[`${name.replace(suffix, "")} ${type}`]
      );
    });
    expect(missing).toEqual([]);
  });
});

it("explains no difference that there is none of", () => {
  const missing = names.flatMap((name) => {
    const { expected, ours } = read(name);
    const says = saysIn(ours);
    return [...factsOf(expected)].flatMap(([type, facts]) =>
      [...facts].filter((fact) => !says(fact)).map((fact) => ({ type, fact })),
    );
  });
  const idle = differences.filter(
    (difference) =>
      !missing.some(({ type, fact }) => difference.type.test(type) && difference.fact.test(fact)),
  );
  expect(idle).toEqual([]);
});
