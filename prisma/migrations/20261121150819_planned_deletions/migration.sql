-- AlterTable
ALTER TABLE "sync_seen" ADD COLUMN     "outcome" TEXT;

-- By hand: a run saw many and will delete few.
create index sync_seen_verdicts on sync_seen (job_id, link_id) where verdict is not null;
