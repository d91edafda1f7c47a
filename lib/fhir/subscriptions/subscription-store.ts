/** Rows of fhir_subscriptions, and how they are shown. A client's subscriptions are there for that client alone. */
import type { Actor, ActorRef } from "@/lib/auth";
import type { FhirJson } from "@/lib/fhir";
import { nowMs } from "@/lib/platform/clock";
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { type EndpointState, endpointStates } from "@/lib/webhooks";
import { maskedHeaders } from "./channel-headers";
import { type Subscription, subscriptionSchema } from "./subscription";

export interface SubscriptionRow {
  readonly id: string;
  readonly createdBy: ActorRef;
  readonly version: number;
  readonly updatedAt: Date;
  readonly endsAt: Date | null;
  /** Sealed. */
  readonly body: Buffer;
}

const columns = `s.id, s.created_by as "createdBy", s.version, s.updated_at as "updatedAt", s.ends_at as "endsAt", s.body`;

function sealParts(id: string): string[] {
  return ["fhir_subscriptions", id];
}

/** What its client said. */
export function openSubscription(vault: Vault, { id, body }: SubscriptionRow): Subscription {
  return subscriptionSchema.parse(JSON.parse(vault.openText(body, sealParts(id))));
}

export function sealSubscription(vault: Vault, id: string, subscription: Subscription): Buffer {
  return vault.sealText(JSON.stringify(subscription), sealParts(id));
}

/** The row of an endpoint. */
export function findSubscription(tx: Tx, id: string): Promise<SubscriptionRow | undefined> {
  return tx.one<SubscriptionRow>(`select ${columns} from fhir_subscriptions s where s.id = $1`, [id]);
}

/** The actor's subscription of this id, locked; undefined also for text that is no id. */
export async function lockOwn(tx: Tx, actor: Actor, id: string): Promise<SubscriptionRow | undefined> {
  if (!idSchema.safeParse(id).success) return undefined;
  return tx.one<SubscriptionRow>(
    `select ${columns} from fhir_subscriptions s where s.id = $1 and s.created_by ->> 'id' = $2 for update`,
    [id, actor.id],
  );
}

/** The actor's subscriptions, newest first. */
export function listOwn(tx: Tx, { id }: Actor): Promise<SubscriptionRow[]> {
  return tx.query<SubscriptionRow>(
    `select ${columns} from fhir_subscriptions s where s.created_by ->> 'id' = $1 order by s.id desc`,
    [id],
  );
}

/** Writes a row, new or changed. */
export async function saveSubscription(tx: Tx, organizationId: string, row: SubscriptionRow): Promise<void> {
  await tx.execute(
    `insert into fhir_subscriptions (id, organization_id, created_by, version, updated_at, ends_at, body)
     values ($1, $2, $3::jsonb, $4, $5, $6, $7)
     on conflict (id) do update set version = excluded.version, updated_at = excluded.updated_at,
            ends_at = excluded.ends_at, body = excluded.body`,
    [row.id, organizationId, JSON.stringify(row.createdBy), row.version, row.updatedAt, row.endsAt, row.body],
  );
}

/** True once nothing more is told. */
export function isOver({ endsAt }: SubscriptionRow): boolean {
  return endsAt !== null && endsAt.getTime() <= nowMs();
}

/** The state as FHIR names it, which is that of the endpoint. */
function stateOf(row: SubscriptionRow, endpoint: EndpointState): { status: string; error?: string } {
  if (!endpoint.enabled) return { status: "off", error: endpoint.disabledReason ?? undefined };
  if (isOver(row)) return { status: "off", error: "Its end has passed" };
  if (endpoint.lastError !== null) return { status: "error", error: endpoint.lastError };
  return { status: endpoint.awaitsHandshake ? "requested" : "active" };
}

/** The rows as resources. */
export async function viewSubscriptions(
  tx: Tx,
  vault: Vault,
  rows: readonly SubscriptionRow[],
): Promise<(Subscription & FhirJson)[]> {
  const states = await endpointStates(
    tx,
    rows.map(({ id }) => id),
  );
  const byId = new Map(states.map((state) => [state.id, state]));
  return rows.flatMap((row) => {
    const endpoint = byId.get(row.id);
    if (!endpoint) return [];
    const { resourceType, meta, channel, ...said } = openSubscription(vault, row);
    const { header } = channel;
    return {
      resourceType,
      id: row.id,
      meta: { ...meta, versionId: String(row.version), lastUpdated: row.updatedAt.toISOString() },
      ...said,
      ...stateOf(row, endpoint),
      channel: { ...channel, ...(header && { header: maskedHeaders(header) }) },
    };
  });
}
