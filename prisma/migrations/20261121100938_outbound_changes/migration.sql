-- CreateTable
CREATE TABLE "outbound_changes" (
    "integration_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "sending_at" TIMESTAMPTZ(3),
    "sending_version" INTEGER,
    "refusals" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3),

    CONSTRAINT "outbound_changes_pkey" PRIMARY KEY ("integration_id","record_id")
);

-- CreateTable
CREATE TABLE "outbound_marks" (
    "integration_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "tx" xid8 NOT NULL,
    "record_id" UUID NOT NULL,

    CONSTRAINT "outbound_marks_pkey" PRIMARY KEY ("integration_id","entity")
);

-- CreateIndex
CREATE INDEX "outbound_changes_integration_id_entity_record_id_idx" ON "outbound_changes"("integration_id", "entity", "record_id");

-- By hand: whose rows they are, and who may touch them.
do $$
declare
  t text;
begin
  foreach t in array array['outbound_changes', 'outbound_marks']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy organization on %I for all to carelane_app using (organization_id = (select app_org())) with check (organization_id = (select app_org()))', t);
  end loop;
end
$$;
grant select, insert, update, delete on outbound_changes, outbound_marks to carelane_app;
