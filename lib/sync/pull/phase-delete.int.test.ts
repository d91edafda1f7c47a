import { expect, it } from "vitest";
import { GET as listRoute } from "@/app/api/sync/jobs/[id]/deletions/route";
import type { ReadResult } from "@/lib/connectors/contract";
import { call, makeCaller } from "@/lib/integrations/testing/routes";
import { withOrganization } from "@/lib/platform/db";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { changeRecord, listRecords } from "@/lib/records";
import { listPlannedDeletions } from "../list-planned-deletions";
import { openPageBed, type PageBed, patient, patientResource } from "../testing/page-bed";
import { sliceOf } from "../testing/pull-slice";
import { deleteGone } from "./phase-delete";

environmentForTests();

/** Patients whom the vendor called deleted when it was asked. */
async function bedWithGone(...ids: string[]): Promise<PageBed> {
  const bed = await openPageBed();
  await bed.commit(ids.map((id, n) => patient(id, { birthDate: `199${n}-01-01` })));
  await withOrganization(bed.run, async (tx) => {
    await tx.execute("delete from sync_seen where job_id = $1", [bed.run.jobId]);
    await tx.execute(
      `insert into sync_seen (job_id, link_id, organization_id, verdict)
       select $1, id, organization_id, 'deleted' from sync_links where integration_id = $2`,
      [bed.run.jobId, bed.run.integrationId],
    );
  });
  return bed;
}

async function listed(bed: PageBed) {
  const { data } = await listPlannedDeletions(bed.actor, bed.run.jobId, 50, null);
  return Object.fromEntries(data.map((row) => [row.remoteId, row]));
}

async function remainingIds(bed: PageBed): Promise<(string | undefined)[]> {
  const { data } = await listRecords(bed.actor, "patients", {}, { limit: 50, place: null });
  return data.map(({ links }) => links[0]?.remoteId).sort();
}

it("asks the vendor again once a person has agreed, and deletes only what is gone still", async () => {
  const bed = await bedWithGone("back", "gone", "silent");
  const answers: Record<string, ReadResult> = {
    gone: { state: "deleted", remoteId: "gone" },
    silent: {
      state: "refused",
      remoteId: "silent",
      error: {
        entity: "patients",
        remoteId: "silent",
        stage: "fetch",
        code: "unreadable",
        title: "It cannot be read",
        owner: "vendor",
        retryable: false,
      },
    },
  };
  const resource = patientResource("back", { birthDate: "1999-09-09" });
  const found = { entity: "patients", remoteId: "back", resource, text: JSON.stringify(resource) } as const;
  const { slice } = await sliceOf(
    bed,
    [],
    async (_context, id) => answers[id] ?? { state: "found", item: found },
  );
  expect(await deleteGone(slice, true)).toEqual({ kind: "done" });
  expect(await remainingIds(bed)).toEqual(["back", "silent"]);
  expect(await listed(bed)).toMatchObject({
    back: { outcome: "returned" },
    gone: { outcome: "deleted", label: "Lopez, Camila" },
    silent: { outcome: "kept" },
  });
});

it("tells a record that was changed here from one that was deleted", async () => {
  const bed = await bedWithGone("edited", "plain");
  const { data } = await listRecords(bed.actor, "patients", {}, { limit: 50, place: null });
  const id = data.find(({ links }) => links[0]?.remoteId === "edited")?.id ?? "";
  await changeRecord(bed.actor, "patients", id, { patch: { email: "c@example.org" }, ifMatch: "1" });
  const { slice } = await sliceOf(bed, []);
  expect(await deleteGone(slice, null)).toEqual({ kind: "done" });
  expect(await listed(bed)).toMatchObject({
    edited: { id, outcome: "conflicted" },
    plain: { outcome: "deleted" },
  });
});

it("keeps everything a person did not agree to, and names records only to who may read them", async () => {
  const bed = await bedWithGone("a", "b");
  const { slice } = await sliceOf(bed, []);
  expect(await deleteGone(slice, false)).toEqual({ kind: "done" });
  expect(await remainingIds(bed)).toEqual(["a", "b"]);
  const reader = { ...bed.actor, permissions: new Set(["sync:read"] as const) };
  const { data } = await listPlannedDeletions(reader, bed.run.jobId, 1, null);
  expect(data).toMatchObject([{ outcome: "kept", label: null }]);
});

it("lists them to those who may read syncs, page by page or as CSV, and to nobody of another organization", async () => {
  const bed = await bedWithGone("a", "b");
  const ask = async (role: string, query = "", organizationId?: string) =>
    call("GET", listRoute, { caller: await makeCaller(role, organizationId), id: bed.run.jobId, query });
  const own = bed.run.organizationId;
  expect((await call("GET", listRoute, { id: bed.run.jobId })).status).toBe(401);
  expect((await ask("clinic_staff", "", own)).status).toBe(403);
  expect((await ask("admin")).status).toBe(404);
  const { json } = await ask("lab_staff", "?limit=1", own);
  expect(json.data).toMatchObject([{ entity: "patients", verdict: "deleted", outcome: "planned" }]);
  const { json: rest } = await ask("lab_staff", `?limit=1&cursor=${json.nextCursor}`, own);
  expect([rest.data.length, rest.nextCursor]).toEqual([1, null]);
  const { key } = await makeCaller("lab_staff", own);
  const csv = await listRoute(
    new Request("http://127.0.0.1/list?format=csv", { headers: { authorization: `Bearer ${key}` } }),
    { params: Promise.resolve({ id: bed.run.jobId }) },
  );
  expect((await csv.text()).split("\n")[1]).toContain("Lopez");
});

it("ends the links to records that another system has without asking, and deletes none of them", async () => {
  const bed = await openPageBed();
  const known = (n: number) => ({ identifier: [{ system: "urn:oid:1.2.3", value: `A-${n}00` }] });
  const ids = Array.from({ length: 12 }, (_, n) => n + 1);
  await bed.commit(ids.map((n) => patient(`a${n}`, { ...known(n), birthDate: `19${50 + n}-01-02` })));
  const other = await bed.another();
  await other.commit(
    ids.slice(0, 11).map((n) => patient(`b${n}`, { ...known(n), birthDate: `19${50 + n}-01-02` })),
  );
  await withOrganization(bed.run, (tx) =>
    tx.execute(
      `insert into sync_seen (job_id, link_id, organization_id, verdict)
       select $1, id, organization_id, 'deleted' from sync_links where integration_id = $2
       on conflict (job_id, link_id) do update set verdict = 'deleted'`,
      [bed.run.jobId, bed.run.integrationId],
    ),
  );
  const { slice } = await sliceOf(bed, []);
  expect(await deleteGone(slice, null)).toEqual({ kind: "done" });
  const outcomes = Object.values(await listed(bed)).map(({ outcome }) => outcome);
  expect(Map.groupBy(outcomes, (outcome) => outcome).get("kept")).toHaveLength(11);
  expect(outcomes.filter((outcome) => outcome === "deleted")).toHaveLength(1);
  expect((await listRecords(bed.actor, "patients", {}, { limit: 50, place: null })).total).toBe(11);
});
