/** Deletes what the vendor says is gone, after asking a person when it is more than a set share. */
import type { Entity } from "@/lib/connectors/contract";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { commitDeleted } from "../commit/deletions";
import { advanceCheckpoint } from "../run/checkpoint";
import { countPage } from "../run/page-outcome";
import { noCounts } from "../run/sync-run";
import type { PhaseEnd, Slice } from "../slice";
import { tell } from "../story";

/** A run that would delete more than this share of an entity's linked records asks first. */
const allowedShare = 0.05;
/** So few are deleted without asking, whatever their share. */
const allowedCount = 10;
const batch = 200;

interface Verdict {
  link_id: string;
  entity: Entity;
  remote_id: string;
  verdict: "deleted" | "merged";
}

/** What a run would delete: how many in all, and the largest share of any one entity's linked records. */
async function planned(tx: Tx, slice: Slice): Promise<{ deletions: number; share: number }> {
  const rows = await tx.query<{ gone: string; linked: string }>(
    `select count(*) filter (where s.verdict is not null) as gone, count(*) as linked
       from sync_links l left join sync_seen s on s.job_id = $1 and s.link_id = l.id
      where l.integration_id = $2 and l.entity = any($3::text[]) and l.state = 'linked'
      group by l.entity`,
    [slice.run.jobId, slice.run.integrationId, slice.entities],
  );
  return {
    deletions: rows.reduce((sum, row) => sum + Number(row.gone), 0),
    share: Math.max(0, ...rows.map((row) => Number(row.gone) / Number(row.linked))),
  };
}

/** One batch in one transaction; answers how many verdicts it carried out. */
async function deleteBatch(slice: Slice): Promise<number> {
  return withOrganization(slice.run, async (tx) => {
    const rows = await tx.query<Verdict>(
      `select s.link_id, l.entity, l.remote_id, s.verdict from sync_seen s join sync_links l on l.id = s.link_id
        where s.job_id = $1 and s.verdict is not null order by s.link_id limit ${batch}`,
      [slice.run.jobId],
    );
    slice.checkpoint = await advanceCheckpoint(
      tx,
      slice.run.jobId,
      slice.checkpoint,
      slice.checkpoint.cursor,
    );
    for (const entity of new Set(rows.map((row) => row.entity))) {
      for (const verdict of ["deleted", "merged"] as const) {
        const remoteIds = rows
          .filter((row) => row.entity === entity && row.verdict === verdict)
          .map((row) => row.remote_id);
        const removed = await commitDeleted(tx, slice.run, entity, remoteIds, verdict);
        await countPage(tx, slice.run, { ...noCounts(), ...removed }, { entity });
      }
    }
    await tx.execute("update sync_seen set verdict = null where job_id = $1 and link_id = any($2::uuid[])", [
      slice.run.jobId,
      rows.map((row) => row.link_id),
    ]);
    return rows.length;
  });
}

/** `approved` is what a person decided; null while nobody has been asked. */
export async function deleteGone(slice: Slice, approved: boolean | null): Promise<PhaseEnd> {
  if (approved === null) {
    const plan = await withOrganization(slice.run, (tx) => planned(tx, slice));
    if (plan.deletions > allowedCount && plan.share > allowedShare) return { kind: "ask", ...plan };
  }
  if (approved === false) {
    await withOrganization(slice.run, (tx) => tell(tx, slice.run, "Nothing was deleted", "warning"));
    return { kind: "done" };
  }
  while ((await deleteBatch(slice)) === batch) {
    if (slice.isOver()) return { kind: "again" };
  }
  return { kind: "done" };
}
