-- CreateTable
CREATE TABLE "patient_matches" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "remote_id" TEXT NOT NULL,
    "remote_version" TEXT,
    "remote_hash" BYTEA NOT NULL,
    "mapped_by" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "remote" JSONB NOT NULL,
    "candidates" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'OPEN',
    "record_id" UUID,
    "detected_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" JSONB,
    "reason" TEXT,

    CONSTRAINT "patient_matches_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "patient_matches_organization_id_status_detected_at_id_idx" ON "patient_matches"("organization_id", "status", "detected_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "patient_matches_integration_id_remote_id_key" ON "patient_matches"("integration_id", "remote_id");

-- By hand: whose rows they are, and who may touch them. What waits here belongs to no record yet, and so to no clinic.
alter table patient_matches enable row level security;
alter table patient_matches force row level security;
create policy organization on patient_matches for all to carelane_app
  using (organization_id = (select app_org()) and (select app_clinics()) is null)
  with check (organization_id = (select app_org()));
grant select, insert, update, delete on patient_matches to carelane_app;
