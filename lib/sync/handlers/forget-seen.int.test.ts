import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { performNow } from "@/lib/queue/testing/perform";
import { openTestbed, type Testbed } from "@/lib/queue/testing/testbed";
import { forgetSeenHandler } from "./forget-seen";

let bed: Testbed;
beforeAll(async () => {
  bed = await openTestbed();
});
afterAll(() => bed.close());

/** A run that saw so many records, and found one gone. */
async function runThatSaw(records: number): Promise<string> {
  const id = newId();
  await bed.owner.query(
    `insert into sync_seen (job_id, link_id, organization_id, verdict)
     select $1, gen_random_uuid(), $2, case when n = 0 then 'deleted' end from generate_series(0, $3::int) n`,
    [id, bed.organizationId, records],
  );
  return id;
}

async function remembered(id: string): Promise<unknown> {
  const { rows } = await bed.owner.query(
    "select count(*)::int as records, count(verdict)::int as gone from sync_seen where job_id = $1",
    [id],
  );
  return rows[0];
}

it("forgets what complete runs saw, however much, but not what they found gone", async () => {
  const [first, goneOn, other] = [await runThatSaw(3), await runThatSaw(5_000), await runThatSaw(2)];
  await performNow(forgetSeenHandler, { syncJobIds: [first, goneOn] });
  expect(await remembered(first)).toEqual({ records: 1, gone: 1 });
  expect(await remembered(goneOn)).toEqual({ records: 1, gone: 1 });
  expect(await remembered(other)).toEqual({ records: 3, gone: 1 });
});
