/**
 * Forgets what a complete run saw: a job of its own, for to delete a million rows would keep the run from its end. What
 * it found gone stays, for who wants to know what was deleted.
 */
import { handle, sweep } from "@/lib/queue";
import { forgetSeen } from "../jobs";

/** Deletes at most $1 rows. */
const seen = `
  delete from sync_seen where (job_id, link_id) in (
    select job_id, link_id from sync_seen where job_id = any($2::uuid[]) and verdict is null limit $1)`;

export const forgetSeenHandler = handle(forgetSeen, (context) =>
  sweep(context, [seen], [context.payload.syncJobIds]),
);
