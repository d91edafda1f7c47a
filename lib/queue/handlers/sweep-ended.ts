/** Deletes what has served its time. */
import { handle } from "../handle";
import { sweepEnded } from "../jobs";
import { sweep } from "../sweep";

/** Each deletes at most $1 rows. */
const sweeps = [
  `delete from queue_jobs where id in (
     select id from queue_jobs
      where finished_at < now() - interval '7 days'
      limit $1)`,
  `delete from inbound_keys where (organization_id, kind, source, key) in (
     select organization_id, kind, source, key from inbound_keys where expires_at < now() limit $1)`,
  `delete from sessions where id in (select id from sessions where expires_at < now() limit $1)`,
  `delete from worker_heartbeats where worker_id in (
     select worker_id from worker_heartbeats where at < now() - interval '1 day' limit $1)`,
];

export const sweepEndedHandler = handle(sweepEnded, (context) => sweep(context, sweeps));
