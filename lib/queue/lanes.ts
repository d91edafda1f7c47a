/** Lanes: of each, one job in flight, in order. */
import type { Tx } from "@/lib/platform/db";
import { isBlocked, isLive } from "./states";

/** Marks the next job of a lane ready after the one before it has ended. */
export async function promoteNext(tx: Tx, lane: string): Promise<void> {
  await tx.execute(
    `update queue_jobs set ready = true
      where id = (select id from queue_jobs where lane = $1 and ${isLive} order by seq limit 1 for update skip locked)
        and not ready`,
    [lane],
  );
}

/**
 * Marks heads ready that a race left behind: enqueued while the job before them was ending. Looks at `limit` lanes
 * that have blocked jobs, in order of name after `after`; answers where to go on, or "" at the end.
 */
export async function promoteForgottenHeads(tx: Tx, after: string, limit: number): Promise<string> {
  const walked = await tx.one<{ last: string | null; lanes: number }>(sweepLanes, [after, limit]);
  return walked?.last && walked.lanes === limit ? walked.last : "";
}

const sweepLanes = `
  with recursive lanes (lane) as (
    (select lane from queue_jobs where ${isBlocked} and lane > $1 order by lane limit 1)
    union all
    select (select j.lane from queue_jobs j where ${isBlocked} and j.lane > l.lane order by j.lane limit 1)
      from lanes l
     where l.lane is not null
  ),
  walked as (select lane from lanes where lane is not null limit $2),
  heads as (
    select head.id
      from walked w
      cross join lateral (
        select j.id, j.ready, j.state from queue_jobs j where j.lane = w.lane and ${isLive} order by j.seq limit 1
      ) head
     where not head.ready and head.state in ('waiting', 'delayed')
  ),
  promoted as (
    update queue_jobs set ready = true
     where id in (select id from queue_jobs where id in (select id from heads) for update skip locked)
  )
  select max(lane) as last, count(*)::int as lanes from walked`;
