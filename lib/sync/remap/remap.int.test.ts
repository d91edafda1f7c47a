import { beforeEach, describe, expect, it } from "vitest";
import {
  POST as applyRoute,
  GET as readRoute,
} from "@/app/api/integrations/[id]/mappings/[entity]/apply/route";
import { rollbackMapping } from "@/lib/integrations";
import { type Caller, call, makeCaller } from "@/lib/integrations/testing/routes";
import { changeLookup, createLookup } from "@/lib/mapping";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { changeRecord, deleteRecord, listRecords } from "@/lib/records";
import { noteChanges } from "../push/changes";
import { openPageBed, PageBed, patient, shouted } from "../testing/page-bed";
import { sliceOf } from "../testing/pull-slice";
import { remapKept } from "./phase-remap";
import { readMappingReach } from "./remap-records";

environmentForTests();
let bed: PageBed;

beforeEach(async () => {
  bed = await openPageBed();
});

const people = (...ids: string[]) =>
  ids.map((id) => patient(id, { birthDate: `1990-01-0${ids.indexOf(id) + 1}` }));

/** Runs a slice of the job, whose pages hold `pageSize` records; answers its counts that are not zero. */
async function remap(pageSize = 100): Promise<Record<string, string>> {
  const remapping = new PageBed({ ...bed.run, remaps: true }, bed.actor, bed.checkpoint);
  const { slice } = await sliceOf(remapping, []);
  slice.pageSize = pageSize;
  expect(await remapKept(slice, null)).toEqual({ kind: "done" });
  bed.checkpoint = slice.checkpoint;
  const job = await withOrganization(bed.run, (tx) =>
    tx.one<Record<string, string>>(
      "select added, changed, unchanged, conflicted, failed, skipped from sync_jobs where id = $1",
      [bed.run.jobId],
    ),
  );
  await withOrganization(bed.run, (tx) =>
    tx.execute(
      "update sync_jobs set added = 0, changed = 0, unchanged = 0, conflicted = 0, failed = 0, skipped = 0 where id = $1",
      [bed.run.jobId],
    ),
  );
  return Object.fromEntries(Object.entries(job ?? {}).filter(([, count]) => count !== "0"));
}

async function readAll() {
  const { data } = await listRecords(bed.actor, "patients", {}, { limit: 50, place: null });
  return new Map(data.map((record) => [record.links[0]?.remoteId ?? "", record]));
}

const outdated = async () => (await readMappingReach(bed.actor, bed.run.integrationId, "patients")).outdated;

/** Has the bed's next counts begin at zero, and the remote ids of what it holds. */
async function take(...ids: string[]): Promise<void> {
  await bed.commit(people(...ids));
  await withOrganization(bed.run, (tx) =>
    tx.execute("update sync_jobs set added = 0 where id = $1", [bed.run.jobId]),
  );
}

describe("mapping anew", () => {
  it("gives each record what the mapping in force reads, page by page, once", async () => {
    await take("a", "b", "c", "d", "e");
    await bed.mapPatients(shouted);
    expect(await outdated()).toBe(5);
    expect(await remap(2)).toEqual({ changed: "5" });
    for (const record of (await readAll()).values())
      expect(record).toMatchObject({ version: 2, data: { firstName: "CAMILA" } });
    expect(await outdated()).toBe(0);
    expect(await remap()).toEqual({});
  });

  it("reads what a record has already as agreed, and changes nothing in it", async () => {
    await take("a");
    await bed.mapPatients({ localField: "firstName", remoteField: "name[0].given[0]" });
    expect(await remap()).toEqual({ unchanged: "1" });
    expect((await readAll()).get("a")?.version).toBe(1);
    expect(await outdated()).toBe(0);
  });

  it("follows a mapping that is brought back, and a lookup table that changes", async () => {
    const name = "languages";
    await take("a");
    await createLookup(bed.actor, { name, rows: [{ from: "Lopez", to: "es" }] });
    await bed.mapPatients({
      localField: "language",
      remoteField: "name[0].family",
      transform: { kind: "lookup", table: name },
    });
    await remap();
    expect((await readAll()).get("a")?.data.language).toBe("es");
    await changeLookup(bed.actor, { name, rows: [{ from: "Lopez", to: "en" }] });
    expect(await outdated()).toBe(1);
    await remap();
    expect((await readAll()).get("a")?.data.language).toBe("en");
    await bed.mapPatients();
    await rollbackMapping(bed.actor, bed.run.integrationId, "patients", { version: 1 });
    expect(await outdated()).toBe(1);
  });

  it("lists what cannot be mapped as errors of their records, and goes on with the others", async () => {
    await take("a", "b", "c");
    const code = "if (value.endsWith('2')) throw new Error('no'); return 'en'";
    await bed.mapPatients({
      localField: "language",
      remoteField: "birthDate",
      required: true,
      transform: { kind: "custom", code },
    });
    expect(await remap(2)).toEqual({ changed: "2", failed: "1" });
    const errors = await withOrganization(bed.run, (tx) =>
      tx.query("select remote_id, stage, code, owner from sync_errors"),
    );
    expect(errors).toEqual([{ remote_id: "b", stage: "map", code: "mapping_failed", owner: "tenant" }]);
    expect(await outdated()).toBe(1);
  });

  it("leaves what is known of the vendor as it came, and when", async () => {
    const known = () =>
      withOrganization(bed.run, (tx) =>
        tx.one(
          `select l.remote_base, l.last_pulled_at, l.remote_version, r.body, r.fetched_at
             from sync_links l join remote_resources r on r.link_id = l.id`,
          [],
        ),
      );
    await take("a");
    const before = await known();
    await bed.mapPatients(shouted);
    await remap();
    expect(await known()).toEqual(before);
  });
});

describe("a local change, while records are mapped anew,", () => {
  async function edit(patch: object): Promise<void> {
    const { id = "", version } = (await readAll()).get("a") ?? {};
    await changeRecord(bed.actor, "patients", id, { patch, ifMatch: String(version) });
  }

  it("stays beside what the mapping reads", async () => {
    await take("a");
    await edit({ email: "c@example.org" });
    await bed.mapPatients(shouted);
    expect(await remap()).toEqual({ changed: "1" });
    expect((await readAll()).get("a")?.data).toMatchObject({ firstName: "CAMILA", email: "c@example.org" });
  });

  it("is contested only by a mapping that reads the same field otherwise, and waits untouched from then on", async () => {
    await take("a");
    await edit({ firstName: "Cami" });
    await bed.mapPatients({
      localField: "language",
      remoteField: "none",
      transform: { kind: "default", value: "es" },
    });
    expect(await remap()).toEqual({ changed: "1" });
    expect((await readAll()).get("a")).toMatchObject({ openConflicts: 0, data: { firstName: "Cami" } });
    await bed.mapPatients(shouted);
    expect(await remap()).toEqual({ conflicted: "1" });
    const disputed = (await readAll()).get("a");
    expect(disputed).toMatchObject({ openConflicts: 1, data: { firstName: "Cami" } });
    await bed.mapPatients({ ...shouted, transform: "lowercase" });
    expect(await outdated()).toBe(0);
    expect(await remap()).toEqual({});
    expect((await readAll()).get("a")).toEqual(disputed);
  });

  it("keeps a record deleted", async () => {
    await take("a");
    const { id = "" } = (await readAll()).get("a") ?? {};
    await deleteRecord(bed.actor, "patients", id, "1");
    await bed.mapPatients(shouted);
    expect(await remap()).toEqual({ unchanged: "1" });
    expect((await readAll()).size).toBe(0);
  });
});

it("sends what changed to other integrations of the record, and none of it back to where it came from", async () => {
  await take("a");
  const integrationId = newId();
  await withOrganization(bed.run, async (tx) => {
    await tx.execute(
      `insert into integrations (id, organization_id, name, connector_id, provider, type, auth_type)
       values ($1, $2, 'Other', 'epic', 'Epic Systems', 'ehr', 'oauth2')`,
      [integrationId, bed.run.organizationId],
    );
    await tx.execute(
      `insert into sync_links (id, organization_id, integration_id, entity, remote_id, record_id, remote_base, local_base)
       select $1, organization_id, $2, entity, 'there', record_id, remote_base, local_base from sync_links`,
      [newId(), integrationId],
    );
  });
  await bed.mapPatients(shouted);
  await remap();
  const waiting = () =>
    withOrganization(bed.run, async (tx) => {
      await noteChanges(tx, bed.run, "patients");
      await noteChanges(tx, { ...bed.run, integrationId }, "patients");
      return tx.query("select integration_id from outbound_changes");
    });
  // The feed is read up to the oldest transaction still running, which may be one of another test.
  await expect.poll(waiting).toEqual([{ integration_id: integrationId }]);
});

describe("asking for it", () => {
  let admin: Caller;
  beforeEach(async () => {
    admin = await makeCaller("admin", bed.actor.organizationId);
    await take("a", "b");
  });
  const place = () => ({ id: bed.run.integrationId, params: { entity: "patients" } });
  const apply = (caller?: Caller) => call("POST", applyRoute, { caller, ...place() });
  const jobs = () =>
    withOrganization(bed.run, (tx) =>
      tx.query("select name, queue, lane from queue_jobs where payload ->> 'integrationId' = $1", [
        bed.run.integrationId,
      ]),
    );

  it("is refused to strangers, to those without the right and to other organizations", async () => {
    await bed.mapPatients(shouted);
    expect((await apply()).status).toBe(401);
    expect((await apply(await makeCaller("lab_staff", bed.actor.organizationId))).status).toBe(403);
    expect((await apply(await makeCaller("admin"))).status).toBe(404);
    expect(await jobs()).toEqual([]);
  });

  it("starts a job of the transformations queue in the integration's lane, one at a time", async () => {
    await bed.mapPatients(shouted);
    const { status, json } = await apply(admin);
    expect([status, json.type, json.entities]).toEqual([202, "REMAP", ["patients"]]);
    expect(await jobs()).toEqual([
      {
        name: "sync.remap",
        queue: "transformations",
        lane: expect.stringMatching(`/sync-${bed.run.integrationId}$`),
      },
    ]);
    expect((await call("GET", readRoute, { caller: admin, ...place() })).json).toEqual({
      version: 1,
      outdated: 2,
      jobId: json.id,
    });
    expect((await apply(admin)).json.code).toBe("remap_under_way");
    expect(await jobs()).toHaveLength(1);
  });

  it("is refused where nothing is to be mapped anew", async () => {
    expect((await apply(admin)).json.code).toBe("nothing_to_remap");
  });
});
