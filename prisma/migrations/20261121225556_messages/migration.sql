-- CreateTable
CREATE TABLE "messages" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "control_id" TEXT,
    "integration_id" UUID,
    "sender" TEXT,
    "processing" TEXT NOT NULL,
    "ack_code" TEXT,
    "ack_state" TEXT NOT NULL,
    "ack_text" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "replay_of" UUID,
    "mapped_by" JSONB,
    "flags" TEXT[],
    "lanes" BIGINT[],
    "keys" BIGINT[],
    "body" BYTEA NOT NULL,
    "answer" BYTEA,
    "timeline" JSONB NOT NULL DEFAULT '[]',
    "errors" JSONB NOT NULL DEFAULT '[]',
    "records" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "message_replays" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "filter" BYTEA NOT NULL,
    "mapping" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "place" UUID,
    "until" UUID NOT NULL,
    "requested_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_replays_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "messages_organization_id_id_idx" ON "messages"("organization_id", "id");

-- CreateIndex
CREATE INDEX "messages_organization_id_type_id_idx" ON "messages"("organization_id", "type", "id");

-- CreateIndex
CREATE INDEX "messages_organization_id_integration_id_id_idx" ON "messages"("organization_id", "integration_id", "id");

-- CreateIndex
CREATE INDEX "messages_organization_id_sender_id_idx" ON "messages"("organization_id", "sender", "id");

-- CreateIndex
CREATE INDEX "messages_organization_id_control_id_idx" ON "messages"("organization_id", "control_id");

-- CreateIndex
CREATE INDEX "message_replays_organization_id_created_at_idx" ON "message_replays"("organization_id", "created_at");

-- A person decides about a patient that a message brought as about one that a job did.
ALTER TABLE "patient_matches" ALTER COLUMN "job_id" DROP NOT NULL;

-- By hand: a partition a month. Ids begin with the time in milliseconds (RFC 9562), so that one tells its partition.
create function first_id_at(moment timestamptz) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;
-- What no month takes: ids of a clock that is wrong.
create table messages_other partition of messages default;

-- Makes the partitions of this month and the next two, and drops those that hold only what is older than `keep_days`.
create function keep_message_partitions(keep_days int) returns void
language plpgsql security definer set search_path = public as $$
declare
  month timestamptz;
  partition record;
begin
  for month in select generate_series(date_trunc('month', now(), 'UTC'), now() + interval '2 months', interval '1 month') loop
    if to_regclass('messages_' || to_char(month at time zone 'UTC', 'YYYYMM')) is null then
      execute format('create table %I partition of messages for values from (%L) to (%L) with (fillfactor = 75, toast_tuple_target = 512)',
        'messages_' || to_char(month at time zone 'UTC', 'YYYYMM'), first_id_at(month),
        first_id_at((month at time zone 'UTC' + interval '1 month') at time zone 'UTC'));
    end if;
  end loop;
  for partition in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'messages'::regclass and c.relname ~ '^messages_\d{6}$'
       and (to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month') at time zone 'UTC' < now() - make_interval(days => keep_days)
  loop
    execute format('drop table %I', partition.relname);
  end loop;
end
$$;
revoke all on function keep_message_partitions(int) from public;
grant execute on function keep_message_partitions(int) to carelane_system;
select keep_message_partitions(36500);

-- Bodies lie apart: a message's state changes twice, and what it rewrites is small.
alter table messages alter column body set storage external;

create index messages_waiting on messages (integration_id, id) where processing = 'RECEIVED';
create index messages_troubled on messages (organization_id, processing, id) where processing <> 'PROCESSED';
create index messages_replays on messages (replay_of) where replay_of is not null;
create index messages_keys on messages using gin (keys);

-- Whose rows they are, and who may touch them. Messages belong to no clinic: who is kept to some sees none.
do $$
declare
  t text;
begin
  foreach t in array array['messages', 'message_replays']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy organization on %I for all to carelane_app
         using (organization_id = (select app_org()) and (select app_clinics()) is null)
         with check (organization_id = (select app_org()))', t);
  end loop;
end
$$;
grant select, insert, update on messages to carelane_app;
grant select, insert, update, delete on message_replays to carelane_app;

-- The function below runs as the owner and filters for itself: policies keep arrays from their index.
alter table messages no force row level security;
create function messages_with_keys(wanted bigint[], at_most int)
returns setof uuid language sql stable security definer set search_path = public as $$
  select m.id from messages m
   where m.keys && wanted and m.organization_id = app_org() and app_clinics() is null
   order by m.id desc limit at_most
$$;
revoke all on function messages_with_keys(bigint[], int) from public;
grant execute on function messages_with_keys(bigint[], int) to carelane_app;

-- Whose messages wait is looked for across organizations.
create policy system on messages for all to carelane_system using (true) with check (true);
grant select on messages to carelane_system;
