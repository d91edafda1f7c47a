/**
 * After a whole, clean run: asks the vendor about each linked record that the run did not see. What it still
 * has is only out of scope; what it says is deleted or merged is noted, and deleted in the next phase.
 */
import type { Entity } from "@/lib/connectors/contract";
import { withOrganization } from "@/lib/platform/db";
import { commitOutOfScope } from "../commit/deletions";
import { mapPage } from "../commit/map-page";
import { advanceCheckpoint } from "../run/checkpoint";
import { lineageOf } from "../run/lineage";
import type { PhaseEnd, Slice } from "../slice";
import { type Reread, reread } from "./reread";

const batch = 50;

interface UnseenRow {
  id: string;
  entity: Entity;
  remote_id: string;
}

function unseen(slice: Slice, after: string | null): Promise<UnseenRow[]> {
  const { integrationId, jobId } = slice.run;
  return withOrganization(slice.run, async (tx) =>
    tx.query<UnseenRow>(
      `select l.id, l.entity, l.remote_id from sync_links l
        where l.integration_id = $1 and l.entity = any($2::text[]) and l.state = 'linked'
          and ($3::uuid is null or l.id > $3)
          and not exists (select 1 from sync_seen s
                           where s.job_id = any($5::uuid[]) and s.link_id = l.id
                             and (s.job_id = $4 or s.verdict is null))
        order by l.id limit ${batch}`,
      [integrationId, slice.entities, after, jobId, await lineageOf(tx, jobId)],
    ),
  );
}

async function note(slice: Slice, rows: readonly UnseenRow[], answers: Reread, last: string): Promise<void> {
  const idOf = new Map(rows.map((row) => [`${row.entity}/${row.remote_id}`, row.id]));
  const ids = (things: readonly { entity: Entity; remoteId: string }[]) =>
    things.flatMap((thing) => idOf.get(`${thing.entity}/${thing.remoteId}`) ?? []);
  await withOrganization(slice.run, async (tx) => {
    slice.checkpoint = await advanceCheckpoint(tx, slice.run.jobId, slice.checkpoint, {
      phase: "verify",
      after: last,
    });
    for (const [verdict, links] of [
      ["deleted", ids(answers.deleted)],
      ["merged", ids(answers.merged)],
    ] as const) {
      await tx.execute(
        `insert into sync_seen (job_id, link_id, organization_id, verdict)
         select $1, v.id, $2, $3 from unnest($4::uuid[]) as v(id) on conflict do nothing`,
        [slice.run.jobId, slice.run.organizationId, verdict, links],
      );
    }
    await commitOutOfScope(tx, ids(answers.found));
  });
}

/** Asks for everything unseen, in batches, then hands over to the deletions. */
export async function verifyMissing(slice: Slice, after: string | null): Promise<PhaseEnd> {
  let last = after;
  for (;;) {
    const rows = await unseen(slice, last);
    const started = performance.now();
    const wanted = rows.map((row) => ({ entity: row.entity, remoteId: row.remote_id }));
    const answers = await reread(slice.connector, slice.context, wanted);
    last = rows.at(-1)?.id ?? last;
    if (last !== null && rows.length > 0) await note(slice, rows, answers, last);
    const survivors = await mapPage(
      slice.connector,
      answers.merged.map((merge) => merge.into),
      slice.mappings,
    );
    const isLast = rows.length < batch;
    const end = await slice.commit({
      items: survivors.items,
      errors: [...answers.errors, ...survivors.errors],
      warnings: survivors.warnings,
      deleted: [],
      cursor: isLast ? { phase: "delete", approved: null } : { phase: "verify", after: last },
      fetchMs: performance.now() - started,
      mapMs: 0,
    });
    if (isLast) return end?.kind === "stop" ? end : { kind: "next" };
    if (end) return end;
  }
}
