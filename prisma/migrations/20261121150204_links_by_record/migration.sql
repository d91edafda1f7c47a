-- A record's link to one integration. By record alone, PostgreSQL joins it with all links of the integration, as long
-- as it has no statistics of a table just filled: for each record anew.
-- DropIndex
DROP INDEX "sync_links_record_id_idx";

-- CreateIndex
CREATE INDEX "sync_links_record_id_integration_id_idx" ON "sync_links"("record_id", "integration_id");
