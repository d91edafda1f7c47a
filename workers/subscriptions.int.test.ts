import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Facade, facadeFor } from "@/lib/fhir/server/testing/facade";
import { wish } from "@/lib/fhir/subscriptions/testing/wish";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { endLeases } from "@/lib/queue/testing/end-leases";

const installation = installationForTests();
let worker: ChildProcess | undefined;
let receiver: Server;
let fhir: Facade;
/** What came, with the answer that it waits for. */
const received: { requestId: unknown; path?: string; response: ServerResponse }[] = [];

beforeAll(async () => {
  setEnvironment({ OUTBOUND_ALLOW: "127.0.0.1" });
  receiver = createServer((request, response) => {
    request.resume();
    received.push({ requestId: request.headers["x-request-id"], path: request.url, response });
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  fhir = facadeFor(`Bearer ${(await makeCaller("admin")).key}`);
});
afterAll(() => {
  worker?.kill("SIGKILL");
  receiver.closeAllConnections();
  receiver.close();
});

function start(): void {
  worker = spawn(process.execPath, ["--import", "tsx", "workers/main.ts"], {
    env: { ...process.env, LOG_LEVEL: "silent", WORKER_ROLES: "webhooks,relay" },
    stdio: "ignore",
  });
}

const arrived = (count: number) =>
  vi.waitFor(() => expect(received).toHaveLength(count), { timeout: 40_000, interval: 50 });

it("loses no notification when the worker is killed while it sends: it comes again under its id, and in order", async () => {
  const { port } = receiver.address() as AddressInfo;
  const channel = { payload: "application/fhir+json" };
  const criteria = "Patient?gender=female";
  const body = wish(`http://127.0.0.1:${port}`, { criteria, channel });
  start();
  await fhir("POST", "Subscription", { body });
  await arrived(1);
  received[0]?.response.end();
  const ids: string[] = [];
  for (const family of ["First", "Second"]) {
    const patient = { resourceType: "Patient", gender: "female", name: [{ family }] };
    ids.push((await fhir("POST", "Patient", { body: patient })).json.id);
  }
  await arrived(2);
  const ended = worker && once(worker, "exit");
  worker?.kill("SIGKILL");
  await ended;
  await endLeases(installation.owner);
  start();
  await arrived(3);
  received[2]?.response.end();
  await arrived(4);
  received[3]?.response.end();
  expect(received.slice(1).map(({ path }) => path)).toEqual([
    `/Patient/${ids[0]}`,
    `/Patient/${ids[0]}`,
    `/Patient/${ids[1]}`,
  ]);
  expect(received[2]?.requestId).toBe(received[1]?.requestId);
});
