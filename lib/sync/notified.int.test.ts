import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as receive } from "@/app/api/webhooks/[integrationId]/route";
import type { SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import { testConnection } from "@/lib/integrations";
import { listRecords } from "@/lib/records";
import { waitFor } from "@/scripts/services/wait-for";
import type { Connection } from "./testing/connection";
import { SyncBed } from "./testing/testbed";

/** What the vendor posts to us arrives at the route. */
const door: Server = createServer(
  getRequestListener((request) => {
    const integrationId = new URL(request.url).pathname.split("/").at(-1) ?? "";
    return receive(request, { params: Promise.resolve({ integrationId }) });
  }),
);

let bed: SyncBed;
let vendor: SimulatedVendor;
let connection: Connection;
beforeAll(async () => {
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const { port } = door.address() as AddressInfo;
  bed = await SyncBed.open({
    sandbox: { patients: 3, eventRetryMs: 50 },
    environment: { NEXTAUTH_URL: `http://127.0.0.1:${port}` },
  });
  bed.startWorker();
  vendor = bed.vendorOf("athenahealth");
  connection = await bed.connect({
    connector: "athenahealth",
    entities: ["patients", "conditions"],
    credentials: { eventSecret: "an event secret of the practice" },
  });
  await testConnection(connection.actor, connection.integrationId);
});
afterAll(async () => {
  await bed.close();
  door.close();
});

async function families(): Promise<unknown[]> {
  const { data } = await listRecords(connection.actor, "patients", {}, { limit: 1_000, place: null });
  return data.map(({ data: { lastName } }) => lastName);
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const isSo = await waitFor(check, { timeoutMs: 30_000, pollMs: 20 });
  if (!isSo) throw new Error(`It never came there: ${JSON.stringify(await families())}`);
}

const person = (family: string) => ({
  resourceType: "Patient",
  name: [{ family, given: ["Ada"] }],
  gender: "female",
  birthDate: "1990-02-03",
});

it("subscribes when the connection is tested, and only once", async () => {
  const { checks } = await testConnection(connection.actor, connection.integrationId);
  const message = expect.stringContaining("10 topics");
  expect(checks.find(({ name }) => name === "Events")).toMatchObject({ ok: true, message });
  const made = (await vendor.requests()).filter(
    ({ method, path }) => method === "POST" && path.endsWith("/Subscription"),
  );
  expect(made).toHaveLength(10);
});

it("follows what the vendor tells: what is new, changed and gone there is so here, and nothing else is read", async () => {
  const before = (await vendor.requests()).length;
  const id = await vendor.add("Patient", person("Newcomer"));
  await until(async () => (await families()).includes("Newcomer"));
  await vendor.change("Patient", id, person("Renamed"));
  await until(async () => (await families()).includes("Renamed"));
  await vendor.remove("Patient", id);
  await until(async () => (await families()).length === 0);
  const asked = (await vendor.requests()).slice(before).filter(({ method }) => method === "GET");
  expect(new Set(asked.map(({ path }) => path.split("/").at(-1)))).toEqual(new Set([id]));
  const { rows } = await bed.owner.query(
    "select distinct trigger, type, mode from sync_jobs where integration_id = $1",
    [connection.integrationId],
  );
  expect(rows).toEqual([{ trigger: "webhook", type: "PATIENT_SYNC", mode: "INCREMENTAL" }]);
  await until(async () => {
    const { rowCount } = await bed.owner.query("select 1 from sync_jobs where status <> 'COMPLETED'");
    return rowCount === 0;
  });
});

it("leaves nothing waiting, however many events come at once", async () => {
  const made = await Promise.all(
    Array.from({ length: 30 }, (_, index) => vendor.add("Patient", person(`Crowd${index}`))),
  );
  await until(async () => (await families()).length === made.length);
  await until(async () => {
    const { rowCount } = await bed.owner.query("select 1 from notified_resources");
    return rowCount === 0;
  });
});
