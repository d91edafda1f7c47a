/** All effects of a page in one transaction: checkpoint, records, links, errors, the job's counts, its charts. */
import type { Entity } from "@/lib/connectors/contract";
import { databaseCode, refusesData, type Tx, withOrganization } from "@/lib/platform/db";
import { dependencyOrder } from "../entities";
import { syncErrors } from "../errors";
import { advanceCheckpoint, type Checkpoint, type JobCursor } from "../run/checkpoint";
import { addStep, countPage, insertErrors, type Wanted } from "../run/page-outcome";
import { addCounts, type MappingWarning, noCounts, type RecordError, type SyncRun } from "../run/sync-run";
import type { Counts } from "../schema";
import { tellOnce } from "../story";
import { commitEntity } from "./commit-entity";
import { commitDeleted } from "./deletions";
import { confirmKnown, type KnownItem } from "./known-items";
import { noteSeenByRemoteId } from "./links";
import type { MappedItem } from "./map-page";

export interface Page {
  readonly items: readonly MappedItem[];
  /** Items that are not mapped because their resource seemed to be the one last agreed on. */
  readonly known?: readonly KnownItem[];
  readonly errors: readonly RecordError[];
  /** Fields that could not be mapped, of records that were taken in all the same. */
  readonly warnings?: readonly MappingWarning[];
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
  readonly wanted: Wanted;
}

function entitiesIn(page: Page): Entity[] {
  const present = new Set(
    [...page.items, ...(page.known ?? []), ...page.errors, ...page.deleted].map((thing) => thing.entity),
  );
  return dependencyOrder.filter((entity) => present.has(entity));
}

/** Says of each field that cannot be mapped why, once in a job: the same happens to many records. */
async function tellWarnings(tx: Tx, run: SyncRun, warnings: readonly MappingWarning[]): Promise<void> {
  const sentences = warnings.map(
    ({ entity, path, message }) =>
      `The field ${path} of ${entity} keeps what the connector read, since its mapping failed: ${message}`,
  );
  for (const sentence of new Set(sentences)) await tellOnce(tx, run, sentence, "warning");
}

async function commitGroup(tx: Tx, run: SyncRun, entity: Entity, page: Page): Promise<Counts> {
  const items = page.items.filter((item) => item.entity === entity);
  const known = (page.known ?? []).filter((item) => item.entity === entity);
  const errors = page.errors.filter((error) => error.entity === entity);
  const gone = page.deleted.filter((item) => item.entity === entity).map((item) => item.remoteId);
  const written = await commitEntity(tx, run, entity, items);
  const unchanged = await confirmKnown(tx, run, known);
  const removed = await commitDeleted(tx, run, entity, gone);
  if (run.notesSeen) {
    await noteSeenByRemoteId(
      tx,
      run,
      entity,
      errors.flatMap((error) => error.remoteId ?? []),
    );
  }
  return addCounts(addCounts(written, { ...noCounts(), ...removed }), {
    ...noCounts(),
    unchanged,
    failed: errors.length,
  });
}

async function commitOnce(run: SyncRun, from: Checkpoint, page: Page): Promise<PageResult> {
  const started = performance.now();
  return withOrganization(
    run,
    async (tx) => {
      const checkpoint = await advanceCheckpoint(tx, run.jobId, from, page.cursor);
      const entities = entitiesIn(page);
      let counts = noCounts();
      for (const entity of entities) counts = addCounts(counts, await commitGroup(tx, run, entity, page));
      await insertErrors(tx, run, page.errors);
      await tellWarnings(tx, run, page.warnings ?? []);
      const wanted = await countPage(tx, run, counts, { entity: entities[0] ?? null, total: page.total });
      if (entities.length > 0) {
        const writeMs = performance.now() - started;
        const { fetchMs, mapMs } = page;
        await addStep(tx, run, checkpoint, { entity: entities.join(" "), counts, fetchMs, mapMs, writeMs });
      }
      // Last, because it locks the job's row in the queue, whose lease is renewed meanwhile.
      await run.advance(tx);
      return { checkpoint, counts, wanted };
    },
    { retries: 3, byKeyOnly: true },
  );
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
export async function commitPage(run: SyncRun, from: Checkpoint, page: Page): Promise<PageResult> {
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
      warnings: [],
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
