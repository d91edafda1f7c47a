/** All effects of a page in one transaction: checkpoint, records, links, errors, the job's counts, its charts. */
import type { Entity } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import { databaseCode, type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { dependencyOrder } from "../entities";
import { syncErrors } from "../errors";
import type { Counts } from "../schema";
import { advanceCheckpoint, type Checkpoint, type JobCursor } from "./checkpoint";
import { commitEntity, commitKnown } from "./commit-entity";
import { commitDeleted } from "./deletions";
import { noteSeenByRemoteId } from "./links";
import type { HashedItem, MappedItem } from "./map-page";
import { addCounts, noCounts, type PullRun, type RecordError } from "./run";

export interface Page {
  readonly items: readonly MappedItem[];
  /** Items that are not mapped because their resource seemed to be the one last agreed on. */
  readonly known?: readonly HashedItem[];
  readonly errors: readonly RecordError[];
  readonly deleted: readonly { readonly entity: Entity; readonly remoteId: string }[];
  /** Where the job goes on after this page. */
  readonly cursor: JobCursor;
  readonly total?: number;
  readonly fetchMs: number;
  readonly mapMs: number;
}

/** What the job looks like after a page. */
export interface PageResult {
  readonly checkpoint: Checkpoint;
  readonly counts: Counts;
  /** What a person asked for meanwhile. */
  readonly wanted: "cancel" | "pause" | null;
}

function entitiesIn(page: Page): Entity[] {
  const present = new Set(
    [...page.items, ...(page.known ?? []), ...page.errors, ...page.deleted].map((thing) => thing.entity),
  );
  return dependencyOrder.filter((entity) => present.has(entity));
}

async function insertErrors(tx: Tx, run: PullRun, errors: readonly RecordError[]): Promise<void> {
  if (errors.length === 0) return;
  await tx.execute(
    `insert into sync_errors (id, organization_id, job_id, integration_id, entity, remote_id, stage, code, title, detail, owner, retryable, at)
     select e.id, $1, $2, $3, e.entity, e.remote_id, e.stage, e.code, e.title, e.detail, e.owner, e.retryable, $4
       from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bool[])
         as e(id, entity, remote_id, stage, code, title, detail, owner, retryable)`,
    [
      run.organizationId,
      run.jobId,
      run.integrationId,
      now(),
      errors.map(() => newId()),
      errors.map((error) => error.entity),
      errors.map((error) => error.remoteId ?? null),
      errors.map((error) => error.stage),
      errors.map((error) => error.code),
      errors.map((error) => error.title),
      errors.map((error) => error.detail ?? null),
      errors.map((error) => error.owner),
      errors.map((error) => error.retryable),
    ],
  );
}

async function commitGroup(tx: Tx, run: PullRun, entity: Entity, page: Page): Promise<Counts> {
  const items = page.items.filter((item) => item.entity === entity);
  const known = (page.known ?? []).filter((item) => item.entity === entity);
  const errors = page.errors.filter((error) => error.entity === entity);
  const gone = page.deleted.filter((item) => item.entity === entity).map((item) => item.remoteId);
  const written = await commitEntity(tx, run, entity, items);
  const unchanged = await commitKnown(tx, run, entity, known);
  const removed = await commitDeleted(tx, run, entity, gone);
  if (run.notesSeen) {
    await noteSeenByRemoteId(
      tx,
      run,
      entity,
      errors.flatMap((error) => error.remoteId ?? []),
    );
  }
  return addCounts(written, { ...noCounts(), ...removed, unchanged, failed: errors.length });
}

/** Adds a page's outcomes to the job and to the minute's rollup; answers what a person asked for meanwhile. */
export async function countPage(
  tx: Tx,
  run: PullRun,
  counts: Counts,
  progress: { entity: Entity | null; total?: number },
): Promise<PageResult["wanted"]> {
  const processed = Object.values(counts).reduce((sum, value) => sum + value, 0);
  const job = await tx.one<{ wanted: PageResult["wanted"] }>(
    `update sync_jobs
        set processed = processed + $2, added = added + $3, changed = changed + $4, deleted = deleted + $5,
            unchanged = unchanged + $6, conflicted = conflicted + $7, failed = failed + $8, skipped = skipped + $9,
            total = coalesce($10, total), progress_entity = coalesce($11, progress_entity),
            slowed_by = null, next_attempt_at = null, error = null
      where id = $1
     returning wanted`,
    [
      run.jobId,
      processed,
      counts.added,
      counts.changed,
      counts.deleted,
      counts.unchanged,
      counts.conflicted,
      counts.failed,
      counts.skipped,
      progress.total ?? null,
      progress.entity,
    ],
  );
  await tx.execute(
    `insert into sync_rollups as r (integration_id, organization_id, minute, added, changed, deleted, unchanged, conflicted, failed)
     values ($1, $2, date_trunc('minute', $3::timestamptz), $4, $5, $6, $7, $8, $9)
     on conflict (integration_id, minute) do update
       set added = r.added + excluded.added, changed = r.changed + excluded.changed, deleted = r.deleted + excluded.deleted,
           unchanged = r.unchanged + excluded.unchanged, conflicted = r.conflicted + excluded.conflicted, failed = r.failed + excluded.failed`,
    [
      run.integrationId,
      run.organizationId,
      now(),
      counts.added,
      counts.changed,
      counts.deleted,
      counts.unchanged,
      counts.conflicted,
      counts.failed,
    ],
  );
  return job?.wanted ?? null;
}

async function commitOnce(run: PullRun, from: Checkpoint, page: Page): Promise<PageResult> {
  const started = performance.now();
  return withOrganization(
    run,
    async (tx) => {
      const checkpoint = await advanceCheckpoint(tx, run.jobId, from, page.cursor);
      const entities = entitiesIn(page);
      let counts = noCounts();
      for (const entity of entities) counts = addCounts(counts, await commitGroup(tx, run, entity, page));
      await insertErrors(tx, run, page.errors);
      const wanted = await countPage(tx, run, counts, { entity: entities[0] ?? null, total: page.total });
      if (entities.length > 0) {
        await tx.execute(
          `insert into sync_job_steps (job_id, n, organization_id, entity, counts, fetch_ms, map_ms, write_ms, at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [
            run.jobId,
            checkpoint.seq,
            run.organizationId,
            entities.join(" "),
            JSON.stringify(counts),
            Math.round(page.fetchMs),
            Math.round(page.mapMs),
            Math.round(performance.now() - started),
            now(),
          ],
        );
      }
      // Last, because it locks the job's row in the queue, whose lease is renewed meanwhile.
      await run.advance(tx);
      return { checkpoint, counts, wanted };
    },
    { retries: 3, byKeyOnly: true },
  );
}

/** A value PostgreSQL will never take, whatever else happens: data exceptions and broken constraints. */
function refusesData(error: unknown): boolean {
  return /^(22|23|21|54)/.test(databaseCode(error) ?? "");
}

function refusedItem(item: MappedItem, error: unknown): RecordError {
  const problem = syncErrors.record_refused();
  return {
    entity: item.entity,
    remoteId: item.remoteId,
    stage: "write",
    code: problem.code,
    title: problem.title,
    detail: `PostgreSQL answered ${databaseCode(error)}.`,
    owner: "vendor",
    retryable: false,
  };
}

/**
 * Commits a page. When PostgreSQL refuses the data of one record the page is halved until that record stands
 * alone as an error; the others are written. Until the last part is in, the checkpoint stays before the page.
 * Throws `page_outdated` when a known item turns out to be another one, and nothing is written.
 */
export async function commitPage(run: PullRun, from: Checkpoint, page: Page): Promise<PageResult> {
  try {
    return await commitOnce(run, from, page);
  } catch (error) {
    if (!refusesData(error) || page.items.length === 0) throw error;
    const [only] = page.items;
    if (only && page.items.length === 1) {
      return commitOnce(run, from, {
        ...page,
        items: [],
        errors: [...page.errors, refusedItem(only, error)],
      });
    }
    const middle = Math.ceil(page.items.length / 2);
    const before = {
      ...page,
      items: page.items.slice(0, middle),
      known: [],
      errors: [],
      deleted: [],
      cursor: from.cursor,
    };
    const first = await commitPage(run, from, before);
    const second = await commitPage(run, first.checkpoint, {
      ...page,
      items: page.items.slice(middle),
      fetchMs: 0,
    });
    return { ...second, counts: addCounts(first.counts, second.counts) };
  }
}
