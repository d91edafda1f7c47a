import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { type CernerClient, startCerner } from "@/sandbox/testing/cerner-client";

const manifest = z.object({ output: z.array(z.object({ type: z.string(), url: z.url() })) });
let client: CernerClient;
afterEach(() => client.close());

async function kickOff(query = ""): Promise<Response> {
  const { groupId } = client.credentials;
  return client.get(`Group/${groupId}/$export${query}`, { prefer: "respond-async" });
}

async function linesOf(statusUrl: string): Promise<string[]> {
  const { output } = manifest.parse(await (await client.get(statusUrl)).json());
  const files = await Promise.all(
    output.map(async ({ url }) => {
      const sent = await client.get(url);
      expect(sent.status).toBe(307);
      return (await fetch(sent.headers.get("location") ?? "")).text();
    }),
  );
  return files.flatMap((file) => file.split("\n").filter(Boolean));
}

test("exports a group to files at presigned addresses, which take no token", async () => {
  client = await startCerner();
  const statusUrl = (await kickOff("?_type=Patient")).headers.get("content-location") ?? "";
  expect(await linesOf(statusUrl)).toHaveLength(40);
  const { output } = manifest.parse(await (await client.get(statusUrl)).json());
  const address = (await client.get(output[0]?.url ?? "")).headers.get("location") ?? "";
  expect((await client.get(address)).status).toBe(400);
  expect((await fetch(address.replace(/signature=../, "signature=zz"))).status).toBe(403);
});

test("exports what changed since an instant", async () => {
  client = await startCerner();
  const since = new Date(client.clock.nowMs).toISOString();
  client.clock.nowMs += 1_000;
  const [patient] = await client.held("Patient");
  await client.backstage("PUT", `/_data/cerner/Patient/${patient?.id}`, { resourceType: "Patient" });
  const statusUrl = (await kickOff(`?_type=Patient&_since=${since}`)).headers.get("content-location") ?? "";
  const lines = await linesOf(statusUrl);
  expect(lines.map((line) => JSON.parse(line).id)).toEqual([patient?.id]);
});

test("runs one job at a time, and says when to ask again", async () => {
  client = await startCerner({ exportDurationMs: 4_000 });
  const first = await kickOff();
  const second = await kickOff();
  expect([first.status, second.status]).toEqual([202, 429]);
  expect(second.headers.get("retry-after")).toBe("1");
  const statusUrl = first.headers.get("content-location") ?? "";
  const running = await client.get(statusUrl);
  expect([running.status, running.headers.get("retry-after")]).toEqual([202, "1"]);
  client.clock.nowMs += 4_000;
  expect((await client.get(statusUrl)).status).toBe(200);
  const third = await kickOff();
  expect(third.status).toBe(202);
  const cancelled = await client.call("DELETE", third.headers.get("content-location") ?? "");
  expect(cancelled.status).toBe(202);
  expect((await kickOff()).status).toBe(202);
});
