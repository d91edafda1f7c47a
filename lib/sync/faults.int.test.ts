/** What goes wrong at the vendor in the middle of a pull, one kind at a time, and what becomes of the job. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { listAudit } from "@/lib/audit";
import { listIntegrationEvents, readIntegration, testConnection } from "@/lib/integrations";
import type { Fault } from "@/sandbox/framework/faults";
import { readSyncStatistics } from ".";
import type { SyncJobDetail } from "./schema";
import { differences, type HeldRecord, readHeld } from "./testing/snapshot";
import { type JobRef, SyncBed } from "./testing/testbed";

// Whole pulls through a worker process: on a busy machine each takes a while.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let bed: SyncBed;
/** What a run without any fault brings. */
let clean: HeldRecord[];
const files = "/BulkRequest/";

beforeAll(async () => {
  bed = await SyncBed.open({ environment: { JOB_RETRIES: "2" } });
  bed.startWorker();
  const connection = await bed.connect();
  expect(await bed.run(connection)).toMatchObject({ status: "COMPLETED", counts: { failed: 0 } });
  clean = await readHeld(bed.owner, connection);
});
afterEach(() => bed.vendor.clearFaults());
afterAll(() => bed.close());

interface Outcome {
  readonly job: JobRef;
  readonly end: SyncJobDetail;
  readonly held: HeldRecord[];
}

/** A first pull while these faults are in force. */
async function pullWith(...faults: Fault[]): Promise<Outcome> {
  const connection = await bed.connect();
  for (const fault of faults) await bed.vendor.fault(fault);
  const job = await bed.start(connection);
  const end = await bed.untilEnded(job);
  expect(await bed.vendor.played()).toBeGreaterThan(0);
  return { job, end, held: await readHeld(bed.owner, connection) };
}

/** What the integration's own story says of its status, oldest first. */
async function statusStory({ connection }: JobRef): Promise<string[]> {
  const { actor, integrationId } = connection;
  const { data } = await listIntegrationEvents(actor, integrationId, 200, null);
  return data.flatMap(({ type, message }) => (type === "status" ? [message] : [])).reverse();
}

function expectCleanEnd({ end, held }: Outcome): void {
  expect(end).toMatchObject({ status: "COMPLETED", error: null, counts: { failed: 0 } });
  expect(differences(held, clean)).toEqual([]);
}

describe("a fault that passes leaves nothing behind:", () => {
  const passing: [string, Fault[]][] = [
    ["answers that take their time", [{ kind: "latency", ms: 150, count: 6 }]],
    ["an answer that comes too late", [{ kind: "latency", ms: 2_500, count: 1, path: files }]],
    ["«too many requests» without a time", [{ kind: "status", status: 429, count: 2, path: ".ndjson" }]],
    [
      "«too many requests» with a time",
      [{ kind: "status", status: 429, retryAfter: 1, count: 2, path: files }],
    ],
    ["status 500", [{ kind: "status", status: 500, count: 2, path: files }]],
    ["status 503 at the sign-in", [{ kind: "status", status: 503, count: 2, path: "/oauth2/token" }]],
    ["a token that ended before its time", [{ kind: "expired_token", count: 1, path: files }]],
    ["half a JSON document", [{ kind: "malformed_page", count: 1, path: files }]],
    ["a connection cut without an answer", [{ kind: "drop", count: 2, path: files }]],
    ["a file cut in the middle", [{ kind: "truncate", bytes: 20_000, count: 1, path: ".ndjson" }]],
    ["a body that trickles", [{ kind: "slow_body", bytes: 8_000, ms: 20, count: 3 }]],
    ["lines that come twice", [{ kind: "duplicate_entry", probability: 0.2, path: files }]],
  ];
  it.each(passing)("%s", async (_name, faults) => {
    expectCleanEnd(await pullWith(...faults));
  });
});

describe("records that arrive damaged are named, and the others come in:", () => {
  it("a line cut in half", async () => {
    const { job, end, held } = await pullWith({ kind: "malformed_line", count: 3, path: "Patient-1" });
    expect(end).toMatchObject({ status: "COMPLETED", counts: { failed: 3 } });
    expect(held.length).toBe(clean.length - 3);
    const { jobs } = await readSyncStatistics(job.connection.actor, { interval: "hour" });
    expect(jobs).toMatchObject({ total: 1, completed: 1, refused: 1, failed: 0 });
    expect(await bed.errors(job)).toMatchObject(
      Array.from({ length: 3 }, () => ({ code: "line_unreadable", stage: "parse", owner: "vendor" })),
    );
    const missing = new Set(clean.map(({ key }) => key)).difference(new Set(held.map(({ key }) => key)));
    expect([...missing].every((key) => key.startsWith("patients/"))).toBe(true);
  });

  it("resources whose format changed without a word", async () => {
    const { job, end, held } = await pullWith({ kind: "schema_drift", count: 5, path: "Patient-1" });
    expect(end).toMatchObject({ status: "COMPLETED", counts: { failed: 5 } });
    const errors = await bed.errors(job);
    expect(errors.map(({ stage, owner }) => ({ stage, owner }))).toEqual(
      Array.from({ length: 5 }, () => ({ stage: "map", owner: "vendor" })),
    );
    expect(errors.every(({ remoteId, detail }) => remoteId && detail?.includes("gender"))).toBe(true);
    expect(held.length).toBe(clean.length - 5);
  });

  it("and a retry of the job asks for these alone", async () => {
    const { job } = await pullWith({ kind: "schema_drift", count: 5, path: "Patient-1" });
    await bed.vendor.clearFaults();
    const retry = await bed.retry(job);
    expect(await bed.untilEnded(retry)).toMatchObject({
      status: "COMPLETED",
      retryOf: job.id,
      counts: { added: 5, unchanged: 0, failed: 0 },
    });
    // Their observations had to wait for them, which made a second version of each.
    const facts = (held: HeldRecord[]) =>
      held.map((record) => ({ ...record, version: 0, versionsKept: 0, localBase: 0 }));
    expect(differences(facts(await readHeld(bed.owner, job.connection)), facts(clean))).toEqual([]);
  });
});

describe("a sign-in that is refused", () => {
  it.each<[string, Fault, string]>([
    ["the token endpoint refuses us", { kind: "revoked_credential" }, "our public keys"],
    ["a fresh token is refused too", { kind: "expired_token", path: files }, "a new access token"],
  ])("ends the job where %s, and says so on the integration until it works", async (_how, fault, words) => {
    const { job, end } = await pullWith(fault);
    expect(end).toMatchObject({
      status: "FAILED",
      nextAttemptAt: null,
      error: { code: "sign_in_refused", owner: "tenant", title: "The EHR does not accept our sign-in" },
    });
    expect(end.error?.detail).toContain(words);
    expect(end.error?.detail).toContain("Then test the connection and retry the job.");
    const { actor, integrationId } = job.connection;
    const reason = `${end.error?.title}. ${end.error?.detail}`;
    expect(end.events.filter(({ message }) => message.includes(reason))).toHaveLength(1);
    const integration = () => readIntegration(actor, integrationId);
    expect(await integration()).toMatchObject({ status: "error", statusReason: reason });
    await expect(bed.start(job.connection)).rejects.toMatchObject({ code: "integration_not_active" });

    await bed.vendor.clearFaults();
    const again = await bed.untilEnded(await bed.retry(job));
    expect(again).toMatchObject({ status: "COMPLETED" });
    expect(differences(await readHeld(bed.owner, job.connection), clean)).toEqual([]);
    expect(await integration()).toMatchObject({ status: "active", statusReason: null });
    expect(await statusStory(job)).toEqual([
      "Status: active → error",
      "Status: error → active. A sync went well",
    ]);
  });

  it("is over when a connection test passes", async () => {
    const { job } = await pullWith({ kind: "revoked_credential" });
    const { actor, integrationId } = job.connection;
    expect(await testConnection(actor, integrationId)).toMatchObject({ success: false });
    expect(await readIntegration(actor, integrationId)).toMatchObject({ status: "error" });
    await bed.vendor.clearFaults();
    expect(await testConnection(actor, integrationId)).toMatchObject({ success: true });
    expect(await readIntegration(actor, integrationId)).toMatchObject({
      status: "active",
      statusReason: null,
    });
    const { data: trail } = await listAudit(
      actor,
      { entity: "integrations", recordId: integrationId },
      { limit: 50 },
    );
    expect(trail.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["integration.failed", "integration.recovered"]),
    );
  });
});

describe("a fault that stays", () => {
  it("ends the job in plain words when the vendor only has errors, and a retry goes on from there", async () => {
    const { job, end } = await pullWith({ kind: "status", status: 500, path: "Observation-2" });
    expect(end).toMatchObject({
      status: "FAILED",
      error: { owner: "vendor", title: expect.stringMatching(/^(Epic|The other side) /) },
    });
    expect(end.counts.added).toBeGreaterThan(0);
    await bed.vendor.clearFaults();
    const again = await bed.untilEnded(await bed.retry(job));
    expect(again).toMatchObject({ status: "COMPLETED" });
    expect(again.counts.added + end.counts.added).toBe(clean.length);
    expect(differences(await readHeld(bed.owner, job.connection), clean)).toEqual([]);
  });

  it("says «slowed» while the vendor asks us to wait", async () => {
    const connection = await bed.connect();
    await bed.vendor.fault({ kind: "status", status: 429, retryAfter: 600, path: ".ndjson" });
    const job = await bed.start(connection);
    const slowed = await bed.until(job, ({ slowedBy }) => slowedBy === "rate_limit");
    expect(Date.parse(slowed.nextAttemptAt ?? "")).toBeGreaterThan(Date.now() + 500_000);
    await bed.vendor.clearFaults();
    await bed.wakeUp();
    expectCleanEnd({ job, end: await bed.untilEnded(job), held: await readHeld(bed.owner, connection) });
  });
});

describe("a fault that stays ends the job, says what happened and what to do, and leaves the integration active:", () => {
  const again = "It was tried several times. Retry the job later. What has come in is kept.";
  const settle = "Once that is settled, retry the job. What has come in is kept.";
  const staying: [string, Fault, string, string][] = [
    ["no answer in time", { kind: "latency", ms: 2_500, path: files }, "vendor_slow", again],
    ["cut connections", { kind: "drop", path: files }, "vendor_unreachable", again],
    ["cut files", { kind: "truncate", bytes: 20_000, path: ".ndjson" }, "vendor_unreachable", again],
    ["half a document", { kind: "malformed_page", path: files }, "vendor_reply_unreadable", again],
    ["an endless body", { kind: "slow_body", bytes: 1, ms: 100, path: files }, "vendor_slow", again],
    [
      "a sign-in that is away",
      { kind: "status", status: 503, path: "/oauth2/" },
      "vendor_unavailable",
      again,
    ],
    [
      "a right that is missing",
      { kind: "status", status: 403, path: "$export" },
      "epic_not_authorized",
      settle,
    ],
    ["a group that is unknown", { kind: "status", status: 404, path: "$export" }, "group_unknown", settle],
    ["exports that get lost", { kind: "status", status: 410, path: files }, "export_lost", settle],
  ];
  it.each(staying)("%s", async (_name, fault, code, advice) => {
    const { job, end } = await pullWith(fault);
    expect(end).toMatchObject({ status: "FAILED", nextAttemptAt: null, error: { code } });
    expect(end.error?.detail?.endsWith(advice)).toBe(true);
    expect(end.events.at(-1)).toMatchObject({
      severity: "error",
      message: `${end.error?.title}. ${end.error?.detail}`,
    });
    const { actor, integrationId } = job.connection;
    expect(await readIntegration(actor, integrationId)).toMatchObject({ status: "active" });
  });
});

it("a fault that this vendor cannot have changes nothing", async () => {
  const connection = await bed.connect();
  await bed.vendor.fault({ kind: "nack" });
  const job = await bed.start(connection);
  const end = await bed.untilEnded(job);
  expect(await bed.vendor.played()).toBe(0);
  expectCleanEnd({ job, end, held: await readHeld(bed.owner, connection) });
});

describe("patient by patient, where no export is to be had,", () => {
  const chart = 210;
  let patient: string;
  beforeAll(async () => {
    patient = await bed.vendor.add("Patient", { resourceType: "Patient", name: [{ family: "Longchart" }] });
    const observation = {
      resourceType: "Observation",
      status: "final",
      category: [{ coding: [{ code: "vital-signs" }] }],
      code: { coding: [{ system: "http://loinc.org", code: "8867-4" }] },
      subject: { reference: `Patient/${patient}` },
    };
    for (let n = 0; n < chart; n += 1) await bed.vendor.add("Observation", observation);
  });

  async function pullPatientWith(fault: Fault) {
    const connection = await bed.connect();
    await bed.vendor.fault(fault);
    const job = await bed.start(connection, { type: "PATIENT_SYNC", remotePatientId: patient });
    const end = await bed.untilEnded(job);
    expect(await bed.vendor.played()).toBeGreaterThan(0);
    return { job, end };
  }

  it.each<[string, Fault]>([
    ["takes up a search anew whose next page was forgotten", { kind: "expired_page_session", count: 1 }],
    ["takes an entry that comes twice for one", { kind: "duplicate_entry" }],
    ["asks again for half a page", { kind: "malformed_page", count: 1, path: "/Observation?" }],
  ])("%s", async (_name, fault) => {
    const { end } = await pullPatientWith(fault);
    expect(end).toMatchObject({ status: "COMPLETED", error: null, counts: { added: chart + 1, failed: 0 } });
  });

  it("names the entries whose format changed", async () => {
    const { job, end } = await pullPatientWith({ kind: "schema_drift", count: 2, path: "/Observation?" });
    expect(end).toMatchObject({ status: "COMPLETED", counts: { added: chart - 1, failed: 2 } });
    const errors = await bed.errors(job);
    expect(errors).toMatchObject([
      { stage: "map", owner: "vendor" },
      { stage: "map", owner: "vendor" },
    ]);
  });
});
