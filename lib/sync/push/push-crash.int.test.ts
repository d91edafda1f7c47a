/** The worker is killed, or stands still, in the middle of a push. */
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { patient } from "@/lib/connectors/epic/testing/resources";
import { createRecord, listRecords } from "@/lib/records";
import { Random } from "@/sandbox/framework/random";
import { crashAt } from "../testing/crash-at";
import { heartRateHere } from "../testing/history-world";
import { SyncBed } from "../testing/testbed";

let bed: SyncBed;

beforeAll(async () => {
  bed = await SyncBed.open({
    sandbox: { patients: 8 },
    // A vendor that answers late on a busy machine ends no job.
    environment: { JOB_RETRIES: "50" },
  });
});
afterAll(() => bed.close());

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
  await crashAt(bed, pushing.job, moments, random);
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
