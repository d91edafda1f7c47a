import { beforeEach, describe, expect, it } from "vitest";
import { GET as readJob } from "@/app/api/integrations/[id]/jobs/[jobId]/route";
import { GET as listJobs } from "@/app/api/integrations/[id]/jobs/route";
import { PUT as change, GET as readOne } from "@/app/api/integrations/[id]/route";
import { POST as sync } from "@/app/api/integrations/[id]/sync/route";
import { epic } from "@/lib/connectors/epic";
import { type Caller, call, createEpic, makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { readIntegrationStats } from ".";
import { openPageBed, patient } from "./testing/page-bed";

environmentForTests();
let admin: Caller;
let id: string;

beforeEach(async () => {
  admin = await makeCaller("admin");
  id = await createEpic(admin);
});

function put(body: object) {
  return call("PUT", change, { caller: admin, id, body });
}

function start(body: object) {
  return call("POST", sync, { caller: admin, id, body });
}

describe("a sync started at an integration", () => {
  beforeEach(() => put({ status: "active", syncEnabled: true }));

  it("takes the entity that is named, or all that is switched on", async () => {
    const one = await start({ entity: "patients", direction: "pull" });
    expect(one).toMatchObject({
      status: 202,
      json: {
        type: "PATIENT_SYNC",
        entities: ["patients"],
        direction: "INBOUND",
        mode: "FULL",
        trigger: "manual",
        ehrConnectionId: id,
      },
    });
    const { headers, json } = await start({ direction: "INBOUND", mode: "incremental", priority: "high" });
    expect(json).toMatchObject({ type: "FULL_SYNC", mode: "INCREMENTAL", priority: "HIGH" });
    expect(headers.get("location")).toBe(`/api/integrations/${id}/jobs/${json.id}`);
  });

  it("is one of its jobs, and of no other integration's", async () => {
    const { json: job } = await start({ entity: "patients", direction: "pull" });
    const other = await createEpic(admin, { name: "Other", provider: "epic" });
    const jobsOf = async (of: string) => (await call("GET", listJobs, { caller: admin, id: of })).json.data;
    expect(await jobsOf(id)).toMatchObject([{ id: job.id }]);
    expect(await jobsOf(other)).toEqual([]);
    const read = (of: string) => call("GET", readJob, { caller: admin, id: of, params: { jobId: job.id } });
    expect((await read(id)).json).toMatchObject({ id: job.id, steps: [] });
    expect((await read(other)).status).toBe(404);
  });

  it("is refused while synchronisation is switched off", async () => {
    await put({ syncEnabled: false });
    expect(await start({ entity: "patients" })).toMatchObject({
      status: 409,
      json: { code: "sync_not_enabled" },
    });
  });

  it("is refused for records whose mapping is off, and for none at all", async () => {
    const mapping = { localEntity: "observations", remoteEntity: "Observation", enabled: false };
    await put({ entityMappings: [mapping] });
    const refusal = { status: 409, json: { code: "entity_off" } };
    expect(await start({ entity: "observations" })).toMatchObject(refusal);
    expect(await start({ entity: "inventory" })).toMatchObject(refusal);
    const everything = Object.keys(epic.entities).map((localEntity) => ({ ...mapping, localEntity }));
    await put({ entityMappings: everything });
    expect(await start({})).toMatchObject(refusal);
  });
});

it("is refused where the system cannot be asked, which no schedule changes either", async () => {
  const settings = {
    name: "Engine",
    provider: "hl7v2",
    status: "active",
    syncEnabled: true,
    syncStrategy: "realtime",
    credentials: { sendingApplication: "LAB" },
  };
  id = await createEpic(admin, settings);
  expect(await start({})).toMatchObject({ status: 422, json: { code: "nothing_to_ask" } });
  expect((await call("GET", readOne, { caller: admin, id })).json.nextRunAt).toBeNull();
});

it("is refused while the integration is not active", async () => {
  await put({ syncEnabled: true });
  expect(await start({ entity: "patients" })).toMatchObject({
    status: 409,
    json: { code: "integration_not_active" },
  });
});

describe("the figures of an integration", () => {
  it("tell what was synchronised, refused and is linked now", async () => {
    const bed = await openPageBed();
    const error = { entity: "patients", stage: "parse", code: "x", title: "x", owner: "vendor" } as const;
    await bed.commit([patient("a"), patient("b"), patient("c")], {
      errors: [{ ...error, remoteId: "d", retryable: false }],
    });
    await bed.commit([patient("a", { gender: "female" })]);
    const stats = () => readIntegrationStats(bed.actor, bed.run.integrationId);
    expect(await stats()).toEqual({
      jobs: { total: 1, completed: 0, failed: 0 },
      recordsSynced: 4,
      errorRate: 20,
      averageDurationMs: null,
      lastSyncAt: null,
      byEntity: [{ entity: "patients", records: 3, conflicts: 0 }],
    });
    await bed.commit([], { deleted: [{ entity: "patients", remoteId: "b" }] });
    expect((await stats()).byEntity).toEqual([{ entity: "patients", records: 2, conflicts: 0 }]);
    await bed.commit([patient("b", { gender: "male" })]);
    expect((await stats()).byEntity).toEqual([{ entity: "patients", records: 3, conflicts: 0 }]);
  });
});
