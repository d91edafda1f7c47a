import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { performNow } from "@/lib/queue/testing/perform";
import { openTestbed, type Testbed } from "@/lib/queue/testing/testbed";
import { sweepSeenHandler } from "./sweep-seen";

let bed: Testbed;
let integrationId: string;
beforeAll(async () => {
  bed = await openTestbed();
});
afterAll(() => bed.close());
beforeEach(() => {
  integrationId = newId();
});

interface RunFacts {
  readonly status: "FAILED" | "CANCELLED" | "COMPLETED" | "RUNNING";
  readonly daysAgo: number;
  readonly mode?: "FULL" | "INCREMENTAL";
  readonly entities?: readonly string[];
  readonly retryOf?: string;
}

/** A job that began and ended so many days ago and saw two records. */
async function run({ status, daysAgo, mode = "FULL", entities = ["patients"], retryOf }: RunFacts) {
  const id = newId();
  await bed.owner.query(
    `insert into sync_jobs (id, organization_id, integration_id, type, direction, mode, priority, status, trigger,
                            entities, requested_by, created_at, finished_at, retry_of)
     values ($1, $2, $3, 'PATIENT_SYNC', 'INBOUND', $4, 'NORMAL', $5, 'manual', $6, '{}',
             now() - $7 * interval '1 day', case when $5 <> 'RUNNING' then now() - $7 * interval '1 day' end, $8)`,
    [id, bed.organizationId, integrationId, mode, status, entities, daysAgo, retryOf ?? null],
  );
  await bed.owner.query(
    `insert into sync_seen (job_id, link_id, organization_id) select $1, gen_random_uuid(), $2 from generate_series(1, 2)`,
    [id, bed.organizationId],
  );
  return id;
}

async function sweep(): Promise<void> {
  await performNow(sweepSeenHandler, {});
}

/** Which of these jobs it is still known of what they saw. */
async function remembered(...jobs: string[]): Promise<string[]> {
  const { rows } = await bed.owner.query<{ id: string }>(
    "select distinct job_id as id from sync_seen where job_id = any($1::uuid[])",
    [jobs],
  );
  const known = new Set(rows.map(({ id }) => id));
  return jobs.filter((id) => known.has(id));
}

it("forgets after a week what a run saw that nobody took up again", async () => {
  const old = [await run({ status: "FAILED", daysAgo: 8 }), await run({ status: "CANCELLED", daysAgo: 8 })];
  const young = await run({ status: "FAILED", daysAgo: 6 });
  const live = await run({ status: "RUNNING", daysAgo: 9 });
  await sweep();
  expect(await remembered(...old, young, live)).toEqual([young, live]);
});

it("forgets at once what a newer whole run of the same records has seen again", async () => {
  const failed = await run({ status: "FAILED", daysAgo: 2 });
  const wider = await run({ status: "FAILED", daysAgo: 2, entities: ["patients", "observations"] });
  await run({ status: "COMPLETED", daysAgo: 1, mode: "INCREMENTAL" });
  await sweep();
  expect(await remembered(failed, wider)).toEqual([failed, wider]);
  await run({ status: "COMPLETED", daysAgo: 1 });
  await sweep();
  expect(await remembered(failed, wider)).toEqual([wider]);
});

it.each([
  { status: "RUNNING", daysAgo: 3 },
  { status: "FAILED", daysAgo: 3 },
] as const)("keeps what a retry goes on with ($status)", async (retry) => {
  const first = await run({ status: "FAILED", daysAgo: 9 });
  const second = await run({ ...retry, retryOf: first });
  await sweep();
  expect(await remembered(first, second)).toEqual([first, second]);
});

it("is planned like all upkeep", async () => {
  await withSystem("scheduler", sweepSeenHandler.plan);
  const { rows } = await bed.owner.query("select name, every_seconds from scheduled_tasks");
  expect(rows).toEqual([{ name: "sync.sweep_seen", every_seconds: 3_600 }]);
});
