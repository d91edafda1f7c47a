import { expect, it } from "vitest";
import { allOf, converted, onlyOf, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
const txa =
  "TXA|1|CN^Consultation|TX|20260105080000|1234567893^Berg^Nora|20260105081500||||||D2^NG|D1^NG||||LA||AV";

const contents = (segments: string[]) => {
  const document = resourceOf(converted("MDM^T02", [pid, txa, ...segments]), "DocumentReference");
  expect(problemsIn(document)).toEqual([]);
  return document.content;
};

it("is its text, whose lines follow each other, and its files", () => {
  const data = (text: string) => Buffer.from(text).toString("base64");
  const creation = "2026-01-05T08:15:00-06:00";
  expect(
    contents([
      "OBX|1|TX|N^Note||Dear colleague,||||||F",
      "OBX|2|FT|N^Note||she sees\\.br\\well.~Yours||||||F",
      "OBX|3|ED|S^Scan||^Image^JPEG^Base64^/9j/4A==||||||F",
      "OBX|4|RP|L^Link||https://ehr.example/d/2^^TEXT^HTML||||||F",
    ]),
  ).toEqual([
    {
      attachment: {
        contentType: "text/plain",
        creation,
        data: data("Dear colleague,\nshe sees\nwell.\nYours"),
        title: "Note",
      },
    },
    { attachment: { contentType: "image/jpeg", creation, data: "/9j/4A==", title: "Scan" } },
    { attachment: { contentType: "text/html", creation, url: "https://ehr.example/d/2", title: "Link" } },
  ]);
});

it("has no more than a form where the message brings none of it", () => {
  expect(contents([])).toMatchObject([{ attachment: { contentType: "text/plain" } }]);
});

it("keeps what was measured as observations that belong to it", () => {
  const message = converted("MDM^T02", [pid, txa, "OBX|1|NM|4548-4^A1c^LN||5.6|%|||||F"]);
  expect(resourceOf(message, "DocumentReference")).toMatchObject({
    context: { related: [{ reference: `Observation/${onlyOf(message, "Observation").id}` }] },
  });
});

it.each([
  ["T02", "current", undefined, false],
  ["T04", "current", undefined, false],
  ["T06", "current", "appends", false],
  ["T10", "current", "replaces", false],
  ["T11", "entered-in-error", undefined, true],
])("%s leaves the document %s", (event, status, relation, isDeleted) => {
  const document = onlyOf(converted(`MDM^${event}`, [pid, txa]), "DocumentReference");
  expect(document).toMatchObject({ isDeleted, resource: { status, masterIdentifier: { value: "D2" } } });
  const target = { type: "DocumentReference", identifier: { system: "NG", value: "D1" } };
  expect(document.resource.relatesTo).toEqual(relation && [{ code: relation, target }]);
});

it("stands with the order that it is about", () => {
  const message = converted("MDM^T02", [
    pid,
    "ORC|RE|P1^NG",
    "OBR|1|P1^NG||4548-4^A1c^LN",
    txa,
    "OBX|1|TX|N^Note||Dear colleague||||||F",
  ]);
  expect(resourceOf(message, "DocumentReference")).toMatchObject({
    docStatus: "final",
    subject: { reference: `Patient/${onlyOf(message, "Patient").id}` },
    context: { related: [{ reference: `ServiceRequest/${onlyOf(message, "ServiceRequest").id}` }] },
  });
  expect(allOf(message, "DiagnosticReport")).toEqual([]);
  expect(allOf(message, "Observation")).toEqual([]);
  const result = converted("ORU^R01", [pid, "ORC|RE|P1^NG", "OBR|1|P1^NG||4548-4^A1c^LN", txa]);
  expect(resourceOf(result, "DocumentReference")).toMatchObject({
    context: { related: [{ reference: `ServiceRequest/${onlyOf(result, "ServiceRequest").id}` }] },
  });
});
