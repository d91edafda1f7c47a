import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EpicClient, startEpic } from "@/sandbox/testing/epic-client";
import { codesIn, fhirOf, idOf } from "@/sandbox/testing/fhir-answers";

const camila = "erXuFYUfucBZaryVksYEcMg3";
let client: EpicClient;
beforeAll(async () => {
  client = await startEpic();
});
afterAll(() => client.close());

async function added(resource: unknown, type = "Patient"): Promise<string> {
  return idOf(await client.backstage("POST", `/_data/epic/${type}`, resource));
}

test("reads a patient without version or time of change", async () => {
  const answer = await client.get(`Patient/${camila}`);
  expect(answer.headers.get("content-type")).toBe("application/fhir+json; charset=utf-8");
  const patient = await fhirOf(answer);
  expect(patient).toMatchObject({ resourceType: "Patient", id: camila, birthDate: "1987-09-12" });
  expect(patient).not.toHaveProperty("meta");
});

test("serves a document's content by a separate call, under ids longer than FHIR's", async () => {
  const listed = await client.backstage("GET", "/_data/epic/DocumentReference?limit=1");
  const [document] = (await listed.json()).items;
  expect(document.id.length).toBeGreaterThan(64);
  const binary = await fhirOf(await client.get(document.content[0].attachment.url));
  expect(binary).toMatchObject({
    resourceType: "Binary",
    contentType: "text/plain",
    data: expect.any(String),
  });
});

test("refuses to answer in anything but JSON", async () => {
  const answer = await client.get(`Patient/${camila}`, { accept: "*/*" });
  expect(answer.status).toBe(406);
  expect(answer.headers.get("content-type")).toContain("xml");
  expect((await client.get(`Patient/${camila}?_format=json`, { accept: "*/*" })).status).toBe(200);
});

describe("answers HTML, not FHIR, to", () => {
  test.each(["Foo", "Foo/1", "$export", "Patient/$export", "Patient/$match", "Patient/1/_history"])(
    "%s",
    async (path) => {
      const answer = await client.get(path);
      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-type")).toBe("text/html");
    },
  );
});

test("says 4102 to an id it never gave", async () => {
  const answer = await client.get("Patient/eNobodyHasThisId000000003");
  expect([answer.status, codesIn(await fhirOf(answer))]).toEqual([404, ["4102"]]);
});

test("says 4103 to a deleted patient", async () => {
  const id = await added({ resourceType: "Patient", name: [{ text: "Gone" }] });
  expect((await client.backstage("DELETE", `/_data/epic/Patient/${id}`)).status).toBe(204);
  const answer = await client.get(`Patient/${id}`);
  expect([answer.status, codesIn(await fhirOf(answer))]).toEqual([410, ["4103"]]);
});

test("redirects from a merged patient to the survivor, who has the whole chart", async () => {
  const old = await added({ resourceType: "Patient", name: [{ text: "Duplicate" }] });
  const survivor = await added({ resourceType: "Patient", name: [{ text: "Survivor" }] });
  const reading = { status: "final", code: { text: "x" }, category: [{ coding: [{ code: "survey" }] }] };
  const subject = { reference: `Patient/${old}` };
  const moved = await added({ resourceType: "Observation", ...reading, subject }, "Observation");
  const merge = await client.backstage("POST", `/_data/epic/Patient/${old}/_merge`, { into: survivor });
  expect(merge.status).toBe(200);

  const answer = await client.get(`Patient/${old}`);
  expect([answer.status, codesIn(await fhirOf(answer))]).toEqual([301, ["4107"]]);
  expect(answer.headers.get("location")).toBe(`${client.baseUrl}/Patient/${survivor}`);
  expect(await fhirOf(await client.get(`Observation/${moved}`))).toMatchObject({
    subject: { reference: `Patient/${survivor}` },
  });
  for (const patient of [old, survivor]) {
    const chart = await fhirOf(await client.get(`Observation?patient=${patient}&category=survey`));
    expect(chart.entry?.map(({ resource }) => resource.id)).toEqual([moved]);
  }
});

test("names the group without listing its members", async () => {
  const group = await fhirOf(await client.get(`Group/${client.credentials.groupId}`));
  expect(group).toMatchObject({ resourceType: "Group", actual: true });
  expect(group).not.toHaveProperty("member");
});

test("serves what the files hold: every reference among them leads somewhere", async () => {
  const { items } = await (await client.backstage("GET", "/_data/epic/DiagnosticReport?limit=1000")).json();
  const references: string[] = items.flatMap(
    (item: { subject: { reference: string }; result?: { reference: string }[] }) => [
      item.subject.reference,
      ...(item.result ?? []).map(({ reference }) => reference),
    ],
  );
  expect(references.length).toBeGreaterThan(20);
  for (const reference of new Set(references))
    expect((await client.get(reference)).status, reference).toBe(200);
});
