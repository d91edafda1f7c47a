-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "integrations" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "connector_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'configuring',
    "status_reason" TEXT,
    "auth_type" TEXT NOT NULL,
    "credentials" JSONB NOT NULL DEFAULT '{}',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "sync_direction" TEXT NOT NULL DEFAULT 'pull',
    "sync_strategy" TEXT NOT NULL DEFAULT 'manual',
    "schedule" JSONB,
    "sync_enabled" BOOLEAN NOT NULL DEFAULT false,
    "entity_mappings" JSONB NOT NULL DEFAULT '[]',
    "capabilities" TEXT[],
    "version" TEXT NOT NULL DEFAULT '1.0.0',
    "created_by" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sync_at" TIMESTAMPTZ(3),

    CONSTRAINT "integrations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integration_keys" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "algorithm" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "private_key" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "integration_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "integration_events" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "type" TEXT NOT NULL,
    "severity" TEXT NOT NULL DEFAULT 'info',
    "actor" JSONB,
    "job_id" UUID,
    "message" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "integration_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "mrn_system" TEXT NOT NULL DEFAULT 'urn:carelane:mrn',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "clinic_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "role" TEXT,
    "scopes" TEXT[],
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "tx" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "entity" TEXT,
    "record_id" TEXT,
    "target" JSONB,
    "request_id" TEXT,
    "ip" TEXT,
    "mac" BYTEA NOT NULL,
    "seq" BIGINT,
    "hash" BYTEA,
    "previous_hash" BYTEA,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_keys" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "data_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_keys" (
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "answer" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbound_keys_pkey" PRIMARY KEY ("organization_id","kind","source","key")
);

-- CreateTable
CREATE TABLE "queue_jobs" (
    "id" UUID NOT NULL,
    "organization_id" UUID,
    "name" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "priority" SMALLINT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "ready" BOOLEAN NOT NULL DEFAULT false,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL,
    "postponements" INTEGER NOT NULL DEFAULT 0,
    "crashes" SMALLINT NOT NULL DEFAULT 0,
    "run_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_until" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "error" JSONB,
    "request_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "queue_jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scheduled_tasks" (
    "name" TEXT NOT NULL,
    "organization_id" UUID,
    "job_name" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "every_seconds" INTEGER NOT NULL,
    "next_run_at" TIMESTAMPTZ(3) NOT NULL,
    "last_job_id" UUID,

    CONSTRAINT "scheduled_tasks_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "worker_heartbeats" (
    "worker_id" TEXT NOT NULL,
    "roles" TEXT[],
    "slots" JSONB NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_heartbeats_pkey" PRIMARY KEY ("worker_id")
);

-- CreateTable
CREATE TABLE "entity_records" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "content_hash" BYTEA NOT NULL,
    "tx" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "changed_by" JSONB NOT NULL,
    "job_id" UUID,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "entity_records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "entity_versions" (
    "record_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "changed_by" JSONB NOT NULL,
    "job_id" UUID,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "entity_versions_pkey" PRIMARY KEY ("record_id","version")
);

-- CreateTable
CREATE TABLE "search_entries" (
    "record_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "keys" BIGINT[],
    "words" TEXT NOT NULL,

    CONSTRAINT "search_entries_pkey" PRIMARY KEY ("record_id")
);

-- CreateTable
CREATE TABLE "entity_counts" (
    "organization_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "shard" SMALLINT NOT NULL,
    "total" BIGINT NOT NULL,

    CONSTRAINT "entity_counts_pkey" PRIMARY KEY ("organization_id","entity","shard")
);

-- CreateTable
CREATE TABLE "record_clinics" (
    "organization_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "clinic_id" UUID NOT NULL,

    CONSTRAINT "record_clinics_pkey" PRIMARY KEY ("record_id","clinic_id")
);

-- CreateTable
CREATE TABLE "sync_jobs" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "priority" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'QUEUED',
    "trigger" TEXT NOT NULL,
    "entities" TEXT[],
    "patient_id" UUID,
    "remote_patient_id" TEXT,
    "search" JSONB,
    "requested_by" JSONB NOT NULL,
    "wanted" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3),
    "slowed_by" TEXT,
    "progress_entity" TEXT,
    "processed" BIGINT NOT NULL DEFAULT 0,
    "total" BIGINT,
    "added" BIGINT NOT NULL DEFAULT 0,
    "changed" BIGINT NOT NULL DEFAULT 0,
    "deleted" BIGINT NOT NULL DEFAULT 0,
    "unchanged" BIGINT NOT NULL DEFAULT 0,
    "conflicted" BIGINT NOT NULL DEFAULT 0,
    "failed" BIGINT NOT NULL DEFAULT 0,
    "skipped" BIGINT NOT NULL DEFAULT 0,
    "error" JSONB,
    "approval" JSONB,
    "retry_of" UUID,

    CONSTRAINT "sync_jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_checkpoints" (
    "job_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "cursor" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sync_checkpoints_pkey" PRIMARY KEY ("job_id")
);

-- CreateTable
CREATE TABLE "sync_watermarks" (
    "integration_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "changed_since" TIMESTAMPTZ(3),
    "complete_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_watermarks_pkey" PRIMARY KEY ("integration_id","entity")
);

-- CreateTable
CREATE TABLE "sync_job_steps" (
    "job_id" UUID NOT NULL,
    "n" BIGINT NOT NULL,
    "organization_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "counts" JSONB NOT NULL,
    "fetch_ms" INTEGER NOT NULL,
    "map_ms" INTEGER NOT NULL,
    "write_ms" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sync_job_steps_pkey" PRIMARY KEY ("job_id","n")
);

-- CreateTable
CREATE TABLE "sync_links" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'linked',
    "remote_base" BYTEA NOT NULL,
    "local_base" INTEGER NOT NULL,
    "remote_version" TEXT,
    "last_pulled_at" TIMESTAMPTZ(3),
    "last_pushed_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "remote_resources" (
    "link_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "body" BYTEA NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "remote_resources_pkey" PRIMARY KEY ("link_id")
);

-- CreateTable
CREATE TABLE "sync_seen" (
    "job_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "verdict" TEXT,

    CONSTRAINT "sync_seen_pkey" PRIMARY KEY ("job_id","link_id")
);

-- CreateTable
CREATE TABLE "pending_references" (
    "integration_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "record_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,

    CONSTRAINT "pending_references_pkey" PRIMARY KEY ("integration_id","entity","remote_id","record_id","field")
);

-- CreateTable
CREATE TABLE "sync_conflicts" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "record_id" UUID NOT NULL,
    "job_id" UUID,
    "entity" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'OPEN',
    "paths" TEXT[],
    "base_version" INTEGER NOT NULL,
    "local_version" INTEGER NOT NULL,
    "remote" JSONB NOT NULL,
    "remote_hash" BYTEA NOT NULL,
    "detected_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "sync_conflicts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_errors" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "remote_id" TEXT,
    "record_id" UUID,
    "stage" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "detail" TEXT,
    "owner" TEXT NOT NULL,
    "retryable" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sync_errors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_rollups" (
    "integration_id" UUID NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "organization_id" UUID NOT NULL,
    "jobs" BIGINT NOT NULL DEFAULT 0,
    "added" BIGINT NOT NULL DEFAULT 0,
    "changed" BIGINT NOT NULL DEFAULT 0,
    "deleted" BIGINT NOT NULL DEFAULT 0,
    "unchanged" BIGINT NOT NULL DEFAULT 0,
    "conflicted" BIGINT NOT NULL DEFAULT 0,
    "failed" BIGINT NOT NULL DEFAULT 0,
    "duration_ms" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "sync_rollups_pkey" PRIMARY KEY ("integration_id","minute")
);

-- CreateIndex
CREATE UNIQUE INDEX "integrations_organization_id_name_key" ON "integrations"("organization_id", "name");

-- CreateIndex
CREATE INDEX "integration_keys_integration_id_created_at_idx" ON "integration_keys"("integration_id", "created_at");

-- CreateIndex
CREATE INDEX "integration_events_organization_id_integration_id_at_idx" ON "integration_events"("organization_id", "integration_id", "at");

-- CreateIndex
CREATE INDEX "integration_events_job_id_at_idx" ON "integration_events"("job_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "organizations_code_key" ON "organizations"("code");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_organization_id_user_id_key" ON "memberships"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_organization_id_created_at_idx" ON "api_keys"("organization_id", "created_at");

-- CreateIndex
CREATE INDEX "audit_events_organization_id_at_idx" ON "audit_events"("organization_id", "at");

-- CreateIndex
CREATE INDEX "audit_events_organization_id_record_id_at_idx" ON "audit_events"("organization_id", "record_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_organization_id_seq_key" ON "audit_events"("organization_id", "seq");

-- CreateIndex
CREATE INDEX "data_keys_key_id_idx" ON "data_keys"("key_id");

-- CreateIndex
CREATE INDEX "inbound_keys_expires_at_idx" ON "inbound_keys"("expires_at");

-- CreateIndex
CREATE INDEX "scheduled_tasks_next_run_at_idx" ON "scheduled_tasks"("next_run_at");

-- CreateIndex
CREATE INDEX "entity_records_organization_id_entity_updated_at_id_idx" ON "entity_records"("organization_id", "entity", "updated_at", "id");

-- CreateIndex
CREATE INDEX "entity_records_organization_id_entity_tx_id_idx" ON "entity_records"("organization_id", "entity", "tx", "id");

-- CreateIndex
CREATE INDEX "sync_jobs_organization_id_created_at_id_idx" ON "sync_jobs"("organization_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "sync_jobs_integration_id_created_at_idx" ON "sync_jobs"("integration_id", "created_at");

-- CreateIndex
CREATE INDEX "sync_links_record_id_idx" ON "sync_links"("record_id");

-- CreateIndex
CREATE UNIQUE INDEX "sync_links_integration_id_entity_remote_id_key" ON "sync_links"("integration_id", "entity", "remote_id");

-- CreateIndex
CREATE INDEX "pending_references_record_id_idx" ON "pending_references"("record_id");

-- CreateIndex
CREATE INDEX "sync_conflicts_organization_id_status_detected_at_idx" ON "sync_conflicts"("organization_id", "status", "detected_at");

-- CreateIndex
CREATE INDEX "sync_conflicts_record_id_idx" ON "sync_conflicts"("record_id");

-- CreateIndex
CREATE INDEX "sync_errors_job_id_at_id_idx" ON "sync_errors"("job_id", "at", "id");

-- CreateIndex
CREATE INDEX "sync_rollups_organization_id_minute_idx" ON "sync_rollups"("organization_id", "minute");

-- AddForeignKey
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "integration_keys" ADD CONSTRAINT "integration_keys_integration_id_fkey" FOREIGN KEY ("integration_id") REFERENCES "integrations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say: extensions, collations, partitions, partial indexes, roles and policies.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create extension if not exists unaccent;

-- One key in place of each searchable value: a record is one row of eight bytes a value, found by one index,
-- where a row for each value costs four times the time and the space. PostgreSQL partitions tables by the same hash,
-- so it cannot change it.
create function search_keys(organization_id uuid, entity text, tokens json) returns bigint[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(hashtextextended(token, hashtextextended(entity, hashtextextended(organization_id::text, 0)))), '{}')
    from json_array_elements_text(tokens) as t(token)
$$;
create index search_entries_keys on search_entries using gin (keys);
create index search_entries_words on search_entries using gin (organization_id, entity, words gin_trgm_ops)
  where words <> '';

-- No clinics is an empty list: NULL would read as «every clinic».
alter table memberships add constraint memberships_clinics_known check (clinic_ids is not null);

-- Lists by time, newest first, and the queue's own paths.
create index queue_jobs_ready on queue_jobs
  (queue, coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid), priority desc, run_at, seq)
  where state = 'waiting' and ready;
create index queue_jobs_blocked on queue_jobs (lane) where state = 'waiting' and not ready;
create index queue_jobs_delayed on queue_jobs (run_at) where state = 'delayed';
create index queue_jobs_lane on queue_jobs (lane, seq) where finished_at is null;
-- The promise of a lane, kept by the database: never two in flight.
create unique index queue_jobs_one_in_flight on queue_jobs (lane) where state in ('dispatched', 'running');
create index queue_jobs_ended on queue_jobs (finished_at, id) where finished_at is not null;
create index queue_jobs_dead on queue_jobs (finished_at, id) where state = 'dead';
create unique index sync_conflicts_one_open on sync_conflicts (link_id) where status = 'OPEN';
create index audit_events_unsealed on audit_events (organization_id, tx, id) where seq is null;
create unique index data_keys_one_current on data_keys (organization_id, purpose) where retired_at is null;

-- Raw and history never change in place; what does change leaves room for its next version on the page.
alter table entity_records set (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
alter table sync_links set (fillfactor = 85);
alter table queue_jobs set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);
alter table sync_jobs set (fillfactor = 60);
alter table sync_checkpoints set (fillfactor = 50);

-- InboundKey is hash-partitioned: what makes things unique must not be cut by time.
drop table inbound_keys;
create table inbound_keys (
  organization_id uuid not null,
  kind text not null,
  source text not null,
  key text not null,
  content_hash bytea not null,
  answer jsonb,
  created_at timestamptz(3) not null default current_timestamp,
  expires_at timestamptz(3) not null,
  constraint inbound_keys_pkey primary key (organization_id, kind, source, key)
) partition by hash (organization_id, kind, source, key);
create index inbound_keys_expires_at_idx on inbound_keys (expires_at);
create table inbound_keys_0 partition of inbound_keys for values with (modulus 8, remainder 0);
create table inbound_keys_1 partition of inbound_keys for values with (modulus 8, remainder 1);
create table inbound_keys_2 partition of inbound_keys for values with (modulus 8, remainder 2);
create table inbound_keys_3 partition of inbound_keys for values with (modulus 8, remainder 3);
create table inbound_keys_4 partition of inbound_keys for values with (modulus 8, remainder 4);
create table inbound_keys_5 partition of inbound_keys for values with (modulus 8, remainder 5);
create table inbound_keys_6 partition of inbound_keys for values with (modulus 8, remainder 6);
create table inbound_keys_7 partition of inbound_keys for values with (modulus 8, remainder 7);

-- The two roles every transaction takes. They cannot sign in; the login that runs Carelane may become them.
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'carelane_app') then
    create role carelane_app nologin;
  end if;
  if not exists (select 1 from pg_roles where rolname = 'carelane_system') then
    create role carelane_system nologin;
  end if;
  execute format('grant carelane_app, carelane_system to %I', current_user);
end
$$;
grant usage on schema public to carelane_app, carelane_system;

create function app_org() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.org', true), '')::uuid;
create function app_clinics() returns uuid[] language sql stable parallel safe
  return nullif(current_setting('app.clinics', true), '')::uuid[];

-- The organization's people: everything of their organization, nothing of another.
do $$
declare
  t text;
begin
  foreach t in array array[
    'memberships', 'sessions', 'api_keys', 'audit_events', 'data_keys', 'inbound_keys', 'integrations', 'integration_keys',
    'integration_events', 'queue_jobs', 'scheduled_tasks', 'entity_records', 'entity_versions', 'search_entries',
    'entity_counts', 'record_clinics', 'sync_jobs', 'sync_checkpoints', 'sync_watermarks',
    'sync_job_steps', 'sync_links', 'remote_resources', 'pending_references', 'sync_seen', 'sync_conflicts', 'sync_errors',
    'sync_rollups'
  ]
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
  end loop;
  foreach t in array array[
    'memberships', 'sessions', 'api_keys', 'audit_events', 'inbound_keys', 'integrations', 'integration_keys',
    'integration_events', 'queue_jobs', 'scheduled_tasks', 'entity_counts', 'sync_jobs', 'sync_checkpoints',
    'sync_watermarks', 'sync_job_steps', 'sync_seen', 'sync_errors', 'sync_rollups'
  ]
  loop
    execute format(
      'create policy organization on %I for all to carelane_app using (organization_id = (select app_org())) with check (organization_id = (select app_org()))', t);
  end loop;
end
$$;

-- Clinic staff and drivers: only records that a case, pickup, delivery or invoice of their clinics names.
create policy organization on entity_records for all to carelane_app
  using (organization_id = (select app_org()) and ((select app_clinics()) is null
    or exists (select 1 from record_clinics c where c.record_id = entity_records.id)))
  with check (organization_id = (select app_org()));
create policy organization on record_clinics for all to carelane_app
  using (organization_id = (select app_org())
    and ((select app_clinics()) is null or clinic_id = any ((select app_clinics())::uuid[])))
  with check (organization_id = (select app_org()));
do $$
declare
  t text;
begin
  foreach t in array array['entity_versions', 'search_entries', 'pending_references', 'sync_links', 'sync_conflicts']
  loop
    execute format(
      'create policy organization on %1$I for all to carelane_app
         using (organization_id = (select app_org()) and ((select app_clinics()) is null
           or exists (select 1 from record_clinics c where c.record_id = %1$I.record_id)))
         with check (organization_id = (select app_org()))', t);
  end loop;
end
$$;
create policy organization on remote_resources for all to carelane_app
  using (organization_id = (select app_org()) and (select app_clinics()) is null)
  with check (organization_id = (select app_org()));

-- The look-up functions below run as the owner and filter for themselves.
alter table search_entries no force row level security;
alter table record_clinics no force row level security;

-- An organization sees itself and the people who belong to it.
alter table organizations enable row level security;
alter table organizations force row level security;
create policy organization on organizations for all to carelane_app
  using (id = (select app_org())) with check (id = (select app_org()));
alter table users enable row level security;
alter table users force row level security;
create policy organization on users for all to carelane_app
  using (exists (select 1 from memberships m where m.user_id = users.id and m.organization_id = (select app_org())))
  with check (true);

grant select, update on organizations to carelane_app;
grant select, insert, update on users, memberships, sessions, api_keys to carelane_app;
grant select, insert on audit_events to carelane_app;
grant select, insert, update, delete on
  inbound_keys, integrations, integration_keys, integration_events, queue_jobs, scheduled_tasks, entity_records,
  search_entries, pending_references, entity_counts, record_clinics, sync_jobs, sync_checkpoints, sync_watermarks,
  sync_job_steps, sync_links, remote_resources, sync_seen, sync_conflicts, sync_errors, sync_rollups to carelane_app;
grant select, insert on entity_versions to carelane_app;
grant usage, select on all sequences in schema public to carelane_app, carelane_system;

-- The system's purposes, table by table.
do $$
declare
  t text;
begin
  foreach t in array array[
    'organizations', 'users', 'memberships', 'sessions', 'api_keys', 'audit_events', 'data_keys', 'inbound_keys', 'integrations',
    'integration_keys', 'integration_events', 'queue_jobs', 'scheduled_tasks', 'sync_jobs', 'sync_seen'
  ]
  loop
    execute format('create policy system on %I for all to carelane_system using (true) with check (true)', t);
  end loop;
end
$$;
grant select, insert, update on organizations, users, memberships to carelane_system;
grant select, insert, update, delete on sessions, api_keys to carelane_system;
grant select, insert on audit_events to carelane_system;
grant update (seq, hash, previous_hash) on audit_events to carelane_system;
grant select, insert, update, delete on data_keys, inbound_keys, queue_jobs, scheduled_tasks to carelane_system;
grant select, insert, update on integrations, integration_keys to carelane_system;
grant select, insert on integration_events to carelane_system;
grant select, update on sync_jobs to carelane_system;
grant select, delete on sync_seen to carelane_system;

-- Row-level security keeps arrays and patterns from their indexes: these functions use them, and filter on the
-- organization and the clinics themselves.
create function may_see_record(record uuid) returns boolean language sql stable security definer set search_path = public as $$
  select app_clinics() is null or exists (
    select 1 from record_clinics c where c.record_id = record and c.clinic_id = any (app_clinics()))
$$;
create function records_with_words(search_entity text, pattern text, at_most int)
returns setof uuid language sql stable security definer set search_path = public as $$
  select s.record_id
    from search_entries s
   where s.organization_id = app_org() and s.entity = search_entity and s.words like pattern and s.words <> ''
     and may_see_record(s.record_id)
   limit at_most
$$;
create function records_with_tokens(search_entity text, tokens json, at_most int)
returns setof uuid language sql stable security definer set search_path = public as $$
  select s.record_id
    from search_entries s
   where s.keys @> search_keys(app_org(), search_entity, tokens)
     and s.organization_id = app_org() and s.entity = search_entity and may_see_record(s.record_id)
   limit at_most
$$;
revoke all on function may_see_record(uuid), records_with_words(text, text, int), records_with_tokens(text, json, int)
  from public;
grant execute on function records_with_words(text, text, int), records_with_tokens(text, json, int) to carelane_app;
grant select, insert, update, delete on worker_heartbeats to carelane_system;
grant select on worker_heartbeats to carelane_app;

-- People and the trail: two walls more.
-- A person who belongs to another organization too can be neither taken in nor changed from this one: whoever may
-- write memberships could otherwise reach the password of anybody whose id is known.
alter table memberships no force row level security;
create function belongs_elsewhere(person uuid) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (select 1 from memberships m where m.user_id = person and m.organization_id <> app_org())
$$;
revoke all on function belongs_elsewhere(uuid) from public;
grant execute on function belongs_elsewhere(uuid) to carelane_app;
create policy own_people on memberships as restrictive for insert to carelane_app
  with check (not belongs_elsewhere(user_id));
create policy own_people on users as restrictive for update to carelane_app using (not belongs_elsewhere(id));
revoke update on memberships from carelane_app;
grant update (role, clinic_ids) on memberships to carelane_app;

-- Who writes to the trail cannot number or chain what it writes: that is the sealer's.
revoke insert on audit_events from carelane_app, carelane_system;
grant insert (id, organization_id, at, actor_kind, actor_id, actor_name, action, entity, record_id, target, request_id,
  ip, mac) on audit_events to carelane_app, carelane_system;
