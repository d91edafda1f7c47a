/** What vendors said has changed and was not read again yet: one row for each resource, however often it was told. */
import type { Entity, RecordReference } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

interface Place {
  readonly organizationId: string;
  readonly integrationId: string;
}

/** A resource and when it was last told of. */
export interface NotifiedResource extends RecordReference {
  readonly notifiedAt: Date;
}

/** Notes resources; one that waits already is told of anew. */
export async function noteResources(
  tx: Tx,
  { organizationId, integrationId }: Place,
  resources: readonly RecordReference[],
): Promise<void> {
  const unique = new Map(resources.map((one) => [`${one.entity}/${one.remoteId}`, one]));
  // In one order, so that two messages never wait for each other.
  const sorted = [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  await tx.execute(
    `insert into notified_resources (integration_id, organization_id, entity, remote_id, notified_at)
     select $1, $2, t.entity, t.remote_id, $5 from unnest($3::text[], $4::text[]) as t(entity, remote_id)
     on conflict (integration_id, entity, remote_id) do update set notified_at = excluded.notified_at`,
    [
      integrationId,
      organizationId,
      sorted.map(({ entity }) => entity),
      sorted.map(({ remoteId }) => remoteId),
      now(),
    ],
  );
}

/** The next of them, in an order that stays. */
export async function waitingResources(
  tx: Tx,
  integrationId: string,
  limit: number,
): Promise<NotifiedResource[]> {
  return tx.query<NotifiedResource>(
    `select entity, remote_id as "remoteId", notified_at as "notifiedAt" from notified_resources
      where integration_id = $1 order by entity, remote_id limit $2`,
    [integrationId, limit],
  );
}

/** Of which entities some wait. */
export async function waitingEntities(tx: Tx, integrationId: string): Promise<Entity[]> {
  const rows = await tx.query<{ entity: Entity }>(
    "select distinct entity from notified_resources where integration_id = $1",
    [integrationId],
  );
  return rows.map(({ entity }) => entity);
}

/** Takes off the list what was read again, unless it was told of anew meanwhile. */
export async function settleResources(
  tx: Tx,
  integrationId: string,
  resources: readonly NotifiedResource[],
): Promise<void> {
  await tx.execute(
    `delete from notified_resources r
      using unnest($2::text[], $3::text[], $4::timestamptz[]) as t(entity, remote_id, notified_at)
      where r.integration_id = $1 and r.entity = t.entity and r.remote_id = t.remote_id
        and r.notified_at = t.notified_at`,
    [
      integrationId,
      resources.map(({ entity }) => entity),
      resources.map(({ remoteId }) => remoteId),
      resources.map(({ notifiedAt }) => notifiedAt),
    ],
  );
}
