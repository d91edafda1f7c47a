/** The inbound_subscriptions table: what vendors are asked to tell of, one row for each entity of an integration. */
import type { Entity, RemoteSubscription } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { randomToken } from "@/lib/platform/ids";

interface Place {
  readonly organizationId: string;
  readonly integrationId: string;
}

/** What of an entity was told and nobody follows up: resources by their name, or that something changed. */
type Waiting = "resources" | "entity";

export interface SubscriptionRow extends Place {
  readonly entity: Entity;
  /** Sealed. */
  readonly token: Buffer;
  readonly remoteId: string | null;
  /** `refused` where the vendor would not make one. */
  readonly status: RemoteSubscription["status"] | "refused";
  /** Why there is none that works, and what to do. */
  readonly problem: string | null;
  /** Times in a row that it could not be made or did not stay. */
  readonly failures: number;
  readonly madeAt: Date | null;
  readonly activeSince: Date | null;
  readonly endsAt: Date | null;
  readonly nextCheckAt: Date;
  readonly toldAt: Date | null;
}

/** What changes while one is looked after. */
export type SubscriptionState = Pick<
  SubscriptionRow,
  "remoteId" | "status" | "problem" | "failures" | "madeAt" | "activeSince" | "endsAt" | "nextCheckAt"
>;

const tokenBytes = 32;

const columns = `integration_id as "integrationId", organization_id as "organizationId", entity, token,
  remote_id as "remoteId", status, problem, failures, made_at as "madeAt", active_since as "activeSince",
  ends_at as "endsAt", next_check_at as "nextCheckAt", told_at as "toldAt"`;

const sealParts = ({ integrationId }: Place, entity: string) => [
  "inbound_subscriptions",
  integrationId,
  entity,
];

/** Those of an integration, by entity. */
export function subscriptionsOf(tx: Tx, integrationId: string): Promise<SubscriptionRow[]> {
  return tx.query<SubscriptionRow>(
    `select ${columns} from inbound_subscriptions where integration_id = $1 order by entity`,
    [integrationId],
  );
}

export function findSubscription(
  tx: Tx,
  integrationId: string,
  entity: string,
): Promise<SubscriptionRow | undefined> {
  return tx.one<SubscriptionRow>(
    `select ${columns} from inbound_subscriptions where integration_id = $1 and entity = $2`,
    [integrationId, entity],
  );
}

/** A new secret for one entity, sealed. */
export async function sealedToken(place: Place, entity: Entity): Promise<Buffer> {
  const vault = await openVault(place.organizationId, "credentials");
  return vault.seal(randomToken(tokenBytes), sealParts(place, entity));
}

/** The secret itself, to be given to the vendor or compared with what it sends. */
export async function openToken(
  row: Pick<SubscriptionRow, keyof Place | "entity" | "token">,
): Promise<string> {
  const vault = await openVault(row.organizationId, "credentials");
  return vault.open(row.token, sealParts(row, row.entity)).toString("utf8");
}

/**
 * Notes that there shall be one, before the vendor is asked for it: it may tell of changes before it has answered. Of an
 * integration that is being deleted none is noted.
 */
export async function wantSubscription(
  tx: Tx,
  { organizationId, integrationId }: Place,
  entity: Entity,
  token: Buffer,
): Promise<void> {
  await tx.execute(
    `insert into inbound_subscriptions (integration_id, entity, organization_id, token, next_check_at)
     select $1, $2, $3, $4, $5 from integrations where id = $1 for share
     on conflict do nothing`,
    [integrationId, entity, organizationId, token, now()],
  );
}

/** False when it is not wanted any more. */
export async function keepSubscription(
  tx: Tx,
  { integrationId, entity }: Pick<SubscriptionRow, "integrationId" | "entity">,
  state: SubscriptionState,
): Promise<boolean> {
  const kept = await tx.execute(
    `update inbound_subscriptions
        set remote_id = $3, status = $4, problem = $5, failures = $6, made_at = $7, active_since = $8, ends_at = $9,
            next_check_at = $10
      where integration_id = $1 and entity = $2`,
    [
      integrationId,
      entity,
      state.remoteId,
      state.status,
      state.problem,
      state.failures,
      state.madeAt,
      state.activeSince,
      state.endsAt,
      state.nextCheckAt,
    ],
  );
  return kept > 0;
}

/** Has all of an integration looked at again, whenever that was due. */
export async function lookAgain(tx: Tx, integrationId: string): Promise<void> {
  // In the order in which `takeWaiting` locks them.
  await tx.execute(
    `with rows as (select entity from inbound_subscriptions where integration_id = $1 order by entity for update)
     update inbound_subscriptions s set next_check_at = $2 from rows
      where s.integration_id = $1 and s.entity = rows.entity`,
    [integrationId, now()],
  );
}

export async function dropSubscription(tx: Tx, integrationId: string, entity: Entity): Promise<void> {
  await tx.execute("delete from inbound_subscriptions where integration_id = $1 and entity = $2", [
    integrationId,
    entity,
  ]);
}

/** What was told waits to be read; true when it is the first since somebody looked, who has to be called. */
export async function noteWaiting(
  tx: Tx,
  integrationId: string,
  entity: Entity,
  waiting: Waiting,
): Promise<boolean> {
  const before = await tx.one<{ waits: Waiting | null }>(
    `update inbound_subscriptions s
        set waits = case when before.waits = 'entity' then before.waits else $3 end
       from (select waits from inbound_subscriptions where integration_id = $1 and entity = $2 for update) before
      where s.integration_id = $1 and s.entity = $2
     returning before.waits`,
    [integrationId, entity, waiting],
  );
  return before?.waits === null;
}

/** When the vendor last told of something. */
export async function noteTold(tx: Tx, integrationId: string, entity: Entity): Promise<void> {
  await tx.execute(
    "update inbound_subscriptions set told_at = $3 where integration_id = $1 and entity = $2",
    [integrationId, entity, now()],
  );
}

/**
 * Takes up all that waits of an integration, and answers the entities of which nobody knows what changed. Whatever is
 * told from now on calls somebody again; what was told before is committed, and seen by the caller's next statement.
 */
export async function takeWaiting(tx: Tx, integrationId: string): Promise<Entity[]> {
  const taken = await tx.query<{ entity: Entity; waits: Waiting }>(
    `with waiting as (select entity, waits from inbound_subscriptions
                       where integration_id = $1 and waits is not null order by entity for update)
     update inbound_subscriptions s set waits = null from waiting
      where s.integration_id = $1 and s.entity = waiting.entity
     returning waiting.entity, waiting.waits`,
    [integrationId],
  );
  return taken.filter(({ waits }) => waits === "entity").map(({ entity }) => entity);
}
