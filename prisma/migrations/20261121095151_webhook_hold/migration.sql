-- AlterTable
ALTER TABLE "webhook_endpoints" ADD COLUMN     "held_until" TIMESTAMPTZ(3);

-- By hand: what waits for a further try, whose records' later news wait for it.
create index webhook_deliveries_waiting on webhook_deliveries (endpoint_id) where status = 'FAILED';
