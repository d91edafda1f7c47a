/** Reads the vendor's pages from where the job stands and commits each. */
import type { PullCursor, PullPage, PullRequest } from "@/lib/connectors/contract";
import { nowMs } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { hasCode } from "@/lib/platform/errors";
import { isOnlyTold } from "@/lib/records";
import { syncErrors } from "../errors";
import { isOfOnePatient } from "../job-store";
import { publishProgress } from "../progress";
import { advanceCheckpoint, type JobCursor, startOfDelete } from "../run/checkpoint";
import { lineageOf } from "../run/lineage";
import type { PhaseEnd, Slice } from "../slice";
import { tell } from "../story";
import { startOfVerify } from "./phase-verify";
import { type Prepared, preparePage, prepareWhole } from "./prepare-page";
import { readAhead } from "./read-ahead";
import { pulledEntities } from "./scope";
import { keepReadUpTo, readUpTo } from "./watermarks";

/** Where the pull stands in the database. */
function settledAt({ checkpoint }: Slice): PullCursor | undefined {
  const { cursor } = checkpoint;
  return cursor.phase === "pull" ? (cursor.at ?? undefined) : undefined;
}

async function hasLinks({ run }: Slice): Promise<boolean> {
  const row = await withOrganization(run, (tx) =>
    tx.one<{ linked: boolean }>(
      "select exists (select 1 from sync_links where integration_id = $1) as linked",
      [run.integrationId],
    ),
  );
  return row?.linked ?? false;
}

async function requestOf(slice: Slice, at: PullRequest["cursor"]): Promise<PullRequest> {
  const { job, run } = slice;
  const ofOne = isOfOnePatient(job);
  const entities = pulledEntities(slice);
  const narrows = job.mode === "INCREMENTAL" && !ofOne;
  return {
    entities,
    mode: job.mode === "FULL" ? "full" : "incremental",
    changedSince: narrows ? await withOrganization(run, (tx) => readUpTo(tx, run, entities)) : undefined,
    cursor: at,
    // A first pull knows no line.
    mayLeaveUnread: await hasLinks(slice),
    get pageSize() {
      return slice.pageSize;
    },
    get settled() {
      return settledAt(slice);
    },
    patient: ofOne
      ? { remoteId: job.remote_patient_id ?? undefined, demographics: job.search ?? undefined }
      : undefined,
    knownRemoteIds: (entity, after, limit) =>
      withOrganization(run, async (tx) => {
        const rows = await tx.query<{ remote_id: string }>(
          `select remote_id from sync_links
            where integration_id = $1 and entity = $2 and state = 'linked' and remote_id > $3 and not ${isOnlyTold("sync_links")}
            order by remote_id limit $4`,
          [run.integrationId, entity, after ?? "", limit],
        );
        return rows.map((row) => row.remote_id);
      }),
  };
}

/** The vendor wants to be asked later: the place is kept and the slot goes to others. */
async function wait(slice: Slice, page: PullPage, waitMs: number): Promise<PhaseEnd> {
  const cursor: JobCursor = { phase: "pull", at: page.cursor };
  await withOrganization(slice.run, async (tx) => {
    slice.checkpoint = await advanceCheckpoint(tx, slice.run.jobId, slice.checkpoint, cursor);
    await tx.execute(
      "update sync_jobs set next_attempt_at = $2, slowed_by = 'vendor', total = coalesce($3, total) where id = $1",
      [slice.run.jobId, new Date(nowMs() + waitMs), page.total ?? null],
    );
    if (page.note) await tell(tx, slice.run, page.note);
  });
  publishProgress(slice.job.organization_id, slice.job.id);
  return { kind: "again", delayMs: waitMs };
}

/** A whole, clean enumeration: the next incremental run starts from it, and what was not seen may be asked for. */
async function close(slice: Slice, page: PullPage): Promise<JobCursor> {
  const { run, job } = slice;
  return withOrganization(run, async (tx) => {
    const unread = await tx.one<{ count: string }>(
      "select count(*) from sync_errors where job_id = any($1::uuid[]) and stage in ('fetch', 'parse')",
      [await lineageOf(tx, run.jobId)],
    );
    const clean = Number(unread?.count ?? 0) === 0;
    if (page.complete && clean && !isOfOnePatient(job)) {
      await keepReadUpTo(tx, run, pulledEntities(slice), page.complete.changedSince);
    }
    const compares = run.notesSeen && page.complete?.wholePopulation === true;
    if (compares && !clean) {
      await tell(tx, run, "Not everything could be read, so nothing was compared for deletions", "warning");
    }
    if (page.note) await tell(tx, run, page.note);
    slice.checkpoint = await advanceCheckpoint(
      tx,
      job.id,
      slice.checkpoint,
      compares && clean ? startOfVerify(slice) : startOfDelete,
    );
    return slice.checkpoint.cursor;
  });
}

interface PreparedPage {
  readonly page: PullPage;
  readonly prepared: Prepared;
}

/** Commits a page; `at` is where the job stands afterwards. */
async function commitPulled(
  slice: Slice,
  { page, prepared }: PreparedPage,
  at: PullCursor | null,
): Promise<PhaseEnd | undefined> {
  const commit = (ready: Prepared) =>
    slice.commit({
      ...ready,
      cursor: { phase: "pull", at },
      total: page.total,
      fetchMs: page.fetchMs,
    });
  try {
    return await commit(prepared);
  } catch (error) {
    if (!hasCode(error, "page_outdated")) throw error;
    return commit(await prepareWhole(slice, page));
  }
}

function tellNote(slice: Slice, note: string): Promise<void> {
  return withOrganization(slice.run, (tx) => tell(tx, slice.run, note));
}

function isEmpty({ items, unread = [], errors, deleted = [] }: PullPage): boolean {
  return [items, unread, errors, deleted].every(({ length }) => length === 0);
}

/** The last page keeps the place before it until its own items are in: a crash between the two repeats it. */
async function takeInLast(slice: Slice, last: PreparedPage): Promise<PhaseEnd> {
  const end = isEmpty(last.page) ? undefined : await commitPulled(slice, last, settledAt(slice) ?? null);
  if (end?.kind === "stop") return end;
  await close(slice, last.page);
  return { kind: "next" };
}

/** Nothing comes in. */
async function skip(slice: Slice): Promise<PhaseEnd> {
  const { run, checkpoint } = slice;
  slice.checkpoint = await withOrganization(run, (tx) =>
    advanceCheckpoint(tx, run.jobId, checkpoint, startOfDelete),
  );
  return { kind: "next" };
}

/**
 * Commits pages until the vendor has no more, the slice is over, or someone asks it to stop. Throws `nothing_to_ask` for a
 * vendor that tells by itself alone.
 */
export async function pull(slice: Slice, at: PullRequest["cursor"]): Promise<PhaseEnd> {
  const { connector, context } = slice;
  if (!connector.pull) throw syncErrors.nothing_to_ask();
  if (pulledEntities(slice).length === 0) return skip(slice);
  const pages = readAhead(
    connector.pull(context, await requestOf(slice, at)),
    async (page) => ({ page, prepared: await preparePage(slice, page) }),
    (page) => page.cursor === null || page.waitMs !== undefined,
  );
  let last: PhaseEnd = { kind: "again" };
  for await (const ready of pages) {
    const { page } = ready;
    if (page.waitMs !== undefined) return wait(slice, page, page.waitMs);
    if (page.cursor === null) {
      last = await takeInLast(slice, ready);
      continue;
    }
    if (page.note) await tellNote(slice, page.note);
    const end = await commitPulled(slice, ready, page.cursor);
    if (end) return end;
  }
  return last;
}
