import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { withOrganization, withSystem } from "@/lib/platform/db";
import { cancelJob, defineJob, enqueue, retryDead } from ".";
import { type Dispatched, dispatch, wakeDelayed } from "./dispatch";
import { settleJob, takeJob } from "./job-store";
import { promoteForgottenHeads } from "./lanes";
import { takeBackExpired } from "./take-back";
import { openTestbed, type Testbed } from "./testing/testbed";
import type { Verdict } from "./verdict";

const step = defineJob({
  name: "test.step",
  queue: "sync",
  payload: z.object({ lane: z.string() }),
  lane: (payload) => payload.lane,
});
const kept = { code: "test", title: "test", at: new Date(0).toISOString() };
const verdicts: Verdict[] = [
  { next: "done" },
  { next: "again", delayMs: 0 },
  { next: "again", delayMs: 5 },
  { next: "hand_back" },
  { next: "retry", delayMs: 5, error: kept },
  { next: "postpone", delayMs: 5, error: kept },
  { next: "dead", error: kept },
];

let bed: Testbed;
beforeAll(async () => {
  bed = await openTestbed();
});
afterAll(() => bed.close());

const enqueueIn = (lane: string) =>
  withOrganization(bed, (tx) => enqueue(tx, step, { lane }, { organizationId: bed.organizationId }));
const sweep = () => withSystem("reconciler", (tx) => promoteForgottenHeads(tx, "", 100));
const choose = () =>
  withSystem("relay", async (tx) => {
    await wakeDelayed(tx, 100);
    return dispatch(tx, "sync", 10, 10_000);
  });

interface Lanes {
  readonly handedOver: Dispatched[];
  readonly running: Dispatched[];
  readonly dead: string[];
  readonly all: string[];
}
type Move = (lanes: Lanes, nth: number) => Promise<void>;

/** Each move may run at the same moment as others. */
const moves: Record<string, Move> = {
  enqueueA: async ({ all }) => void all.push(await enqueueIn("a")),
  enqueueB: async ({ all }) => void all.push(await enqueueIn("b")),
  dispatch: async ({ handedOver }) => void handedOver.push(...(await choose())),
  start: async ({ handedOver, running }) => {
    const ticket = handedOver.shift();
    if (ticket && (await takeJob(ticket, 10_000))) running.push(ticket);
  },
  settle: async ({ running, dead }, nth) => {
    const ticket = running.shift();
    const verdict = verdicts[nth % verdicts.length];
    if (!ticket || !verdict) return;
    if ((await settleJob(ticket, verdict)) && verdict.next === "dead") dead.push(ticket.id);
  },
  cancel: async ({ all }, nth) => {
    const id = all[nth % Math.max(all.length, 1)];
    if (id) await withOrganization(bed, (tx) => cancelJob(tx, id));
  },
  revive: async ({ dead }) => {
    const id = dead.shift();
    if (id) await withOrganization(bed, (tx) => retryDead(tx, id));
  },
  crash: async () => {
    await bed.owner.query(
      "update queue_jobs set lease_until = now() - interval '1 s' where state = 'running'",
    );
    await withSystem("reconciler", takeBackExpired);
  },
  sweep: async () => void (await sweep()),
};

async function mostInFlight(): Promise<number> {
  const { rows } = await bed.owner.query<{ most: number }>(
    `select coalesce(max(n), 0)::int as most
       from (select count(*) as n from queue_jobs where state in ('dispatched', 'running') group by lane) lanes`,
  );
  return rows[0]?.most ?? -1;
}

/** Runs all that is left, in the order in which it is handed over. */
async function drain(): Promise<string[]> {
  await bed.owner.query("update queue_jobs set lease_until = now() - interval '1 s'");
  await withSystem("reconciler", takeBackExpired);
  const order: string[] = [];
  for (let idle = 0; idle < 3; ) {
    await bed.owner.query("update queue_jobs set run_at = now() where state = 'delayed'");
    await sweep();
    const jobs = await choose();
    idle = jobs.length === 0 ? idle + 1 : 0;
    for (const job of jobs) {
      order.push(job.id);
      await takeJob(job, 10_000);
      await settleJob(job, { next: "done" });
    }
  }
  return order;
}

describe("a lane", () => {
  it("never has two in flight, never stalls and keeps its order, whatever happens at once", async () => {
    const script = fc.array(
      fc.array(fc.tuple(fc.constantFrom(...Object.keys(moves)), fc.nat(20)), { minLength: 1, maxLength: 4 }),
      { minLength: 5, maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(script, async (rounds) => {
        await bed.owner.query("truncate queue_jobs");
        const lanes: Lanes = { handedOver: [], running: [], dead: [], all: [] };
        for (const round of rounds) {
          await Promise.all(round.map(([name, nth]) => moves[name]?.(lanes, nth)));
          expect(await mostInFlight()).toBeLessThanOrEqual(1);
        }
        const { rows: expected } = await bed.owner.query<{ id: string; lane: string }>(
          "select id, lane from queue_jobs where state not in ('done', 'dead', 'cancelled') order by seq",
        );
        const laneOf = new Map(expected.map((row) => [row.id, row.lane]));
        const order = await drain();
        for (const lane of new Set(laneOf.values())) {
          const inLane = (id: string) => laneOf.get(id) === lane;
          expect(order.filter(inLane)).toEqual(expected.map((row) => row.id).filter(inLane));
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("is walked on by the sweep where a race left it: both enqueued, the one before was just ending", async () => {
    await bed.owner.query("truncate queue_jobs");
    for (const lane of ["a", "b", "c"]) await enqueueIn(lane);
    await bed.owner.query("update queue_jobs set ready = false");
    expect(await choose()).toEqual([]);
    let after = "";
    for (let n = 0; n < 3; n += 1)
      after = await withSystem("reconciler", (tx) => promoteForgottenHeads(tx, after, 1));
    expect(await choose()).toHaveLength(3);
  });
});
