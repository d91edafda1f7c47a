/** What clients write, as it stands among all messages. */
import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/auth";
import { adminOf } from "@/lib/auth/testing/actors";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { listMessages, readMessage } from "@/lib/messages";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
let fhir: Facade;
let admin: Actor;
beforeEach(async () => {
  const { key, organizationId } = await makeCaller("integration");
  fhir = facadeFor(`Bearer ${key}`);
  admin = adminOf(organizationId);
});

const jane = {
  resourceType: "Patient",
  identifier: [{ system: "urn:mrn", value: "M-1" }],
  name: [{ family: "Doe" }],
};

const list = async (filter = {}) => (await listMessages(admin, { kind: "fhir", ...filter }, 20, null)).data;
async function newest() {
  const [message] = await list();
  return readMessage(admin, message?.id ?? "");
}
const bundle = (type: string, ...entry: object[]) =>
  fhir("POST", "", { body: { resourceType: "Bundle", type, entry } });
const post = (resource: object) => ({ resource, request: { method: "POST", url: "Patient" } });

it("is kept with its answer, who sent it and the record it made", async () => {
  const body = JSON.stringify(jane, null, 2);
  const { text, json } = await fhir("POST", "Patient", { body });
  expect(await newest()).toMatchObject({
    kind: "fhir",
    direction: "in",
    type: "Patient.create",
    sender: expect.stringMatching(/./),
    processing: "PROCESSED",
    ack: { code: "201", state: "SENT" },
    raw: body,
    parsed: jane,
    answer: text,
    records: [{ entity: "patients", recordId: json.id }],
    errors: [],
  });
});

it("is found by the patient's id and identifiers, also where it only points at the patient", async () => {
  const { headers } = await fhir("POST", "Patient", { body: jane, headers: { prefer: "return=minimal" } });
  const id = headers.get("location")?.split("/").at(-3) ?? "";
  const reading = { resourceType: "Observation", status: "final", code: { text: "Weight" } };
  await fhir("POST", "Observation", { body: { ...reading, subject: { reference: `Patient/${id}` } } });
  await fhir("DELETE", `Patient/${id}`);
  const types = async (patientId: string) => (await list({ patientId })).map(({ type }) => type);
  expect(await types(id)).toEqual(["Patient.delete", "Observation.create", "Patient.create"]);
  expect(await types("M-1")).toEqual(["Patient.create"]);
});

it("names what is done to resources, by condition or by id", async () => {
  const { id } = (await fhir("POST", "Patient", { body: jane })).json;
  await fhir("PUT", "Patient?identifier=M-1", { body: { ...jane, active: true } });
  const patch = [{ op: "replace", path: "/active", value: false }];
  const headers = { "content-type": "application/json-patch+json" };
  await fhir("PATCH", `Patient/${id}`, { body: patch, headers });
  await fhir("DELETE", "Patient?identifier=M-1");
  const types = (await list()).map(({ type }) => type);
  expect(types).toEqual(["Patient.delete", "Patient.patch", "Patient.update", "Patient.create"]);
});

it("is kept where it is refused, with codes and places alone beside the sealed answer", async () => {
  const { text } = await fhir("POST", "Patient", { body: { ...jane, gender: "Okafor" } });
  const message = await newest();
  expect(message).toMatchObject({
    type: "Patient.create",
    processing: "REJECTED",
    ack: { code: "422" },
    answer: text,
    records: [],
    errors: [{ path: expect.stringContaining("Patient.gender"), detail: null }],
  });
  expect(JSON.stringify([message.errors, message.timeline])).not.toContain("Okafor");
});

it("has no type where its address names none of ours", async () => {
  await fhir("POST", "Doe", { body: jane });
  expect(await list()).toMatchObject([{ type: "", processing: "REJECTED", ack: { code: "404" } }]);
});

it("is one message for a transaction, kept or refused whole", async () => {
  await bundle("transaction", post(jane), post(jane));
  const { records, ...message } = await newest();
  expect([message.type, message.processing, records.length]).toEqual(["Bundle.transaction", "PROCESSED", 2]);
  await bundle("transaction", post(jane), post({ ...jane, birthDate: "soon" }));
  const refused = await newest();
  expect(refused).toMatchObject({ type: "Bundle.transaction", processing: "REJECTED", records: [] });
  expect(refused.errors[0]?.path).toContain("Bundle.entry[1]");
});

it("is one message for a batch, which says what of it was refused", async () => {
  await bundle("batch", post(jane), post({ ...jane, birthDate: "soon" }));
  const message = await newest();
  expect(message).toMatchObject({ type: "Bundle.batch", processing: "PROCESSED", ack: { code: "200" } });
  expect(message.records).toHaveLength(1);
  expect(message.errors[0]?.path).toContain("Bundle.entry[1]");
});

it("is no message where it only reads", async () => {
  await fhir("GET", "Patient?name=doe");
  await fhir("POST", "Patient/_search", {
    body: "name=doe",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  await bundle("batch", { request: { method: "GET", url: "Patient" } });
  expect(await list()).toEqual([]);
});
