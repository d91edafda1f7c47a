import { expect, it } from "vitest";
import {
  enveloped,
  linesOf,
  numbered,
  practitioner,
  practitionerWritten,
  toldPatientLine,
} from "../testing/told";
import { documentMessage } from "./documents";

const document = {
  resourceType: "DocumentReference",
  masterIdentifier: { system: "urn:oid:1.2.3", value: "D1" },
  identifier: [numbered("O1", "PLAC")],
  status: "current",
  docStatus: "final",
  type: { coding: [{ system: "http://loinc.org", code: "11488-4", display: "Consult note" }] },
  date: "2026-01-02T09:00:00Z",
  author: [{ reference: "Practitioner/p1" }],
  description: "Consultation",
  securityLabel: [{ coding: [{ code: "R" }] }],
  relatesTo: [{ code: "replaces", target: { identifier: { value: "D0" } } }],
  content: [{ attachment: { contentType: "text/plain", data: Buffer.from("Well|done").toString("base64") } }],
};
const txa = `TXA|1|11488-4^Consult note^LN|TX|||20260102090000+0000|||${practitionerWritten}|||D1^^1.2.3^ISO|D0|O1^^1.2.3^ISO|||AU|R|AV||||||Consultation`;

it("tells of a document", () => {
  const message = documentMessage({ ...enveloped, event: "T09", document, related: [practitioner] });
  expect(message).toContain("|MDM^T09^MDM_T01|");
  expect(linesOf(message)).toEqual(["EVN|T09|20260102030405", toldPatientLine, "PV1|1|N", txa]);
});

it("carries it where the event says so", () => {
  const message = documentMessage({ ...enveloped, event: "T10", document, related: [practitioner] });
  expect(message).toContain("|MDM^T10^MDM_T02|");
  expect(linesOf(message).slice(3)).toEqual([txa, "OBX|1|TX|11488-4^Consult note^LN||Well\\F\\done||||||F"]);
});

it("says that there is nothing to carry", () => {
  const empty = { ...document, content: [{ attachment: { contentType: "text/plain" } }] };
  expect(() => documentMessage({ ...enveloped, event: "T02", document: empty })).toThrow(
    expect.objectContaining({ code: "hl7_incomplete" }),
  );
});
