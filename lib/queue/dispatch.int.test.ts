import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { becomeOnlyRelay, type Dispatched, dispatch, freeSlots, goByIndexes, wakeDelayed } from "./dispatch";
import { settleJob, takeJob } from "./job-store";
import { openTestbed, type Testbed } from "./testing/testbed";

let bed: Testbed;
beforeAll(async () => {
  bed = await openTestbed();
});
afterAll(() => bed.close());
beforeEach(() => bed.owner.query("delete from queue_jobs"));

/** Many jobs of one organization, each in a lane of its own unless told. */
async function flood(organizationId: string, count: number, row: { lane?: string; state?: string } = {}) {
  await bed.owner.query(
    `insert into queue_jobs (id, organization_id, name, queue, lane, priority, payload, max_attempts, state, ready, run_at)
     select gen_random_uuid(), $1, 'test.flood', 'webhooks', coalesce($3, gen_random_uuid()::text), 20, '{}', 4, $4,
            $3 is null or n = 1, now() + case when $4 = 'delayed' then interval '1 hour' else interval '0' end
       from generate_series(1, $2) n`,
    [organizationId, count, row.lane ?? null, row.state ?? "waiting"],
  );
}
const choose = (limit: number) =>
  withSystem("relay", async (tx) => {
    await goByIndexes(tx);
    return dispatch(tx, "webhooks", limit, 60_000);
  });
async function organizationsOf(jobs: readonly Dispatched[]) {
  const { rows } = await bed.owner.query<{ organization_id: string | null }>(
    "select organization_id from queue_jobs where id = any($1)",
    [jobs.map((job) => job.id)],
  );
  return rows.map((row) => row.organization_id);
}

describe("fairness", () => {
  it("gives organizations turns, whoever came first and has most", async () => {
    const [loud, quiet] = [newId(), newId()];
    await flood(loud, 500);
    await flood(quiet, 5);
    const owners = await organizationsOf(await choose(10));
    expect(owners.filter((owner) => owner === quiet)).toHaveLength(5);
  });

  it("counts what an organization has in flight already", async () => {
    const [loud, quiet] = [newId(), newId()];
    await flood(loud, 500);
    await choose(10);
    await flood(quiet, 2);
    expect(await organizationsOf(await choose(2))).toEqual([quiet, quiet]);
  });

  it("lets long jobs of one organization take turns after each slice", async () => {
    await flood(newId(), 2);
    const turns: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      const [ticket] = await choose(1);
      if (!ticket) throw new Error("nothing was handed over");
      turns.push(ticket.id);
      await takeJob(ticket, 60_000);
      await settleJob(ticket, { next: "again", delayMs: 0 });
    }
    expect(new Set(turns.slice(0, 2)).size).toBe(2);
    expect(turns.slice(2)).toEqual(turns.slice(0, 2));
  });
});

describe("a hundred thousand waiting jobs", () => {
  const patience = 5_000; // a look takes a few milliseconds; this is for a busy machine
  async function millisecondsToFind(organizationId: string): Promise<number> {
    const start = performance.now();
    const owners = await organizationsOf(await choose(10));
    const took = performance.now() - start;
    expect(owners).toContain(organizationId);
    return took;
  }

  it.each([
    ["of one organization", {}],
    ["that are due later", { state: "delayed" }],
    ["in one lane", { lane: "busy" }],
  ])("%s do not slow the relay, nor hide another organization's job", async (_name, row) => {
    const quiet = newId();
    await flood(newId(), 100_000, row);
    await flood(quiet, 1);
    expect(await millisecondsToFind(quiet)).toBeLessThan(patience);
    await bed.owner.query("truncate queue_jobs");
  });
});

describe("relays side by side", () => {
  it("never hand a job over twice, and only one chooses at a time", async () => {
    await flood(newId(), 200);
    const relay = () =>
      withSystem("relay", async (tx) =>
        (await becomeOnlyRelay(tx)) ? dispatch(tx, "webhooks", 20, 60_000) : [],
      );
    const rounds: Dispatched[] = [];
    for (let n = 0; n < 30; n += 1) rounds.push(...(await Promise.all([relay(), relay(), relay()])).flat());
    expect(rounds).toHaveLength(200);
    expect(new Set(rounds.map((job) => job.id)).size).toBe(200);
  });

  it("hold even without that lock: a row is chosen by one", async () => {
    await flood(newId(), 100);
    const rounds = await Promise.all([choose(50), choose(50), choose(50)]);
    const ids = rounds.flat().map((job) => job.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("hand over no more than living workers have slots for, and half as many more", async () => {
    await bed.owner.query(
      `insert into worker_heartbeats (worker_id, roles, slots, started_at, at)
       values ('a', '{webhooks}', '{"webhooks": 4}', now(), now()),
              ('gone', '{webhooks}', '{"webhooks": 50}', now(), now() - interval '20 seconds')`,
    );
    await flood(newId(), 20);
    expect(await withSystem("relay", freeSlots)).toEqual([{ queue: "webhooks", free: 6 }]);
    await choose(5);
    expect(await withSystem("relay", freeSlots)).toEqual([{ queue: "webhooks", free: 1 }]);
    await choose(1);
    expect(await withSystem("relay", freeSlots)).toEqual([]);
  });
});

describe("delayed jobs", () => {
  it("wait until they are due", async () => {
    await flood(newId(), 1, { state: "delayed" });
    await withSystem("relay", (tx) => wakeDelayed(tx, 10));
    expect(await choose(1)).toEqual([]);
    await bed.owner.query("update queue_jobs set run_at = now()");
    await withSystem("relay", (tx) => wakeDelayed(tx, 10));
    expect(await choose(1)).toHaveLength(1);
  });
});
