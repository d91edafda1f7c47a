import { expect, it } from "vitest";
import type { FhirJson } from "@/lib/fhir";
import { adtEvents } from "../adt-events";
import { parseMessage } from "../parse";
import { practitioner, practitionerWritten } from "../testing/told";
import { type AdtMessage, adtMessage } from "./adt";

const mr = { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: "MR" }] };
const participationType = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

const patient = {
  resourceType: "Patient",
  identifier: [{ type: mr, system: "urn:oid:1.2.3", value: "7" }],
  name: [{ use: "official", family: "Hara", given: ["Zoë"] }],
};
const about = {
  controlId: "C1",
  at: new Date("2026-01-02T03:04:05Z"),
  patient,
} as const;
const prior = { resourceType: "Patient", identifier: [{ value: "6" }], name: [{ family: "Harra" }] };

const written = (message: Omit<AdtMessage, keyof typeof about> & { readonly patient?: FhirJson }) =>
  parseMessage(adtMessage({ ...about, ...message }));

it.each([
  ["A01", "ADT_A01", "MSH EVN PID NK1 PV1"],
  ["A02", "ADT_A02", "MSH EVN PID PV1"],
  ["A03", "ADT_A03", "MSH EVN PID NK1 PV1"],
  ["A07", "ADT_A06", "MSH EVN PID NK1 PV1"],
  ["A12", "ADT_A12", "MSH EVN PID PV1"],
  ["A23", "ADT_A21", "MSH EVN PID PV1"],
  ["A28", "ADT_A05", "MSH EVN PID NK1 PV1"],
  ["A34", "ADT_A30", "MSH EVN PID MRG"],
  ["A40", "ADT_A39", "MSH EVN PID MRG"],
  ["A47", "ADT_A30", "MSH EVN PID MRG"],
] as const)("%s is told as %s", (event, structure, segments) => {
  const related = [{ resourceType: "RelatedPerson", id: "r", name: [{ family: "Hara" }] }];
  const message = written({ event, prior, related });
  expect(message.text("MSH-9.3")).toBe(structure);
  expect(message.segments.map(({ name }) => name).join(" ")).toBe(segments);
});

it("says who the patient was, and cannot leave it out", () => {
  expect(written({ event: "A40", prior }).segment("MRG")?.raw).toBe("MRG|6||||||Harra");
  expect(() => written({ event: "A40" })).toThrow(expect.objectContaining({ code: "hl7_incomplete" }));
});

it("announces Unicode where there is any, and no structure to versions that have none", () => {
  expect(written({ event: "A28" }).text("MSH-18")).toBe("UNICODE UTF-8");
  const old = written({ event: "A28", version: "2.3", patient: prior });
  expect([old.text("MSH-9.3"), old.text("MSH-18")]).toEqual([undefined, undefined]);
});

it("deletes what is cleared, and leaves out what is not said", () => {
  const message = written({ event: "A31", cleared: ["birthDate", "telecom", "name"] });
  expect(message.segment("PID")?.raw).toBe('PID|1||7^^^&1.2.3&ISO^MR||Hara^Zoë^^^^^L||""||||||""|""');
});

it("deletes what is cleared of the visit", () => {
  const encounter = { resourceType: "Encounter", class: { code: "AMB" } };
  const message = written({ event: "A08", encounter, visitCleared: ["location", "class"] });
  expect(message.segment("PV1")?.raw).toMatch(/^PV1\|1\|O\|""\|/);
});

it("tells first what is in use, and nothing that could be another's by now", () => {
  const moved = {
    resourceType: "Patient",
    identifier: [
      { use: "old", value: "5" },
      { value: "PASS", type: { coding: [{ code: "PPN" }] } },
      { value: "7", type: mr },
    ],
    name: [
      { use: "maiden", family: "Berg" },
      { use: "nickname", given: ["Zo"] },
      { use: "official", family: "Hara" },
    ],
    telecom: [{ use: "old", value: "555-0100" }],
    address: [{ use: "old", city: "Madison" }, { city: "Lowell" }],
  };
  expect(written({ event: "A31", patient: moved }).segment("PID")?.raw).toBe(
    "PID|1||7^^^^MR~PASS^^^^PPN||Hara^^^^^^L~^Zo^^^^^N~Berg^^^^^^M||||||^^Lowell~^^Madison^^^^BA",
  );
});

it("tells of the visit", () => {
  const encounter = {
    resourceType: "Encounter",
    identifier: [{ value: "V7", system: "urn:oid:1.2.9", type: { coding: [{ code: "VN" }] } }],
    class: { code: "IMP" },
    status: "in-progress",
    participant: [
      {
        type: [{ coding: [{ system: participationType, code: "ATND" }] }],
        individual: { reference: "Practitioner/p1" },
      },
      { type: [{ coding: [{ code: "REF" }] }], individual: { display: "Dr Own" } },
    ],
    location: [
      { status: "active", location: { reference: "Location/bed" } },
      { status: "completed", location: { display: "ER" } },
    ],
    period: { start: "2026-01-02T10:00:00-06:00" },
    hospitalization: { admitSource: { coding: [{ code: "7" }] } },
    reasonCode: [{ text: "Chest pain" }],
  };
  const related = [
    practitioner,
    place("bed", "bd", "B", "room"),
    place("room", "ro", "101", "ward"),
    place("ward", "wa", "ICU"),
  ];
  const message = written({ event: "A02", encounter, related });
  expect(message.segment("PV1")?.raw.split("|")).toEqual(
    Object.assign(
      Array.from({ length: 45 }, () => ""),
      {
        0: "PV1",
        1: "1",
        2: "I",
        3: "ICU^101^B",
        6: "ER",
        7: practitionerWritten,
        8: "^Dr Own",
        14: "7",
        19: "V7^^^&1.2.9&ISO^VN",
        44: "20260102100000-0600",
      },
    ),
  );
  expect(message.segment("PV2")?.raw).toBe("PV2|||^Chest pain");
});

function place(id: string, kind: string, name: string, partOf?: string) {
  const reference = partOf && { reference: `Location/${partOf}` };
  return {
    resourceType: "Location",
    id,
    name,
    physicalType: { coding: [{ code: kind }] },
    partOf: reference,
  };
}

it("tells every event that it knows", () => {
  for (const event of adtEvents) expect(written({ event, prior }).text("EVN-1")).toBe(event);
});
