/** What open screens hear of the records a pull writes, through the real gateway. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { addPerson } from "@/lib/http/testing/callers";
import { type ServedRoutes, serveRoutes } from "@/lib/http/testing/served-routes";
import { closeRedis } from "@/lib/platform/redis";
import { type Gateway, openGateway } from "@/lib/realtime";
import { type LiveClient, LiveClients } from "@/lib/realtime/testing/live-client";
import type { Connection } from "./testing/connection";
import { SyncBed } from "./testing/testbed";

// Whole pulls through a worker process: on a busy machine each takes a while.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let bed: SyncBed;
let gateway: Gateway;
let server: ServedRoutes;
let connection: Connection;
const clients = new LiveClients(() => server);

beforeAll(async () => {
  bed = await SyncBed.open({ environment: { SYNC_BATCH_SIZE: "25" } });
  bed.startWorker();
  gateway = openGateway();
  server = await serveRoutes({}, { upgrade: (...request) => void gateway.upgrade(...request) });
});

beforeEach(async () => {
  connection = await bed.connect();
});

afterEach(() => clients.terminateAll());

afterAll(async () => {
  gateway.close();
  await server.close();
  await closeRedis("patient.realtime");
  await bed.close();
});

async function follow(channel: string, organizationId = connection.organizationId): Promise<LiveClient> {
  const client = await clients.follow(await addPerson(bed, organizationId, "admin"), channel);
  await expect.poll(() => client.of("ERROR")).toEqual([]);
  return client;
}

/** What happened to records that were there; the last of the run before may still be told as created. */
function changesIn(client: LiveClient) {
  return client
    .of("RECORD_CHANGED")
    .filter(({ change }) => change !== "created")
    .map(({ recordId, version, change }) => `${recordId} ${version} ${change}`)
    .toSorted();
}

async function held(entity: string): Promise<string[]> {
  const { rows } = await bed.owner.query<{ id: string }>(
    "select id from entity_records where organization_id = $1 and entity = $2",
    [connection.organizationId, entity],
  );
  return rows.map(({ id }) => id);
}

it("tells of every record that was written, by id alone, and nobody of another organization", async () => {
  const stranger = await follow("records:patients", (await bed.connect()).organizationId);
  const [patients, observations] = [await follow("records:patients"), await follow("records:observations")];
  await bed.run(connection);
  for (const [client, entity] of [
    [patients, "patients"],
    [observations, "observations"],
  ] as const) {
    const ids = await held(entity);
    await expect
      .poll(() => new Set(client.of("RECORD_CHANGED").map(({ recordId }) => recordId)))
      .toEqual(new Set(ids));
  }
  for (const frame of patients.of("RECORD_CHANGED")) {
    expect(Object.keys(frame).toSorted()).toEqual([
      "change",
      "channel",
      "entity",
      "recordId",
      "seq",
      "type",
      "version",
    ]);
  }
  expect(stranger.of("RECORD_CHANGED")).toEqual([]);
});

it("tells of what the next run changes and deletes, and of nothing that stayed as it was", async () => {
  const named = { resourceType: "Patient", name: [{ family: "Before", given: ["Ada"] }], birthDate: "1980" };
  const [changed, gone] = [
    await bed.vendor.add("Patient", named),
    await bed.vendor.add("Patient", { ...named, birthDate: "1981" }),
  ];
  await bed.run(connection);
  const { rows } = await bed.owner.query<{ remote_id: string; record_id: string }>(
    "select remote_id, record_id from sync_links where organization_id = $1",
    [connection.organizationId],
  );
  const idOf = new Map(rows.map((row) => [row.remote_id, row.record_id]));
  const client = await follow("records:patients");
  await bed.vendor.change("Patient", changed, {
    ...named,
    name: [{ family: "After", given: ["Ada"] }],
  });
  await bed.vendor.remove("Patient", gone);
  await bed.run(connection, { mode: "FULL" });
  await expect
    .poll(() => changesIn(client))
    .toEqual([`${idOf.get(changed)} 2 updated`, `${idOf.get(gone)} 2 deleted`].toSorted());
});
