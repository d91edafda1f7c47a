/** What happens at the vendor between two pulls, and what people do with the jobs. */

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Held } from "@/lib/connectors/testing/simulated-vendor";
import { approveSyncJob, cancelSyncJob, listPlannedDeletions, pauseSyncJob, resumeSyncJob } from ".";
import type { DeletionPlace } from "./list-planned-deletions";
import type { Connection } from "./testing/connection";
import { type HeldRecord, readHeld, readTotals } from "./testing/snapshot";
import { type JobRef, SyncBed } from "./testing/testbed";

// Whole pulls through a worker process: on a busy machine each takes a while.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let bed: SyncBed;
let connection: Connection;
let patients: Held[];

beforeAll(async () => {
  bed = await SyncBed.open({ environment: { SYNC_BATCH_SIZE: "10" } });
  bed.startWorker();
});
afterAll(() => bed.close());

beforeEach(async () => {
  connection = await bed.connect();
  patients = await bed.vendor.held("Patient");
});

async function heldBy(id: string): Promise<HeldRecord | undefined> {
  return (await readHeld(bed.owner, connection)).find(({ key }) => key === `patients/${id}`);
}

/** How many of the records that a job would delete came to which end, read in pages of 20. */
async function outcomesOf({ id }: JobRef): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  let after: DeletionPlace | null = null;
  do {
    const page = await listPlannedDeletions(connection.actor, id, 20, after);
    for (const { outcome } of page.data) counts[outcome] = (counts[outcome] ?? 0) + 1;
    after = page.next;
  } while (after);
  return counts;
}

/** A patient nobody else has: what a test deletes or merges is its own. */
function newPatient(family: string): Promise<string> {
  return bed.vendor.add("Patient", {
    resourceType: "Patient",
    name: [{ use: "official", family, given: ["Ada"] }],
    birthDate: "1980-02-29",
    gender: "female",
  });
}

describe("between two full runs", () => {
  it("what is new is added, what changed becomes a new version, the rest is left alone", async () => {
    const id = await newPatient("Before");
    const first = await bed.run(connection);
    const [added, { resourceType, name }] = [
      await newPatient("Newcomer"),
      { resourceType: "Patient", name: [{ family: "After", given: ["Ada"] }] },
    ];
    await bed.vendor.change("Patient", id, { resourceType, name });
    const second = await bed.run(connection, { mode: "FULL" });
    expect(second).toMatchObject({
      status: "COMPLETED",
      counts: { added: 1, changed: 1, deleted: 0, unchanged: first.counts.added - 1, failed: 0 },
    });
    expect(await heldBy(added)).toMatchObject({ version: 1 });
    expect(await heldBy(id)).toMatchObject({
      version: 2,
      versionsKept: 1,
      localBase: 2,
      data: { lastName: "After", dateOfBirth: null },
    });
  });

  it("what the first one saw is forgotten once it is complete", async () => {
    const { id } = await bed.run(connection);
    const left = () => bed.owner.query("select from sync_seen where job_id = $1", [id]);
    await expect.poll(async () => (await left()).rowCount, { timeout: 30_000 }).toBe(0);
  });

  it("what is gone becomes a tombstone, and what was merged leads to its survivor", async () => {
    const [gone, merged, survivor] = [
      await newPatient("Gone"),
      await newPatient("Merged"),
      await newPatient("Survivor"),
    ];
    const first = await bed.run(connection);
    await bed.vendor.remove("Patient", gone);
    await bed.vendor.merge(merged, survivor);
    const second = await bed.run(connection, { mode: "FULL" });
    expect(second).toMatchObject({ status: "COMPLETED", counts: { added: 0, deleted: 2, failed: 0 } });
    expect(await heldBy(gone)).toMatchObject({ deleted: true, state: "deleted", version: 2 });
    expect(await heldBy(merged)).toMatchObject({ deleted: true, state: "merged", version: 2 });
    expect(await heldBy(survivor)).toMatchObject({ deleted: false, state: "linked", version: 1 });
    const totals = Object.values(await readTotals(bed.owner, connection));
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(first.counts.added - 2);
  });

  it("more than a twentieth is deleted only after a person said so", async () => {
    const many = await Promise.all(Array.from({ length: 30 }, (_, n) => newPatient(`Many${n}`)));
    await bed.run(connection, { type: "PATIENT_SYNC" });
    await Promise.all(many.map((id) => bed.vendor.remove("Patient", id)));

    const refused = await bed.start(connection, { type: "PATIENT_SYNC", mode: "FULL" });
    expect(await bed.untilEnded(refused)).toMatchObject({
      status: "NEEDS_APPROVAL",
      approval: { deletions: 30 },
      counts: { deleted: 0 },
    });
    expect(await outcomesOf(refused)).toEqual({ planned: 30 });
    await approveSyncJob(connection.actor, refused.id, false);
    expect(await bed.until(refused, ({ status }) => status === "COMPLETED")).toMatchObject({
      counts: { deleted: 0 },
    });
    expect(await outcomesOf(refused)).toEqual({ kept: 30 });

    const allowed = await bed.start(connection, { type: "PATIENT_SYNC", mode: "FULL" });
    await bed.untilEnded(allowed);
    await approveSyncJob(connection.actor, allowed.id, true);
    expect(await bed.until(allowed, ({ status }) => status === "COMPLETED")).toMatchObject({
      counts: { deleted: 30, failed: 0 },
    });
    expect(await outcomesOf(allowed)).toEqual({ deleted: 30 });
    expect(await outcomesOf(refused)).toEqual({ kept: 30 });
  });
});

describe("a run of its own kind", () => {
  it("is incremental after a whole one, and finds nothing to do where nothing changed", async () => {
    const first = await bed.run(connection);
    expect(first.mode).toBe("FULL");
    const second = await bed.run(connection);
    expect(second).toMatchObject({
      mode: "INCREMENTAL",
      status: "COMPLETED",
      counts: { added: 0, changed: 0, deleted: 0, unchanged: first.counts.added },
    });
  });

  it("takes one patient by the vendor's id, with what belongs to them", async () => {
    const [observation] = await bed.vendor.held("Observation");
    const id = observation?.subject?.reference.replace("Patient/", "") ?? "";
    const job = await bed.run(connection, { type: "PATIENT_SYNC", remotePatientId: id });
    const held = await readHeld(bed.owner, connection);
    expect(job).toMatchObject({ status: "COMPLETED", counts: { added: held.length, failed: 0 } });
    expect(held.length).toBeGreaterThan(1);
    expect(held.every(({ key, patient }) => key === `patients/${id}` || patient === id)).toBe(true);
  });

  it("finds one patient by name and birth date", async () => {
    const id = await newPatient("Searchable");
    const search = { family: "Searchable", given: "Ada", birthDate: "1980-02-29" };
    expect(await bed.run(connection, { type: "PATIENT_SYNC", search })).toMatchObject({
      status: "COMPLETED",
      counts: { added: 1 },
    });
    expect((await readHeld(bed.owner, connection)).map(({ key }) => key)).toEqual([`patients/${id}`]);
  });

  it("says plainly that nobody was found", async () => {
    const search = { family: "Nobody", given: "Ada", birthDate: "1980-02-29" };
    expect(await bed.run(connection, { type: "PATIENT_SYNC", search })).toMatchObject({
      status: "FAILED",
      error: { code: "patient_not_found", owner: "caller" },
    });
  });

  it("goes patient by patient, and says so, when the vendor grants no second export yet", async () => {
    await bed.run(connection);
    await bed.vendor.fault({ kind: "status", status: 429, retryAfter: 86_000, count: 1, path: "$export" });
    const second = await bed.run(connection, { mode: "FULL" });
    expect(second).toMatchObject({
      status: "COMPLETED",
      counts: { added: 0, changed: 0, deleted: 0, failed: 0 },
    });
    expect(second.counts.unchanged).toBeGreaterThan(patients.length);
    expect(second.events.map(({ message }) => message).join(" ")).toContain("one by one");
  });
});

describe("a job in the hands of people", () => {
  const moving = (job: JobRef) => bed.until(job, ({ progress }) => progress.processed > 0);

  it("stops at a page border when it is cancelled, and a retry goes on from there", async () => {
    const job = await bed.start(connection);
    const before = await moving(job);
    await cancelSyncJob(connection.actor, job.id);
    const cancelled = await bed.until(job, ({ status }) => status !== "RUNNING" && status !== "QUEUED");
    expect(cancelled.status).toBe("CANCELLED");
    expect(cancelled.counts.added).toBeGreaterThanOrEqual(before.counts.added);
    expect(cancelled.counts.added).toBe((await readHeld(bed.owner, connection)).length);
    const rest = await bed.untilEnded(await bed.retry(job));
    expect(await bed.read(job)).toMatchObject({ retriedBy: rest.id, stopping: null });
    expect(rest.status).toBe("COMPLETED");
    const total = patients.length + (await bed.vendor.held("Observation")).length;
    expect((await readHeld(bed.owner, connection)).length).toBe(total);
  });

  it("keeps its place while it is paused", async () => {
    const job = await bed.start(connection);
    await moving(job);
    const asked = await pauseSyncJob(connection.actor, job.id);
    expect(asked).toMatchObject({ status: "RUNNING", stopping: "pause" });
    const paused = await bed.until(job, ({ status }) => status === "PAUSED");
    await resumeSyncJob(connection.actor, job.id);
    const end = await bed.until(job, ({ status }) => status === "COMPLETED");
    expect(paused.stopping).toBeNull();
    expect(end.counts.added).toBeGreaterThan(paused.counts.added);
    expect(end.counts).toMatchObject({ unchanged: 0, failed: 0 });
  });

  it("is paused at once while it waits for its turn, and waits again when it is resumed", async () => {
    const first = await bed.start(connection);
    const second = await bed.start(connection);
    await moving(first);
    const paused = await pauseSyncJob(connection.actor, second.id);
    expect(paused).toMatchObject({ status: "PAUSED", stopping: null });
    await resumeSyncJob(connection.actor, second.id);
    expect((await bed.read(second)).status).toBe("QUEUED");
    expect(await bed.untilEnded(second)).toMatchObject({ status: "COMPLETED", counts: { failed: 0 } });
    expect(await bed.untilEnded(first)).toMatchObject({ status: "COMPLETED" });
  });

  it("waits while another job of the integration runs", async () => {
    const first = await bed.start(connection);
    const second = await bed.start(connection);
    await moving(first);
    expect((await bed.read(second)).status).toBe("QUEUED");
    const [one, two] = [await bed.untilEnded(first), await bed.untilEnded(second)];
    expect([one.status, two.status]).toEqual(["COMPLETED", "COMPLETED"]);
    expect(Date.parse(two.startedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(one.finishedAt ?? ""));
    expect(two.counts).toMatchObject({ added: 0, unchanged: one.counts.added });
  });
});
