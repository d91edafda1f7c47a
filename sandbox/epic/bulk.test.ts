import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { SandboxOptions } from "@/sandbox";
import { type EpicClient, startEpic } from "@/sandbox/testing/epic-client";
import { idOf } from "@/sandbox/testing/fhir-answers";

const manifest = z.object({
  transactionTime: z.iso.datetime(),
  request: z.url(),
  requiresAccessToken: z.literal(true),
  output: z.array(z.object({ type: z.string(), url: z.url(), count: z.number().optional() })),
  deleted: z.array(z.unknown()),
  error: z.array(z.object({ type: z.literal("OperationOutcome"), url: z.url() })),
});
const listed = z.object({ total: z.number(), items: z.array(z.object({ id: z.string() })) });

let client: EpicClient;
afterEach(() => client.close());

async function start(options: SandboxOptions = {}): Promise<void> {
  client = await startEpic({ exportMinIntervalSeconds: 0, ...options });
}

function kickOff(
  query = "",
  headers: Record<string, string> = { prefer: "respond-async" },
): Promise<Response> {
  return client.get(`Group/${client.credentials.groupId}/$export${query}`, headers);
}

async function statusUrlOf(query = ""): Promise<string> {
  const answer = await kickOff(query);
  expect(answer.status).toBe(202);
  return answer.headers.get("content-location") ?? "";
}

async function exported(query = "") {
  return manifest.parse(await (await client.get(await statusUrlOf(query))).json());
}

async function linesAt(url: string): Promise<string[]> {
  const answer = await client.get(url, { accept: "application/fhir+ndjson" });
  expect(answer.headers.get("content-type")).toBe("application/fhir+ndjson");
  return (await answer.text()).split("\n").filter(Boolean);
}

async function idsHeld(type: string): Promise<string[]> {
  const answer = await client.backstage("GET", `/_data/epic/${type}?limit=1000`);
  return listed.parse(await answer.json()).items.map(({ id }) => id);
}

async function idsExported(output: { url: string }[]): Promise<string[]> {
  const lines = (await Promise.all(output.map(({ url }) => linesAt(url)))).flat();
  return lines.map((line) => z.object({ id: z.string() }).parse(JSON.parse(line)).id);
}

test("exports exactly what Epic holds, split into files with their counts", async () => {
  await start({ exportLinesPerFile: 10 });
  const { output } = await exported("?_type=Patient,Observation");
  for (const type of ["Patient", "Observation"]) {
    const files = output.filter((file) => file.type === type);
    expect(files.length).toBeGreaterThan(2);
    expect(await idsExported(files)).toEqual(await idsHeld(type));
    for (const { url, count } of files) expect(await linesAt(url)).toHaveLength(count ?? -1);
  }
});

test("exports every type when none is named", async () => {
  await start();
  const types = new Set((await exported()).output.map(({ type }) => type));
  for (const type of ["Patient", "Observation", "Encounter", "Practitioner"]) expect(types).toContain(type);
});

test("exports what was there when the job began, and patients added before", async () => {
  await start();
  const added = await idOf(
    await client.backstage("POST", "/_data/epic/Patient", { resourceType: "Patient" }),
  );
  const statusUrl = await statusUrlOf("?_type=Patient");
  const late = await idOf(await client.backstage("POST", "/_data/epic/Patient", { resourceType: "Patient" }));
  await client.backstage("DELETE", `/_data/epic/Patient/${added}`);
  const { output } = manifest.parse(await (await client.get(statusUrl)).json());
  const ids = await idsExported(output);
  expect(ids).toContain(added);
  expect(ids).not.toContain(late);
});

test("obeys _typeFilter, and notes that it ignored _since", async () => {
  await start();
  const filter = encodeURIComponent("Observation?category=laboratory");
  const { output, error } = await exported(`?_type=Observation&_since=2026-01-01&_typeFilter=${filter}`);
  const lines = (await Promise.all(output.map(({ url }) => linesAt(url)))).flat();
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toContain('"laboratory"');
  expect((await idsHeld("Observation")).length).toBeGreaterThan(lines.length);
  const [note] = await linesAt(error[0]?.url ?? "");
  expect(note).toContain("_since");
});

describe("while a job runs", () => {
  test("tells its progress, and to whoever asks too fast to wait", async () => {
    await start({ exportDurationMs: 4_000 });
    const statusUrl = await statusUrlOf();
    client.clock.nowMs += 1_000;
    const first = await client.get(statusUrl);
    expect([first.status, first.headers.get("x-progress")]).toEqual([202, "25% complete"]);
    expect(first.headers.get("retry-after")).toBe("1");
    expect((await client.get(statusUrl)).status).toBe(429);
    client.clock.nowMs += 3_000;
    expect((await client.get(statusUrl)).status).toBe(200);
  });

  test("can be cancelled, which leaves the client its export", async () => {
    await start({ exportDurationMs: 4_000, exportMinIntervalSeconds: 86_400 });
    const statusUrl = await statusUrlOf();
    expect((await client.call("DELETE", statusUrl)).status).toBe(202);
    expect((await client.get(statusUrl)).status).toBe(404);
    expect((await kickOff()).status).toBe(202);
  });
});

test("refuses a second export of the group before its time has come", async () => {
  await start({ exportMinIntervalSeconds: 3_600, tokenLifetimeSeconds: 7_200 });
  await exported();
  client.clock.nowMs += 600_000;
  const refused = await kickOff();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "3000"]);
  expect(await refused.json()).toMatchObject({
    resourceType: "OperationOutcome",
    issue: [{ code: "throttled" }],
  });
  client.clock.nowMs += 3_000_000;
  expect((await kickOff()).status).toBe(202);
});

describe("refuses", () => {
  test("a kick-off that does not ask for an asynchronous answer", async () => {
    await start();
    expect((await kickOff("", {})).status).toBe(400);
  });

  test("an unknown type, and an unknown group", async () => {
    await start();
    expect((await kickOff("?_type=Foo")).status).toBe(400);
    expect((await client.get("Group/other/$export", { prefer: "respond-async" })).status).toBe(404);
  });

  test("files to whoever has no token", async () => {
    await start();
    const { output } = await exported();
    expect((await client.get(output[0]?.url ?? "", { authorization: "" })).status).toBe(401);
  });
});
