/**
 * What a run saw is forgotten when it completes, and kept after FAILED and CANCELLED for the retry that goes on with
 * it. Without a retry it would stay for ever: it goes a week later, or when a newer whole run of the same records
 * has completed. A job retried after that starts again from the beginning, see `retryCursor`.
 */
import { handle, sweep } from "@/lib/queue";
import { sweepSeen } from "../jobs";

/**
 * Deletes at most $1 rows. While any retry of the integration is at work, or could itself be retried, nothing goes:
 * it may be the one that goes on with the run.
 */
const unclaimed = `
  delete from sync_seen where (job_id, link_id) in (
    select s.job_id, s.link_id from sync_seen s join sync_jobs j on j.id = s.job_id
     where j.status in ('FAILED', 'CANCELLED')
       and (j.finished_at < now() - interval '7 days'
         or exists (select 1 from sync_jobs newer
                     where newer.integration_id = j.integration_id and newer.created_at > j.created_at
                       and newer.status = 'COMPLETED' and newer.mode = 'FULL' and newer.remote_patient_id is null
                       and newer.search is null and newer.entities @> j.entities))
       and not exists (select 1 from sync_jobs retry
                        where retry.integration_id = j.integration_id and retry.created_at > j.created_at
                          and retry.retry_of is not null
                          and (retry.finished_at is null
                            or retry.status <> 'COMPLETED'
                               and retry.finished_at > now() - interval '7 days'))
     limit $1)`;

export const sweepSeenHandler = handle(sweepSeen, (context) => sweep(context, [unclaimed]));
