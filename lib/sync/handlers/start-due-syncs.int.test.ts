import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { updateIntegration } from "@/lib/integrations";
import { makeSender } from "@/lib/messages/testing/senders";
import { nowMs, setClock } from "@/lib/platform/clock";
import { performNow } from "@/lib/queue/testing/perform";
import { listSyncJobs } from "..";
import { syncJobQuerySchema } from "../schema";
import type { Connection } from "../testing/connection";
import { SyncBed } from "../testing/testbed";
import { startDueSyncsHandler } from "./start-due-syncs";

let bed: SyncBed;
let connection: Connection;
let putBack = () => {};
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 2 } });
});
afterAll(() => bed.close());
beforeEach(async () => {
  connection = await bed.connect();
});
afterEach(() => putBack());

const hourMs = 3_600_000;

function later(ms: number): void {
  const at = nowMs() + ms;
  putBack();
  putBack = setClock(() => at);
}

const hourly = {
  syncStrategy: "batch",
  syncEnabled: true,
  schedule: { cron: "0 * * * *", timeZone: "UTC" },
} as const;

const change = (settings: object) => updateIntegration(connection.actor, connection.integrationId, settings);

const look = () => performNow(startDueSyncsHandler, {});

async function jobs() {
  return (await listSyncJobs(connection.actor, syncJobQuerySchema.parse({}), 50, null)).data;
}

async function endJobs(): Promise<void> {
  await bed.owner.query(
    "update sync_jobs set status = 'COMPLETED', finished_at = now() where integration_id = $1",
    [connection.integrationId],
  );
}

it("starts a sync when it is due, once, and the next at its time", async () => {
  await change(hourly);
  await look();
  expect(await jobs()).toEqual([]);
  later(hourMs);
  await Promise.all([look(), look()]);
  expect(await jobs()).toMatchObject([
    { type: "FULL_SYNC", trigger: "schedule", requestedBy: { kind: "schedule" } },
  ]);
  await endJobs();
  await look();
  expect(await jobs()).toHaveLength(1);
  later(hourMs);
  await look();
  expect(await jobs()).toHaveLength(2);
});

it("leaves a run out while the one before has not ended", async () => {
  await change(hourly);
  await look();
  for (let hours = 0; hours < 3; hours++) {
    later(hourMs);
    await look();
  }
  expect(await jobs()).toHaveLength(1);
});

it("does not make up for runs that were missed", async () => {
  await change(hourly);
  await look();
  later(30 * hourMs);
  await look();
  await endJobs();
  await look();
  expect(await jobs()).toHaveLength(1);
});

it.each([{ syncEnabled: false }, { syncStrategy: "manual" }, { status: "paused" }, { schedule: null }])(
  "starts none with %j",
  async (settings) => {
    await change(hourly);
    await look();
    await change(settings);
    later(hourMs);
    await look();
    later(hourMs);
    await look();
    expect(await jobs()).toEqual([]);
  },
);

it("starts none of a system that sends by itself, and leaves it alone", async () => {
  const sender = await makeSender(connection.actor.organizationId, { sendingApplication: "LAB" });
  await look();
  later(hourMs);
  await look();
  expect(await jobs()).toEqual([]);
  const { rows } = await bed.owner.query("select next_sync_at from integrations where id = $1", [sender]);
  expect(rows).toEqual([{ next_sync_at: null }]);
});

it("follows a changed schedule from then on", async () => {
  await change(hourly);
  await look();
  await change({ schedule: { cron: "0 0 1 1 *", timeZone: "UTC" } });
  await look();
  later(2 * hourMs);
  await look();
  expect(await jobs()).toEqual([]);
});

describe("a schedule with full runs", () => {
  const weekMs = 7 * 24 * hourMs;
  const modes = async () => (await jobs()).map(({ mode }) => mode).reverse();

  /** As if everything had been read once, and the first run had ended. */
  async function endFirst(status = "COMPLETED"): Promise<void> {
    await bed.owner.query("update sync_jobs set status = $2 where integration_id = $1", [
      connection.integrationId,
      status,
    ]);
    await bed.owner.query(
      `insert into sync_watermarks (integration_id, organization_id, entity, complete_at)
       select $1, $2, e, now() from unnest('{patients,observations}'::text[]) as e`,
      [connection.integrationId, connection.organizationId],
    );
  }

  async function startFirst(): Promise<void> {
    const inThreeDays = (new Date(nowMs()).getUTCDay() + 3) % 7;
    await change({ ...hourly, schedule: { ...hourly.schedule, fullCron: `30 2 * * ${inThreeDays}` } });
    await look();
    later(hourMs);
    await look();
    expect(await modes()).toEqual(["FULL"]);
  }

  it("reads everything at its time, and only what changed at all others", async () => {
    await startFirst();
    await endFirst();
    // Its time has passed while nothing looked: it is made up for once, and not again.
    later(weekMs);
    await look();
    expect(await modes()).toEqual(["FULL", "FULL"]);
    await endJobs();
    later(hourMs);
    await look();
    expect(await modes()).toEqual(["FULL", "FULL", "INCREMENTAL"]);
  });

  it("goes on with what changed while a person has to agree to deletions, and asks for no second full run", async () => {
    await startFirst();
    await endFirst("NEEDS_APPROVAL");
    later(weekMs);
    await look();
    expect(await modes()).toEqual(["FULL", "INCREMENTAL"]);
  });
});
