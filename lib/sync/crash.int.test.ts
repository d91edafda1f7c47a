/** The worker is killed in the middle of a sync, again and again. */
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { patient } from "@/lib/connectors/epic/testing/resources";
import { createRecord, listRecords } from "@/lib/records";
import { Random } from "@/sandbox/framework/random";
import type { Connection } from "./testing/connection";
import { heartRateHere } from "./testing/history-world";
import { countStray, differences, readHeld, readTotals } from "./testing/snapshot";
import { type JobRef, SyncBed } from "./testing/testbed";

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

/**
 * Kills the worker whenever the job comes to one of `moments`, counted in records, and a few ms later. Between two
 * deaths it gets on by a page at least: the queue parks a job that takes one worker after the other with it.
 */
async function crashAt(job: JobRef, moments: readonly number[], random: Random): Promise<void> {
  let worker = bed.startWorker();
  let before = -1;
  for (const moment of moments) {
    const next = bed.loadWorker();
    await bed.untilProcessed(job, Math.max(before + 1, moment));
    await sleep(random.below(60));
    before = await bed.processed(job);
    await bed.replace(worker, next);
    worker = next;
  }
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
  await crashAt(job, moments, random);
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

const made = 300;

/** A patient of the vendor, with heart rates that were measured here: the values, and a job that will send them. */
async function startPushing() {
  const connection = await bed.connect({ direction: "bidirectional" });
  const remotePatient = await bed.vendor.add("Patient", patient("Crash"));
  const quiet = bed.startWorker();
  await bed.run(connection, { type: "PATIENT_SYNC", remotePatientId: remotePatient, direction: "INBOUND" });
  await quiet.kill();
  const [here] = (await listRecords(connection.actor, "patients", {}, { limit: 1, place: null })).data;
  for (let value = 1; value <= made; value++) {
    await createRecord(connection.actor, "observations", heartRateHere(here?.id ?? "", value));
  }

  return { remotePatient, job: await bed.start(connection, { direction: "OUTBOUND" }) };
}

/** The job ends well, and the vendor has each of the patient's heart rates once. */
async function expectMadeOnce({ remotePatient, job }: Awaited<ReturnType<typeof startPushing>>) {
  expect(await bed.untilEnded(job)).toMatchObject({
    status: "COMPLETED",
    error: null,
    counts: { added: made, failed: 0 },
  });
  const values = (await bed.vendor.held("Observation"))
    .filter(({ subject }) => subject?.reference === `Patient/${remotePatient}`)
    .map(({ valueQuantity }) => Number(Object(valueQuantity).value));
  expect(values.sort((a, b) => a - b)).toEqual(Array.from({ length: made }, (_value, n) => n + 1));
}

it("makes each record once at the vendor, though its worker is killed again and again", async () => {
  const random = new Random(Number(process.env.TEST_SEED ?? randomInt(1_000_000)), "pushes", 0);
  const pushing = await startPushing();
  const moments = Array.from({ length: 5 }, () => random.below(made - 60)).sort((a, b) => a - b);
  await crashAt(pushing.job, moments, random);
  await expectMadeOnce(pushing);
}, 240_000);

it("makes each record once at the vendor, though a worker stands still in the middle and wakes when another has its job", async () => {
  const random = new Random(Number(process.env.TEST_SEED ?? randomInt(1_000_000)), "freezes", 0);
  const pushing = await startPushing();
  let worker = bed.startWorker();
  for (const moment of [1, 80, 160]) {
    const next = bed.loadWorker();
    await bed.untilProcessed(pushing.job, moment);
    await sleep(random.below(60));
    worker.freeze();
    const before = await bed.processed(pushing.job);
    next.begin();
    await bed.untilProcessed(pushing.job, before + 1);
    worker.wake();
    worker = next;
  }
  await expectMadeOnce(pushing);
}, 240_000);
