-- AlterTable
ALTER TABLE "sync_links" ADD COLUMN     "mapped_by" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "field_mappings" (
    "integration_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "fields" JSONB NOT NULL,
    "note" TEXT,
    "saved_by" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "field_mappings_pkey" PRIMARY KEY ("integration_id","entity","version")
);

-- CreateTable
CREATE TABLE "lookup_tables" (
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lookup_tables_pkey" PRIMARY KEY ("organization_id","name")
);

-- AddForeignKey
ALTER TABLE "field_mappings" ADD CONSTRAINT "field_mappings_integration_id_fkey" FOREIGN KEY ("integration_id") REFERENCES "integrations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: whose rows they are, and who may touch them. A version that was saved is never changed.
do $$
declare
  t text;
begin
  foreach t in array array['field_mappings', 'lookup_tables']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy organization on %I for all to carelane_app using (organization_id = (select app_org())) with check (organization_id = (select app_org()))', t);
  end loop;
end
$$;
grant select, insert, delete on field_mappings to carelane_app;
grant select, insert, update, delete on lookup_tables to carelane_app;

-- Field mappings that were written down with their integration become first versions. The owner sees no rows while
-- row-level security is forced on it.
alter table integrations no force row level security;
alter table field_mappings no force row level security;
insert into field_mappings (integration_id, entity, version, organization_id, fields, saved_by, saved_at)
select i.id, m.key, 1, i.organization_id, m.value,
       coalesce(nullif(i.created_by, 'null'), jsonb_build_object('kind', 'system', 'id', i.id, 'name', 'Carelane')), i.updated_at
  from integrations i cross join jsonb_each(i.settings -> 'fieldMappings') m
 where jsonb_array_length(m.value) > 0;
update integrations set settings = settings - 'fieldMappings';
alter table integrations force row level security;
alter table field_mappings force row level security;
