-- CreateTable
CREATE TABLE "inbound_notifications" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "body" BYTEA NOT NULL,
    "events" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "inbound_notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notified_resources" (
    "integration_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "notified_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notified_resources_pkey" PRIMARY KEY ("integration_id","entity","remote_id")
);

-- CreateIndex
CREATE INDEX "inbound_notifications_received_at_idx" ON "inbound_notifications"("received_at");

-- By hand: whose rows they are, and who may touch them.
do $$
declare
  t text;
begin
  foreach t in array array['inbound_notifications', 'notified_resources']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy organization on %I for all to carelane_app using (organization_id = (select app_org())) with check (organization_id = (select app_org()))', t);
  end loop;
end
$$;
grant select, insert, update, delete on inbound_notifications, notified_resources to carelane_app;

-- What has served its time is deleted across organizations.
create policy system on inbound_notifications for all to carelane_system using (true) with check (true);
grant select, delete on inbound_notifications to carelane_system;
