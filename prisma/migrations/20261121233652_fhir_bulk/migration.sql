-- CreateTable
CREATE TABLE "fhir_groups" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "fhir_groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fhir_group_members" (
    "group_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,

    CONSTRAINT "fhir_group_members_pkey" PRIMARY KEY ("group_id","patient_id")
);

-- CreateTable
CREATE TABLE "fhir_exports" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "requested_by" JSONB NOT NULL,
    "clinic_ids" UUID[],
    "request_url" TEXT NOT NULL,
    "entities" TEXT[],
    "group_id" UUID,
    "since" TIMESTAMPTZ(3),
    "transaction_time" TIMESTAMPTZ(3) NOT NULL,
    "tx" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "state" TEXT NOT NULL DEFAULT 'running',
    "step" INTEGER NOT NULL DEFAULT 0,
    "stage" INTEGER NOT NULL DEFAULT 0,
    "after" UUID,
    "file" INTEGER NOT NULL DEFAULT 0,
    "file_stage" INTEGER NOT NULL DEFAULT -1,
    "file_lines" INTEGER NOT NULL DEFAULT 0,
    "done" BIGINT NOT NULL DEFAULT 0,
    "total" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "fhir_exports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fhir_export_chunks" (
    "export_id" UUID NOT NULL,
    "file" INTEGER NOT NULL,
    "part" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "lines" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "fhir_export_chunks_pkey" PRIMARY KEY ("export_id","file","part")
);

-- CreateIndex
CREATE INDEX "fhir_groups_organization_id_id_idx" ON "fhir_groups"("organization_id", "id");

-- CreateIndex
CREATE INDEX "fhir_exports_organization_id_state_idx" ON "fhir_exports"("organization_id", "state");

-- By hand: whose rows they are, and who may touch them.
do $$
declare
  t text;
begin
  foreach t in array array['fhir_groups', 'fhir_group_members', 'fhir_exports', 'fhir_export_chunks']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy organization on %I for all to carelane_app
         using (organization_id = (select app_org())) with check (organization_id = (select app_org()))', t);
  end loop;
end
$$;
grant select, insert on fhir_groups, fhir_group_members to carelane_app;
grant select, insert, update on fhir_exports to carelane_app;
grant select, insert on fhir_export_chunks to carelane_app;

-- What has served its time is swept across organizations.
create policy system on fhir_exports for all to carelane_system using (true) with check (true);
create policy system on fhir_export_chunks for all to carelane_system using (true) with check (true);
grant select, delete on fhir_exports, fhir_export_chunks to carelane_system;

-- A chunk is compressed and sealed already.
alter table fhir_export_chunks alter column body set storage external;
