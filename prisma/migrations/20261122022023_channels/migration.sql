-- CreateTable
CREATE TABLE "channels" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "problem" TEXT,
    "version" INTEGER NOT NULL,
    "source_kind" TEXT NOT NULL,
    "source_integration_id" UUID,
    "source_types" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_versions" (
    "channel_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "organization_id" UUID NOT NULL,
    "definition" JSONB NOT NULL,
    "restores" INTEGER,
    "saved_by" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_versions_pkey" PRIMARY KEY ("channel_id","version")
);

-- CreateTable
CREATE TABLE "channel_destinations" (
    "id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "definition" JSONB NOT NULL,
    "secrets" JSONB NOT NULL DEFAULT '{}',
    "is_former" BOOLEAN NOT NULL DEFAULT false,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "held_until" TIMESTAMPTZ(3),

    CONSTRAINT "channel_destinations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "channel_messages" (
    "channel_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "event" JSONB,
    "hops" INTEGER NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'WAITING',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER,
    "errors" JSONB NOT NULL DEFAULT '[]',
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_messages_pkey" PRIMARY KEY ("channel_id","message_id")
);

-- CreateTable
CREATE TABLE "channel_deliveries" (
    "id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "destination_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "source_message_id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "lanes" BIGINT[],
    "hops" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'PENDING',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "attempts" JSONB NOT NULL DEFAULT '[]',
    "next_attempt_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "channels_organization_id_name_key" ON "channels"("organization_id", "name");

-- CreateIndex
CREATE INDEX "channel_destinations_channel_id_idx" ON "channel_destinations"("channel_id");

-- CreateIndex
CREATE INDEX "channel_messages_channel_id_seq_idx" ON "channel_messages"("channel_id", "seq");

-- CreateIndex
CREATE INDEX "channel_messages_ended_at_idx" ON "channel_messages"("ended_at");

-- CreateIndex
CREATE INDEX "channel_deliveries_channel_id_seq_idx" ON "channel_deliveries"("channel_id", "seq");

-- CreateIndex
CREATE INDEX "channel_deliveries_destination_id_seq_idx" ON "channel_deliveries"("destination_id", "seq");

-- CreateIndex
CREATE INDEX "channel_deliveries_ended_at_idx" ON "channel_deliveries"("ended_at");

-- AddForeignKey
ALTER TABLE "channel_versions" ADD CONSTRAINT "channel_versions_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_destinations" ADD CONSTRAINT "channel_destinations_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_messages" ADD CONSTRAINT "channel_messages_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel_deliveries" ADD CONSTRAINT "channel_deliveries_destination_id_fkey" FOREIGN KEY ("destination_id") REFERENCES "channel_destinations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: whose rows they are, and who may touch them. Messages belong to no clinic: who is kept to some sees none. How
-- channels are defined holds nobody's data, and whoever changes a record has to see which channels want to know.
do $$
declare
  t text;
begin
  foreach t in array array['channels', 'channel_versions', 'channel_destinations', 'channel_messages', 'channel_deliveries']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy organization on %I for all to carelane_app
         using (organization_id = (select app_org()) %s) with check (organization_id = (select app_org()))',
      t, case when t in ('channel_messages', 'channel_deliveries') then 'and (select app_clinics()) is null' end);
    -- What was forgotten is woken, and what has served its time deleted, across organizations.
    execute format('create policy system on %I for all to carelane_system using (true) with check (true)', t);
  end loop;
end
$$;
grant select, insert, update, delete on channels, channel_versions, channel_destinations, channel_messages, channel_deliveries
  to carelane_app;
grant usage, select on sequence channel_messages_seq_seq, channel_deliveries_seq_seq to carelane_app;
grant select on channels, channel_destinations to carelane_system;
grant select, delete on channel_messages, channel_deliveries to carelane_system;

-- What a channel goes through next, what a destination gets next, whose later ones wait for a try, and what was given up.
create index channel_messages_waiting on channel_messages (channel_id, seq) where state = 'WAITING';
create index channel_deliveries_open on channel_deliveries (destination_id, seq) where ended_at is null;
create index channel_deliveries_held on channel_deliveries (destination_id) where state = 'FAILED';
create index channel_deliveries_dead on channel_deliveries (destination_id, created_at) where state = 'DEAD';
