import { expect, test } from "vitest";
import type { Actor } from "@/lib/auth";
import { grantsOf } from "@/lib/fhir/server";
import { readExportRequest } from "./export-request";

const prefer = "respond-async";

/** What a backend service with these scopes asks for. */
function asked(query: string, ...fhirScopes: string[]) {
  const actor: Actor = {
    kind: "key",
    id: "client",
    name: "Loader",
    organizationId: "organization",
    permissions: new Set(),
    fhirScopes,
  };
  return readExportRequest({ query: new URLSearchParams(query), prefer, grants: grantsOf(actor) });
}

const refusal = (code: string) => expect.objectContaining({ code });

test("takes every type that the client may read", () => {
  expect(asked("", "system/Patient.rs", "system/Observation.read", "system/Condition.cud").entities).toEqual([
    "patients",
    "observations",
  ]);
  expect(asked("", "system/*.read").entities).toHaveLength(10);
});

test("refuses a type that the client may not read, and a client that may read none", () => {
  expect(() => asked("_type=Patient,Condition", "system/Patient.rs")).toThrow(refusal("scope_insufficient"));
  expect(() => asked("", "system/Patient.cud")).toThrow(refusal("scope_insufficient"));
});

test("takes types once and in the order in which they are named", () => {
  const { entities } = asked("_type=Condition,Patient&_type=Patient", "system/*.rs");
  expect(entities).toEqual(["conditions", "patients"]);
});

test("reads a time whose plus came as a blank", () => {
  const { since } = asked("_since=2026-01-02T03:04:05+01:00", "system/*.rs");
  expect(since?.toISOString()).toBe("2026-01-02T02:04:05.000Z");
  expect(() => asked("_since=2026-01-02", "system/*.rs")).toThrow(refusal("export_request_invalid"));
});
