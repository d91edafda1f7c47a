-- AlterTable
ALTER TABLE "integrations" ADD COLUMN     "next_sync_at" TIMESTAMPTZ(3);

-- By hand: what is due is looked for every few seconds.
create index integrations_next_sync on integrations (next_sync_at) where sync_enabled and status = 'active';
