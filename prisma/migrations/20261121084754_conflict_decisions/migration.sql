-- DropIndex
DROP INDEX "sync_conflicts_organization_id_status_detected_at_idx";

-- AlterTable
ALTER TABLE "sync_links" ADD COLUMN     "ignored" JSONB;

-- AlterTable
ALTER TABLE "sync_conflicts" ADD COLUMN     "decisions" JSONB,
ADD COLUMN     "direction" TEXT NOT NULL DEFAULT 'INBOUND',
ADD COLUMN     "link_before" JSONB,
ADD COLUMN     "push_job_id" UUID,
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "remote_changed_at" TIMESTAMPTZ(3),
ADD COLUMN     "resolved_by" JSONB,
ADD COLUMN     "settled_version" INTEGER,
ADD COLUMN     "severity" TEXT NOT NULL DEFAULT 'HIGH',
ADD COLUMN     "strategy" TEXT;

-- CreateIndex
CREATE INDEX "sync_conflicts_organization_id_status_detected_at_id_idx" ON "sync_conflicts"("organization_id", "status", "detected_at", "id");

-- CreateIndex
CREATE INDEX "sync_conflicts_organization_id_status_severity_detected_at__idx" ON "sync_conflicts"("organization_id", "status", "severity", "detected_at", "id");

-- CreateIndex
CREATE INDEX "sync_conflicts_integration_id_status_detected_at_id_idx" ON "sync_conflicts"("integration_id", "status", "detected_at", "id");

-- The defaults are for conflicts of before alone: all came from pulls, and how much they matter is not known.
alter table sync_conflicts alter column direction drop default, alter column severity drop default;
