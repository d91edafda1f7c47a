-- CreateIndex
CREATE INDEX "sync_jobs_retry_of_idx" ON "sync_jobs"("retry_of");
