/**
 * After a whole, clean run: asks the vendor about each linked record that the run did not see. What it still
 * has is only out of scope; what it says is deleted or merged is noted, and deleted in the next phase.
 */
import type { Entity } from "@/lib/connectors/contract";
import { withOrganization } from "@/lib/platform/db";
import { isOnlyTold } from "@/lib/records";
import { commitOutOfScope } from "../commit/deletions";
import { mapPage } from "../commit/map-page";
import { advanceCheckpoint, type JobCursor, startOfDelete } from "../run/checkpoint";
import { lineageOf } from "../run/lineage";
import type { PhaseEnd, Slice } from "../slice";
import { type Reread, reread } from "./reread";
import { pulledEntities } from "./scope";

type VerifyCursor = Extract<JobCursor, { phase: "verify" }>;

/** As many are asked for between two commits. */
const batch = 50;
/** So many links are compared by one statement: however many there are, each takes the same short time. */
const stretch = 5_000;

function startOf(entity: Entity | undefined): JobCursor {
  return entity === undefined ? startOfDelete : { phase: "verify", entity, after: "" };
}

export function startOfVerify(slice: Slice): JobCursor {
  return startOf(pulledEntities(slice)[0]);
}

function startBehind(slice: Slice, entity: Entity): JobCursor {
  const entities = pulledEntities(slice);
  return startOf(entities[entities.indexOf(entity) + 1]);
}

interface UnseenRow {
  readonly id: string;
  readonly remoteId: string;
}

/** Some links that the run did not see, and the place behind them. */
interface Unseen {
  readonly rows: readonly UnseenRow[];
  readonly next: JobCursor;
}

function nextUnseen(slice: Slice, { entity, after }: VerifyCursor): Promise<Unseen> {
  const { integrationId, jobId } = slice.run;
  return withOrganization(
    slice.run,
    async (tx) => {
      const end = await tx.one<{ remote_id: string }>(
        `select remote_id from sync_links where integration_id = $1 and entity = $2 and remote_id > $3
          order by remote_id offset ${stretch - 1} limit 1`,
        [integrationId, entity, after],
      );
      const rows = await tx.query<UnseenRow>(
        `select l.id, l.remote_id as "remoteId" from sync_links l
          where l.integration_id = $1 and l.entity = $2 and l.remote_id > $3 and ($4::text is null or l.remote_id <= $4)
            and l.state = 'linked' and not ${isOnlyTold("l")}
            and not exists (select 1 from sync_seen s
                             where s.job_id = any($6::uuid[]) and s.link_id = l.id
                               and (s.job_id = $5 or s.verdict is null))
          order by l.remote_id limit ${batch}`,
        [integrationId, entity, after, end?.remote_id ?? null, jobId, await lineageOf(tx, jobId)],
      );
      const last = rows.length === batch ? rows.at(-1)?.remoteId : end?.remote_id;
      const next: JobCursor =
        last === undefined ? startBehind(slice, entity) : { phase: "verify", entity, after: last };
      return { rows, next };
    },
    { byKeyOnly: true },
  );
}

/** Notes what the vendor says is gone, and what it has though the run did not see it. */
async function note(slice: Slice, rows: readonly UnseenRow[], answers: Reread): Promise<void> {
  const idOf = new Map(rows.map((row) => [row.remoteId, row.id]));
  const ids = (things: readonly { remoteId: string }[]) =>
    things.flatMap(({ remoteId }) => idOf.get(remoteId) ?? []);
  const { run, checkpoint } = slice;
  await withOrganization(run, async (tx) => {
    slice.checkpoint = await advanceCheckpoint(tx, run.jobId, checkpoint, checkpoint.cursor);
    for (const [verdict, links] of [
      ["deleted", ids(answers.deleted)],
      ["merged", ids(answers.merged)],
    ] as const) {
      await tx.execute(
        `insert into sync_seen (job_id, link_id, organization_id, verdict)
         select $1, v.id, $2, $3 from unnest($4::uuid[]) as v(id) on conflict do nothing`,
        [run.jobId, run.organizationId, verdict, links],
      );
    }
    await commitOutOfScope(tx, ids(answers.found));
  });
}

/** Asks the vendor about unseen links, and moves on behind them. */
async function verify(slice: Slice, entity: Entity, { rows, next }: Unseen): Promise<PhaseEnd | undefined> {
  const started = performance.now();
  const { connector, context, mappings } = slice;
  const wanted = rows.map(({ remoteId }) => ({ entity, remoteId }));
  const answers = await reread(connector, context, wanted);
  const into = answers.merged.map((merge) => merge.into);
  const survivors = await mapPage(connector, into, mappings);
  // First, because who is noted as merged is not asked for again.
  if (survivors.items.length > 0) await slice.takeIn({ items: survivors.items, deleted: [] });
  if (rows.length > 0) await note(slice, rows, answers);
  return slice.commit({
    items: [],
    errors: [...answers.errors, ...survivors.errors],
    warnings: survivors.warnings,
    deleted: [],
    cursor: next,
    fetchMs: performance.now() - started,
    mapMs: 0,
  });
}

/** Asks for everything unseen, in batches, then hands over to the deletions. */
export async function verifyMissing(slice: Slice, from: VerifyCursor): Promise<PhaseEnd> {
  let at: JobCursor = from;
  while (at.phase === "verify") {
    const unseen = await nextUnseen(slice, at);
    const isLast = unseen.next.phase !== "verify";
    // Where all were seen nothing needs to be kept, until the next slice has to know where to go on.
    if (unseen.rows.length > 0 || isLast || slice.isOver()) {
      const end = await verify(slice, at.entity, unseen);
      if (end?.kind === "stop" || (end && !isLast)) return end;
    }
    at = unseen.next;
  }
  return { kind: "next" };
}
