-- CreateTable
CREATE TABLE "search_dates" (
    "record_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "key" BIGINT NOT NULL,
    "low" TIMESTAMPTZ(3) NOT NULL,
    "high" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "search_dates_pkey" PRIMARY KEY ("record_id","key")
);

-- CreateTable
CREATE TABLE "fhir_bodies" (
    "record_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "fhir_bodies_pkey" PRIMARY KEY ("record_id","version")
);

-- CreateTable
CREATE TABLE "fhir_clients" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "jwks_url" TEXT,
    "jwks" JSONB,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "fhir_clients_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "search_dates_key_high_low_idx" ON "search_dates"("key", "high", "low");

-- CreateIndex
CREATE INDEX "fhir_clients_organization_id_id_idx" ON "fhir_clients"("organization_id", "id");

-- CreateIndex
CREATE INDEX "entity_records_organization_id_entity_id_idx" ON "entity_records"("organization_id", "entity", "id");

-- CreateIndex
CREATE INDEX "entity_versions_organization_id_at_record_id_version_idx" ON "entity_versions"("organization_id", "at", "record_id", "version");

-- By hand: who sees what. Whoever sees a record sees what it is found by and what a client's resource said of it.
do $$
declare
  t text;
begin
  foreach t in array array['search_dates', 'fhir_bodies']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy organization on %1$I for all to carelane_app
         using (organization_id = (select app_org()) and ((select app_clinics()) is null
           or exists (select 1 from record_clinics c where c.record_id = %1$I.record_id)))
         with check (organization_id = (select app_org()))', t);
  end loop;
end
$$;
alter table fhir_clients enable row level security;
alter table fhir_clients force row level security;
create policy organization on fhir_clients for all to carelane_app
  using (organization_id = (select app_org())) with check (organization_id = (select app_org()));
-- A token is asked for by someone whose organization is not known yet.
create policy system on fhir_clients for select to carelane_system using (true);
grant select, insert, update, delete on search_dates to carelane_app;
grant select, insert on fhir_bodies to carelane_app;
grant select, insert, update on fhir_clients to carelane_app;
grant select on fhir_clients to carelane_system;

-- Any of several tokens; as records_with_tokens, for searches with alternatives. Here and in the two that are there
-- already the clinics are asked for in place: a function of its own costs ten microseconds a record, of which a search
-- for a frequent code collects thousands.
create function records_with_any_token(search_entity text, tokens json, at_most int)
returns setof uuid language sql stable security definer set search_path = public as $$
  select s.record_id
    from search_entries s
   where s.keys && search_keys(app_org(), search_entity, tokens)
     and s.organization_id = app_org() and s.entity = search_entity
     and ((select app_clinics()) is null or exists (select 1 from record_clinics c
           where c.record_id = s.record_id and c.clinic_id = any ((select app_clinics())::uuid[])))
   limit at_most
$$;
revoke all on function records_with_any_token(text, json, int) from public;
grant execute on function records_with_any_token(text, json, int) to carelane_app;
create or replace function records_with_tokens(search_entity text, tokens json, at_most int)
returns setof uuid language sql stable security definer set search_path = public as $$
  select s.record_id
    from search_entries s
   where s.keys @> search_keys(app_org(), search_entity, tokens)
     and s.organization_id = app_org() and s.entity = search_entity
     and ((select app_clinics()) is null or exists (select 1 from record_clinics c
           where c.record_id = s.record_id and c.clinic_id = any ((select app_clinics())::uuid[])))
   limit at_most
$$;
create or replace function records_with_words(search_entity text, pattern text, at_most int)
returns setof uuid language sql stable security definer set search_path = public as $$
  select s.record_id
    from search_entries s
   where s.organization_id = app_org() and s.entity = search_entity and s.words like pattern and s.words <> ''
     and ((select app_clinics()) is null or exists (select 1 from record_clinics c
           where c.record_id = s.record_id and c.clinic_id = any ((select app_clinics())::uuid[])))
   limit at_most
$$;

-- What was written last waits in a list that every look-up reads whole: a quarter of a megabyte of it, not four.
alter index search_entries_keys set (gin_pending_list_limit = 256);

-- The dates of the records that are there already, read as lib/records/search-dates.ts reads them. What is no date
-- has no range.
create function pg_temp.moment(written text, is_end boolean) returns timestamptz language plpgsql immutable as $$
declare
  starts timestamptz;
  lasts interval;
begin
  if written is null or written like '0000%' or written like '%:60%' then return null; end if;
  lasts := case length(written) when 4 then '1 year' when 7 then '1 month' when 10 then '1 day'
    else case when written ~ '\.\d' then '1 millisecond' when written ~ 'T\d\d:\d\d:' then '1 second' else '1 minute' end end;
  starts := date_trunc('milliseconds', (case length(written) when 4 then written || '-01-01T00:00:00Z'
    when 7 then written || '-01T00:00:00Z' when 10 then written || 'T00:00:00Z'
    else regexp_replace(written, '(\.\d{3})\d+', '\1') || case when written ~ '(Z|[+-]\d\d:\d\d)$' then '' else 'Z' end
    end)::timestamptz);
  if starts < '0001-01-01Z' then return null; end if;
  if not is_end then return starts; end if;
  return case when starts >= '9999-01-01Z' and (starts + lasts) >= '10000-01-01Z' then 'infinity' else starts + lasts end;
exception when others then
  return null;
end
$$;
set local timezone = 'UTC';
-- An owner who is no superuser would see none of the rows.
alter table entity_records no force row level security;
alter table search_dates no force row level security;
insert into search_dates (record_id, organization_id, key, low, high)
select r.id, r.organization_id, (search_keys(r.organization_id, r.entity, json_build_array('date ' || p.parameter)))[1],
       coalesce(m.low, '-infinity'), coalesce(m.high, 'infinity')
  from (values
    ('patients', 'birthdate', 'dateOfBirth', 'dateOfBirth'), ('patients', 'death-date', 'deceased', 'deceased'),
    ('observations', 'date', 'effectiveAt', 'effectiveAt'),
    ('conditions', 'onset-date', 'onsetAt', 'onsetAt'), ('conditions', 'abatement-date', 'abatedAt', 'abatedAt'),
    ('conditions', 'recorded-date', 'recordedAt', 'recordedAt'),
    ('medications', 'expiration-date', 'expiresAt', 'expiresAt'),
    ('medication_requests', 'authoredon', 'authoredAt', 'authoredAt'),
    ('appointments', 'date', 'startAt', 'startAt'), ('encounters', 'date', 'startAt', 'endAt'),
    ('diagnostic_reports', 'date', 'effectiveAt', 'effectiveAt'), ('diagnostic_reports', 'issued', 'issuedAt', 'issuedAt'),
    ('documents', 'date', 'indexedAt', 'indexedAt'), ('documents', 'period', 'startAt', 'endAt')
  ) as p(entity, parameter, begins, ends)
  join entity_records r on r.entity = p.entity
 cross join lateral (
   select pg_temp.moment(case when jsonb_typeof(r.data -> p.begins) = 'string' then r.data ->> p.begins end, false) as low,
          pg_temp.moment(case when jsonb_typeof(r.data -> p.ends) = 'string' then r.data ->> p.ends end, true) as high
 ) as m
 where (m.low is not null or m.high is not null) and coalesce(m.low, '-infinity') < coalesce(m.high, 'infinity');
alter table entity_records force row level security;
alter table search_dates force row level security;
