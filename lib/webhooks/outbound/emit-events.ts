/** Tells webhooks what happened, in the transaction in which it happened: both are kept or neither. */
import { routeEvents } from "@/lib/messages";
import { now } from "@/lib/platform/clock";
import { prepared, type Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { enqueue } from "@/lib/queue";
import { deliverWebhooks } from "./jobs";
import type { ResourceEventType, WebhookEventType } from "./schema";

/** Something that happened, by ids alone. */
interface WebhookEvent {
  readonly type: WebhookEventType | ResourceEventType;
  readonly entity: string;
  readonly recordId: string;
  /** Present when it came by an integration. */
  readonly integrationId?: string | null;
  readonly version?: number | null;
}

/** What an endpoint may have subscribed to in order to hear of `type`. */
function patternsOf(type: WebhookEvent["type"]): string[] {
  if (type.startsWith("resource.")) return [type];
  return [type, `${type.split(".")[0]}.*`, "*"];
}

const findPatterns = prepared(
  `select distinct p.pattern from webhook_endpoints e cross join unnest(e.events) as p(pattern)
    where e.organization_id = $1 and e.enabled and p.pattern = any($2::text[])`,
);

/** Keeps what an endpoint wants, with a delivery for each that does. */
async function giveToEndpoints(
  tx: Tx,
  organizationId: string,
  events: readonly WebhookEvent[],
): Promise<void> {
  const types = [...new Set(events.map((event) => event.type))];
  const subscribed = await tx.query<{ pattern: string }>(findPatterns, [
    organizationId,
    types.flatMap(patternsOf),
  ]);
  const patterns = new Set(subscribed.map((row) => row.pattern));
  const wanted = events.filter((event) => patternsOf(event.type).some((pattern) => patterns.has(pattern)));
  if (wanted.length === 0) return;
  const endpoints = await tx.query<{ id: string }>(fanOut, [
    organizationId,
    now(),
    wanted.map(() => newId()),
    wanted.map((event) => event.type),
    wanted.map((event) => event.entity),
    wanted.map((event) => event.recordId),
    wanted.map((event) => event.integrationId ?? null),
    wanted.map((event) => event.version ?? null),
    wanted.map((event) => patternsOf(event.type).join(" ")),
  ]);
  for (const { id } of endpoints) {
    await enqueue(tx, deliverWebhooks, { organizationId, endpointId: id }, { organizationId });
  }
}

/**
 * Gives `events` to channels, and keeps those that an endpoint of the organization wants, with a delivery for each such
 * endpoint. Costs a look at two small tables when nobody wants any. All of a page belong in one call.
 */
export async function emitWebhookEvents(
  tx: Tx,
  organizationId: string,
  events: readonly WebhookEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const common = events.filter(({ type }) => patternsOf(type).includes("*"));
  await Promise.all([
    routeEvents(tx, organizationId, "event", common),
    giveToEndpoints(tx, organizationId, events),
  ]);
}

const fanOut = `
  with happened as (
    select * from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::int[], $9::text[]) with ordinality
      as h(id, type, entity, record_id, integration_id, version, patterns, n)
  ),
  matched as (
    select h.*, e.id as endpoint_id
      from happened h
      join webhook_endpoints e
        on e.organization_id = $1 and e.enabled
       and e.events && string_to_array(h.patterns, ' ')
       and (e.integration_id is null or e.integration_id = h.integration_id)
       and (e.connector_id is null or exists (
             select 1 from integrations i where i.id = h.integration_id and i.connector_id = e.connector_id))
       and (e.filter -> 'integrationIds' is null or e.filter -> 'integrationIds' ? h.integration_id::text)
       and (e.filter -> 'clinicIds' is null or exists (
             select 1 from record_clinics c
              where c.record_id = h.record_id and e.filter -> 'clinicIds' ? c.clinic_id::text))
  ),
  kept as (
    insert into webhook_events (id, organization_id, type, entity, record_id, integration_id, version, at)
    select distinct m.id, $1::uuid, m.type, m.entity, m.record_id, m.integration_id, m.version, $2::timestamptz
      from matched m
  ),
  planned as (
    insert into webhook_deliveries (id, organization_id, endpoint_id, event_id, event_type, next_attempt_at, created_at)
    select new_id(), $1::uuid, m.endpoint_id, m.id, m.type, $2::timestamptz, $2::timestamptz
      from matched m order by m.n
  )
  select distinct endpoint_id as id from matched order by id`;
