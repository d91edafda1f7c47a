-- AlterTable
ALTER TABLE "webhook_endpoints" ADD COLUMN     "last_error" TEXT,
ADD COLUMN     "protocol" TEXT NOT NULL DEFAULT 'webhook';

-- CreateTable
CREATE TABLE "fhir_subscriptions" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "created_by" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "body" BYTEA NOT NULL,

    CONSTRAINT "fhir_subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "fhir_subscriptions_organization_id_id_idx" ON "fhir_subscriptions"("organization_id", "id");

-- AddForeignKey
ALTER TABLE "fhir_subscriptions" ADD CONSTRAINT "fhir_subscriptions_id_fkey" FOREIGN KEY ("id") REFERENCES "webhook_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: whose rows they are, and who may touch them.
alter table fhir_subscriptions enable row level security;
alter table fhir_subscriptions force row level security;
create policy organization on fhir_subscriptions for all to carelane_app
  using (organization_id = (select app_org())) with check (organization_id = (select app_org()));
grant select, insert, update on fhir_subscriptions to carelane_app;

-- The handshake before which nothing else is sent.
create index webhook_deliveries_handshake on webhook_deliveries (endpoint_id)
  where event_type = 'handshake' and finished_at is null;
