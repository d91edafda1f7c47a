-- CreateTable
CREATE TABLE "inbound_subscriptions" (
    "integration_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "token" BYTEA NOT NULL,
    "remote_id" TEXT,
    "status" TEXT NOT NULL DEFAULT 'requested',
    "problem" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "made_at" TIMESTAMPTZ(3),
    "active_since" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3) NOT NULL,
    "told_at" TIMESTAMPTZ(3),
    "waits" TEXT,

    CONSTRAINT "inbound_subscriptions_pkey" PRIMARY KEY ("integration_id","entity")
);

-- By hand: whose rows they are, and who may touch them.
alter table inbound_subscriptions enable row level security;
alter table inbound_subscriptions force row level security;
create policy organization on inbound_subscriptions for all to carelane_app
  using (organization_id = (select app_org())) with check (organization_id = (select app_org()));
grant select, insert, update, delete on inbound_subscriptions to carelane_app;
