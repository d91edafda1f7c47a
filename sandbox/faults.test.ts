import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type EpicClient, startEpic } from "@/sandbox/testing/epic-client";
import { codesIn, fhirOf, matchesIn, nextOf } from "@/sandbox/testing/fhir-answers";

const camila = "erXuFYUfucBZaryVksYEcMg3";
const laboratory = `Observation?patient=${camila}&category=laboratory`;
let client: EpicClient;
beforeAll(async () => {
  client = await startEpic({ exportMinIntervalSeconds: 0 });
});
afterAll(() => client.close());
afterEach(async () => {
  await client.backstage("DELETE", "/_faults");
  await client.authorize();
});

async function order(fault: Record<string, unknown>): Promise<void> {
  const answer = await client.backstage("POST", "/_faults", { vendor: "epic", ...fault });
  expect([answer.status, await answer.json()]).toEqual([201, { id: expect.any(String) }]);
}

async function patientFile(): Promise<string> {
  const headers = { prefer: "respond-async" };
  const begun = await client.get(`Group/${client.credentials.groupId}/$export?_type=Patient`, headers);
  const answer = await client.get(begun.headers.get("content-location") ?? "");
  const { output } = z.object({ output: z.array(z.object({ url: z.string() })) }).parse(await answer.json());
  return output[0]?.url ?? "";
}

describe("a fault is met", () => {
  test("as often as its count says", async () => {
    await order({ kind: "status", status: 503, count: 2 });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await client.get(`Patient/${camila}`)).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  test("about as often as its probability says", async () => {
    await order({ kind: "status", probability: 0.3 });
    let failed = 0;
    for (let i = 0; i < 200; i++) if ((await client.get("metadata")).status === 500) failed += 1;
    expect(failed).toBeGreaterThan(30);
    expect(failed).toBeLessThan(90);
  });

  test("by the calls alone whose path and method it names", async () => {
    await order({ kind: "status", path: "category=laboratory", method: "get" });
    expect((await client.get(`Patient/${camila}`)).status).toBe(200);
    expect((await client.get(laboratory)).status).toBe(500);
    expect((await client.call("POST", "Observation?category=laboratory", { body: {} })).status).toBe(400);
  });

  test("until the faults are taken back", async () => {
    await order({ kind: "status" });
    expect((await client.get(`Patient/${camila}`)).status).toBe(500);
    const list = await client.backstage("GET", "/_faults");
    expect(await list.json()).toMatchObject({ total: 1, items: [{ kind: "status", fired: 1 }] });
    expect((await client.backstage("DELETE", "/_faults")).status).toBe(204);
    expect((await client.get(`Patient/${camila}`)).status).toBe(200);
  });
});

test.each([
  { kind: "explosion" },
  { kind: "status", probability: 2 },
  { kind: "status", countt: 1 },
  { kind: "status", status: 200 },
])("an order that makes no sense is refused: %o", async (fault) => {
  expect((await client.backstage("POST", "/_faults", { vendor: "epic", ...fault })).status).toBe(400);
});

test("an order for a vendor that is not played is refused", async () => {
  const answer = await client.backstage("POST", "/_faults", { vendor: "nobody", kind: "status" });
  expect(answer.status).toBe(404);
});

test("latency delays the answer", async () => {
  await order({ kind: "latency", ms: 60 });
  const startedAt = performance.now();
  expect((await client.get("metadata")).status).toBe(200);
  expect(performance.now() - startedAt).toBeGreaterThan(55);
});

test("status answers in the vendor's form, with Retry-After when ordered", async () => {
  await order({ kind: "status", status: 429, retryAfter: 7 });
  const answer = await client.get(`Patient/${camila}`);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
  expect(await answer.json()).toMatchObject({
    resourceType: "OperationOutcome",
    issue: [{ code: "throttled" }],
  });
});

test("expired_token ends the token in use: a new one works", async () => {
  await order({ kind: "expired_token", count: 1 });
  expect((await client.get(`Patient/${camila}`)).status).toBe(401);
  expect((await client.get(`Patient/${camila}`)).status).toBe(401);
  await client.authorize();
  expect((await client.get(`Patient/${camila}`)).status).toBe(200);
});

test("revoked_credential refuses tokens and calls", async () => {
  await order({ kind: "revoked_credential" });
  const token = await client.askSigned({});
  expect([token.status, await token.json()]).toMatchObject([400, { error: "invalid_client" }]);
  expect((await client.get(`Patient/${camila}`)).status).toBe(401);
  await client.backstage("DELETE", "/_faults");
});

test("malformed_page sends half a document as if it were whole", async () => {
  await order({ kind: "malformed_page" });
  const answer = await client.get(laboratory);
  const text = await answer.text();
  expect(Number(answer.headers.get("content-length"))).toBe(Buffer.byteLength(text));
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
});

test("malformed_line spoils as many lines of a file as its count says", async () => {
  const url = await patientFile();
  const whole = (await (await client.get(url)).text()).split("\n");
  await order({ kind: "malformed_line", count: 3 });
  const spoiled = (await (await client.get(url)).text()).split("\n");
  expect(spoiled).toHaveLength(whole.length);
  expect(spoiled.filter((line, i) => line !== whole[i])).toHaveLength(3);
});

test("drop cuts the connection after the vendor did its work", async () => {
  await order({ kind: "drop", count: 1, method: "POST" });
  const problem = {
    resourceType: "Condition",
    category: [{ coding: [{ code: "problem-list-item" }] }],
    code: { text: "Filed though nobody was told" },
    subject: { reference: `Patient/${camila}` },
  };
  await expect(client.call("POST", "Condition", { body: problem })).rejects.toThrow();
  const chart = await fhirOf(await client.get(`Condition?patient=${camila}`));
  expect(JSON.stringify(chart)).toContain("Filed though nobody was told");
});

test.each([undefined, 10])("truncate ends a document early (%s bytes)", async (bytes) => {
  await order({ kind: "truncate", bytes });
  const answer = await client.get(`Patient/${camila}`);
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
});

test("truncate ends a streamed file early", async () => {
  const url = await patientFile();
  await order({ kind: "truncate", bytes: 500 });
  await expect((await client.get(url)).text()).rejects.toThrow();
});

test("slow_body sends piece by piece", async () => {
  await order({ kind: "slow_body", bytes: 400, ms: 15 });
  const startedAt = performance.now();
  const text = await (await client.get(`Patient/${camila}`)).text();
  expect(JSON.parse(text)).toMatchObject({ id: camila });
  expect(performance.now() - startedAt).toBeGreaterThan((text.length / 400 - 1) * 14);
});

test("duplicate_entry repeats the last entry of the page before", async () => {
  const first = await fhirOf(await client.get(`${laboratory}&_count=2`));
  await order({ kind: "duplicate_entry" });
  const second = await fhirOf(await client.get(nextOf(first) ?? ""));
  expect(matchesIn(second)).toHaveLength(3);
  expect(matchesIn(second)[0]?.id).toBe(matchesIn(first)[1]?.id);
});

test("duplicate_entry repeats a line of a file", async () => {
  const url = await patientFile();
  await order({ kind: "duplicate_entry", count: 1 });
  const lines = (await (await client.get(url)).text()).trim().split("\n");
  expect(lines.length - new Set(lines).size).toBe(1);
});

test("expired_page_session ends the session a page belongs to", async () => {
  const first = await fhirOf(await client.get(`${laboratory}&_count=2`));
  await order({ kind: "expired_page_session", count: 1 });
  for (let i = 0; i < 2; i++) {
    const answer = await client.get(nextOf(first) ?? "");
    expect([answer.status, codesIn(await fhirOf(answer))]).toEqual([400, ["4113"]]);
  }
});

test("schema_drift adds a field nobody knows and changes the type of another", async () => {
  await order({ kind: "schema_drift" });
  const [drifted] = await client.found(laboratory);
  expect(drifted).toMatchObject({ careProgramme: {}, status: { coding: [{ code: "final" }] } });
  const [line = ""] = (await (await client.get(await patientFile())).text()).split("\n");
  expect(JSON.parse(line)).toMatchObject({ careProgramme: {}, gender: { coding: [{}] } });
});
