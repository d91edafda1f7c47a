import { expect, it } from "vitest";
import type { ReadResult } from "@/lib/connectors/contract";
import { withOrganization } from "@/lib/platform/db";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { listRecords } from "@/lib/records";
import { advanceCheckpoint } from "../run/checkpoint";
import { openPageBed, type PageBed, patient, patientResource } from "../testing/page-bed";
import { sliceOf } from "../testing/pull-slice";
import { startOfVerify, verifyMissing } from "./phase-verify";

environmentForTests();

/** More than one statement compares. */
const linked = 12_000;
const remoteIdOf = (n: number) => `r${String(n).padStart(6, "0")}`;

/** Links of which the run saw all but these. */
async function bedThatMissed(...missed: number[]): Promise<PageBed> {
  const bed = await openPageBed();
  const { organizationId, integrationId, jobId } = bed.run;
  await withOrganization(bed.run, async (tx) => {
    await tx.execute(
      `with made as (
         insert into entity_records (id, organization_id, entity, data, content_hash, changed_by, created_at, updated_at)
         select gen_random_uuid(), $1, 'patients', '{}', '\\x00', '{}', now(), now() from generate_series(1, $2::int)
         returning id)
       insert into sync_links (id, organization_id, integration_id, entity, remote_id, record_id, remote_base, local_base, mapped_by)
       select gen_random_uuid(), $1, $3, 'patients', 'r' || lpad((row_number() over ())::text, 6, '0'), id, '\\x00', 1, 0 from made`,
      [organizationId, linked, integrationId],
    );
    await tx.execute(
      `insert into sync_seen (job_id, link_id, organization_id)
       select $1, id, $2 from sync_links where integration_id = $3 and remote_id <> all ($4::text[])`,
      [jobId, organizationId, integrationId, missed.map(remoteIdOf)],
    );
  });
  return bed;
}

/** Runs the phase against a vendor that answers so; says who was asked for, and how it ended. */
async function verifyWith(bed: PageBed, answer: (remoteId: string) => ReadResult) {
  const asked: string[] = [];
  const { slice } = await sliceOf(bed, [], async (_context, remoteId) => {
    asked.push(remoteId);
    return answer(remoteId);
  });
  const start = startOfVerify(slice);
  if (start.phase !== "verify") throw new Error("There is an entity to begin with");
  slice.checkpoint = await withOrganization(bed.run, (tx) =>
    advanceCheckpoint(tx, bed.run.jobId, slice.checkpoint, start),
  );
  const end = await verifyMissing(slice, start);
  return { asked, end, cursor: slice.checkpoint.cursor };
}

async function verdicts(bed: PageBed): Promise<unknown[]> {
  return withOrganization(bed.run, (tx) =>
    tx.query(
      `select l.remote_id as "remoteId", s.verdict from sync_seen s join sync_links l on l.id = s.link_id
        where s.job_id = $1 and s.verdict is not null order by 1`,
      [bed.run.jobId],
    ),
  );
}

it("asks for whom the run missed and for nobody else, however many there are", async () => {
  const missed = [1, 4_999, 5_000, 5_001, 9_876, linked];
  const bed = await bedThatMissed(...missed);
  const { asked, end, cursor } = await verifyWith(bed, (remoteId) => ({ state: "deleted", remoteId }));
  expect(asked.sort()).toEqual(missed.map(remoteIdOf));
  expect(end).toEqual({ kind: "next" });
  expect(cursor).toEqual({ phase: "delete", approved: null });
  expect(await verdicts(bed)).toEqual(missed.map((n) => ({ remoteId: remoteIdOf(n), verdict: "deleted" })));
});

it("goes on where a batch was full", async () => {
  const missed = Array.from({ length: 120 }, (_, n) => 4_950 + n);
  const bed = await bedThatMissed(...missed);
  const { asked } = await verifyWith(bed, (remoteId) => ({ state: "deleted", remoteId }));
  expect(asked.sort()).toEqual(missed.map(remoteIdOf));
});

it("takes in the survivor of a merge before it notes who is gone", async () => {
  const bed = await bedThatMissed(7);
  const into = { ...patient("survivor"), resource: patientResource("survivor") };
  await verifyWith(bed, (remoteId) => ({ state: "merged", remoteId, into }));
  const { data } = await listRecords(bed.actor, "patients", { q: "Lopez" }, { limit: 5, place: null });
  expect(data.map(({ links }) => links[0]?.remoteId)).toEqual(["survivor"]);
  expect(await verdicts(bed)).toEqual([{ remoteId: remoteIdOf(7), verdict: "merged" }]);
});
