import { afterAll, beforeAll, expect, it } from "vitest";
import { performNow } from "../testing/perform";
import { openTestbed, type Testbed } from "../testing/testbed";
import { sweepEndedHandler } from "./sweep-ended";

let bed: Testbed;
beforeAll(async () => {
  bed = await openTestbed();
});
afterAll(() => bed.close());

async function ended(daysAgo: number, count: number): Promise<void> {
  await bed.owner.query(
    `insert into queue_jobs (id, name, queue, lane, priority, payload, max_attempts, state, finished_at)
     select gen_random_uuid(), 'test.old', 'sync', 'lane', 20, '{}', 4, 'done', now() - $1 * interval '1 day'
       from generate_series(1, $2)`,
    [daysAgo, count],
  );
}
const sweep = (sliceEndsAt: number) => performNow(sweepEndedHandler, {}, { sliceEndsAt });
async function count(what: string): Promise<number> {
  const { rows } = await bed.owner.query<{ total: number }>(`select count(*)::int as total from ${what}`);
  return rows[0]?.total ?? -1;
}

it("deletes what has served its time, whatever there is of it, and nothing younger", async () => {
  await ended(8, 5_000);
  await ended(6, 3);
  await bed.owner.query(
    `insert into inbound_keys (organization_id, kind, source, key, content_hash, expires_at)
     select gen_random_uuid(), 'request', 'r', n::text, '', now() + n * interval '1 hour' from generate_series(-1, 1) n`,
  );
  expect(await sweep(Date.now() + 10_000)).toBeUndefined();
  expect(await count("queue_jobs")).toBe(3);
  expect(await count("inbound_keys")).toBe(1);
});

it("goes on in another slice when its time is over", async () => {
  await ended(8, 10);
  expect(await sweep(Date.now() - 1)).toEqual({ again: true });
  expect(await count("queue_jobs where finished_at < now() - interval '7 days'")).toBe(10);
});
