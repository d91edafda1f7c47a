/** Rows of webhook_deliveries and of the events they bring. */
import { giveUpMessages } from "@/lib/messages";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { type Paged, pageOf } from "@/lib/platform/list-page";
import { webhookErrors } from "./errors";
import type { DeliveryAttempt, DeliveryQuery, DeliveryStatus, DeliveryView } from "./schema";

/** The delivery an endpoint gets next, with its event. */
export interface NextDelivery {
  readonly id: string;
  readonly tries: number;
  readonly eventId: string;
  readonly type: string;
  readonly at: Date;
  readonly entity: string;
  readonly recordId: string;
  readonly integrationId: string | null;
  readonly version: number | null;
}

/**
 * The first of an endpoint's deliveries whose time has come. News of a record waits for older news of it, so that no
 * receiver takes an old state for the newest, and all news wait for a handshake.
 */
export function nextDelivery(tx: Tx, endpointId: string): Promise<NextDelivery | undefined> {
  return tx.one<NextDelivery>(
    `select d.id, d.tries, e.id as "eventId", e.type, e.at, e.entity, e.record_id as "recordId",
            e.integration_id as "integrationId", e.version
       from webhook_deliveries d join webhook_events e on e.id = d.event_id
      where d.endpoint_id = $1 and d.finished_at is null and d.next_attempt_at <= $2
        and (d.event_type = 'handshake' or not exists (
          select 1 from webhook_deliveries h
           where h.endpoint_id = $1 and h.event_type = 'handshake' and h.finished_at is null))
        and e.record_id not in (
          select waits.record_id from webhook_deliveries w join webhook_events waits on waits.id = w.event_id
           where w.endpoint_id = $1 and w.status = 'FAILED' and w.next_attempt_at > $2)
      order by d.seq limit 1`,
    [endpointId, now()],
  );
}

/** Adds a try to a delivery. `nextAt` is null when it has ended. */
export async function recordTry(
  tx: Tx,
  deliveryId: string,
  attempt: DeliveryAttempt,
  status: DeliveryStatus,
  nextAt: Date | null,
): Promise<void> {
  await tx.execute(
    `update webhook_deliveries
        set status = $2, tries = tries + 1, attempts = attempts || $3::jsonb, next_attempt_at = $4, finished_at = $5
      where id = $1`,
    [deliveryId, status, JSON.stringify([attempt]), nextAt, nextAt ? null : now()],
  );
}

/** The oldest of those deliveries of an endpoint that wait for their first try. */
export function untriedDeliveries(
  tx: Tx,
  endpointId: string,
  limit: number,
): Promise<Pick<NextDelivery, "id" | "recordId" | "version">[]> {
  return tx.query(
    `select d.id, e.record_id as "recordId", e.version
       from webhook_deliveries d join webhook_events e on e.id = d.event_id
      where d.endpoint_id = $1 and d.finished_at is null and d.status = 'PENDING' order by d.seq limit $2`,
    [endpointId, limit],
  );
}

/** Takes deliveries out of the log that their endpoint turned out not to want. */
export async function dropDeliveries(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.execute("delete from webhook_deliveries where id = any($1::uuid[])", [ids]);
  await giveUpMessages(tx, ids, "It is not wanted any more.");
}

/** Puts a delivery back with all its tries, whatever became of it. Throws `delivery_not_found`. */
export async function restartDelivery(tx: Tx, endpointId: string, id: string): Promise<DeliveryView> {
  const row = idSchema.safeParse(id).success
    ? await tx.one<DeliveryRow>(
        `update webhook_deliveries d set status = 'PENDING', tries = 0, next_attempt_at = $3, finished_at = null
           from webhook_events e
          where d.id = $1 and d.endpoint_id = $2 and e.id = d.event_id returning ${columns}`,
        [id, endpointId, now()],
      )
    : undefined;
  if (!row) throw webhookErrors.delivery_not_found();
  return viewOf(row);
}

interface DeliveryRow {
  id: string;
  eventId: string;
  eventType: string;
  entity: string;
  recordId: string;
  createdAt: Date;
  status: DeliveryStatus;
  attempts: DeliveryAttempt[];
  nextAttemptAt: Date | null;
  seq: string;
}

const columns = `d.id, d.event_id as "eventId", d.event_type as "eventType", e.entity, e.record_id as "recordId",
  d.created_at as "createdAt", d.status, d.attempts, d.next_attempt_at as "nextAttemptAt", d.seq::text as seq`;

function viewOf({ seq: _, createdAt, nextAttemptAt, ...row }: DeliveryRow): DeliveryView {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
  };
}

/** An endpoint's deliveries, newest first; `next` is where the page after begins. */
export async function selectDeliveries(
  tx: Tx,
  endpointId: string,
  query: DeliveryQuery,
  limit: number,
  after: string | null,
): Promise<Paged<DeliveryView, string>> {
  const rows = await tx.query<DeliveryRow>(
    `select ${columns} from webhook_deliveries d join webhook_events e on e.id = d.event_id
      where d.endpoint_id = $1 and ($2::text is null or d.status = $2) and ($3::text is null or d.event_type = $3)
        and ($4::bigint is null or d.seq < $4)
      order by d.seq desc limit $5`,
    [endpointId, query.status ?? null, query.eventType ?? null, after, limit + 1],
  );
  const { data, next } = pageOf(rows, limit, ({ seq }) => seq);
  return { data: data.map(viewOf), next };
}
