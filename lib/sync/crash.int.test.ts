/** The worker is killed in the middle of a sync, again and again. */
import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Random } from "@/sandbox/framework/random";
import type { Connection } from "./testing/connection";
import { crashAt } from "./testing/crash-at";
import { countStray, differences, readHeld, readTotals } from "./testing/snapshot";
import { SyncBed } from "./testing/testbed";

const kills = 20;
let bed: SyncBed;

beforeAll(async () => {
  bed = await SyncBed.open({
    sandbox: { patients: 5_000, exportLinesPerFile: 1_000 },
    // A vendor that answers late on a busy machine ends no job.
    environment: { JOB_RETRIES: "50" },
  });
});
afterAll(() => bed.close());

interface Step {
  n: number;
  added: number;
}

/** Every page that counts, by the number of the checkpoint it moved. */
async function readSteps(jobId: string): Promise<Step[]> {
  const { rows } = await bed.owner.query<Step>(
    "select n::int, (counts ->> 'added')::int as added from sync_job_steps where job_id = $1 order by n",
    [jobId],
  );
  return rows;
}

async function endState(connection: Connection) {
  return {
    stray: await countStray(bed.owner, connection),
    totals: await readTotals(bed.owner, connection),
  };
}

it("brings a job to exactly the state of an undisturbed one, though its worker is killed twenty times", async () => {
  const seed = Number(process.env.TEST_SEED ?? randomInt(1_000_000));
  // biome-ignore lint/suspicious/noConsole: who repeats the run needs its seed
  console.info(`Killing at the moments of TEST_SEED=${seed}`);
  const random = new Random(seed, "kills", 0);
  const [calm, disturbed] = [await bed.connect(), await bed.connect()];

  const quiet = bed.startWorker();
  const calmEnd = await bed.run(calm);
  await quiet.kill();
  const total = calmEnd.counts.added;
  expect(calmEnd).toMatchObject({ status: "COMPLETED", counts: { failed: 0 } });
  expect(total).toBeGreaterThan(20_000);

  const moments = Array.from({ length: kills }, () => random.below(total - 2_000)).sort((a, b) => a - b);
  const job = await bed.start(disturbed);
  await crashAt(bed, job, moments, random);
  const end = await bed.untilEnded(job);

  expect(end).toMatchObject({ status: "COMPLETED", counts: calmEnd.counts });
  expect(end.events.at(-1)?.message).toBe(
    `Done: ${total.toLocaleString("en-US")} added, 0 changed, 0 deleted, 0 unchanged`,
  );
  const steps = await readSteps(job.id);
  expect(steps.reduce((sum, step) => sum + step.added, 0)).toBe(total);
  expect(new Set(steps.map(({ n }) => n)).size).toBe(steps.length);
  expect(await endState(disturbed)).toEqual(await endState(calm));
  // Without statistics of tables filled a moment ago the comparison takes several times as long.
  await bed.owner.query("analyze");
  expect(differences(await readHeld(bed.owner, disturbed), await readHeld(bed.owner, calm))).toEqual([]);
}, 480_000);
