import { expect, it } from "vitest";
import { parseMessage } from "../parse";
import {
  enveloped,
  linesOf,
  numbered,
  practitioner,
  practitionerWritten,
  toldPatientLine,
} from "../testing/told";
import { orderMessage } from "./orders";

const request = {
  resourceType: "ServiceRequest",
  identifier: [numbered("P1", "PLAC"), numbered("F1", "FILL")],
  requisition: { value: "G1" },
  status: "active",
  priority: "stat",
  code: { coding: [{ system: "http://loinc.org", code: "2345-7", display: "Glucose" }], text: "Glucose" },
  occurrenceDateTime: "2026-01-03",
  authoredOn: "2026-01-02T09:00:00-06:00",
  requester: { reference: "Practitioner/p1" },
  reasonCode: [{ text: "Thirst" }],
  note: [{ text: "Fasting\nsince 8" }],
};
const specimen = {
  resourceType: "Specimen",
  identifier: [{ value: "S1", system: "urn:oid:1.2.3" }],
  type: { coding: [{ system: "http://snomed.info/sct", code: "119297000", display: "Blood" }] },
  collection: {
    collectedPeriod: { start: "2026-01-02T09:00:00Z", end: "2026-01-02T09:05:00Z" },
    quantity: { value: 5, unit: "mL", system: "http://unitsofmeasure.org", code: "mL" },
  },
};
const glucose = "2345-7^Glucose^LN";
const placed = { ...enveloped, related: [practitioner] };

it("orders from a laboratory, with when, how soon, and the specimen", () => {
  const orders = [{ request, specimens: [specimen] }];
  expect(linesOf(orderMessage({ ...placed, type: "OML", orders }))).toEqual([
    toldPatientLine,
    `ORC|NW|P1^^1.2.3^ISO|F1^^1.2.3^ISO|G1|||||20260102090000-0600|||${practitionerWritten}`,
    "TQ1|1||||||20260103||S",
    `OBR|1|P1^^1.2.3^ISO|F1^^1.2.3^ISO|${glucose}|S|20260103||||||||||${practitionerWritten}|||||||||||||||^Thirst`,
    "NTE|1||Fasting\\.br\\since 8",
    "SPM|1|^S1&&1.2.3&ISO||119297000^Blood^SCT||||||||5^mL&mL&UCUM|||||20260102090000+0000^20260102090500+0000",
  ]);
});

it("orders from anybody, of whom older versions know neither", () => {
  const orders = [{ request: { ...request, status: "revoked" }, control: "CA" as const }, { request }];
  const message = parseMessage(orderMessage({ ...placed, type: "ORM", version: "2.3.1", orders }));
  expect(message.segments.map(({ name }) => name).join(" ")).toBe("MSH PID ORC OBR NTE ORC OBR NTE");
  expect(message.text("MSH-9.3")).toBe("ORM_O01");
  expect([message.text("ORC-1"), message.text("ORC-5"), message.text("ORC(2)-1")]).toEqual([
    "CA",
    "CA",
    "NW",
  ]);
  expect(message.text("OBR(2)-1")).toBe("2");
});

it("knows an order that nobody numbered by its id", () => {
  const orders = [{ request: { resourceType: "ServiceRequest", id: "r1" } }];
  expect(
    parseMessage(orderMessage({ ...placed, type: "ORM", orders }))
      .segment("ORC")
      ?.written(2),
  ).toBe("r1^CARELANE");
});

it("takes the first number that is nobody's for the placer's", () => {
  const orders = [{ request: { ...request, identifier: [numbered("F1", "FILL"), { value: "own" }] } }];
  const message = parseMessage(orderMessage({ ...placed, type: "ORM", orders }));
  expect([message.text("ORC-2"), message.text("ORC-3")]).toEqual(["own", "F1"]);
});
