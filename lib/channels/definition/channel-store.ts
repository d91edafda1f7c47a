/** Rows of channels, of their versions and destinations, as code reads them and as clients see them. */
import { type Actor, type ActorRef, systemActor } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import type { TimePlace } from "@/lib/platform/list-page";
import { channelErrors } from "../errors";
import {
  type ChannelQuery,
  type ChannelStatus,
  type ChannelVersionView,
  type ChannelView,
  type DestinationDefinition,
  mostFailedCounted,
  type QueuedDestination,
} from "../schema";
import { type Definition, takenBy } from "./definition";
import type { SealedDestination, SealedSecrets } from "./secrets";

export interface ChannelRow {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly status: ChannelStatus;
  readonly problem: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly definition: Definition;
}

const columns = `c.id, c.organization_id as "organizationId", c.name, c.status, c.problem, c.version,
  c.created_at as "createdAt", c.updated_at as "updatedAt", v.definition`;
const current = "channels c join channel_versions v on v.channel_id = c.id and v.version = c.version";

/** What Carelane does for a channel stands in the trail under the channel's name. */
export function channelActor({ organizationId, id, name }: ChannelRow): Actor {
  return systemActor(organizationId, { kind: "system", id, name });
}

/** Locks that let messages be given to the channel meanwhile. */
type Lock = "" | "no key update" | "share";

/** The channel of this id, or undefined: also for text that is no id. */
export async function lookUpChannel(tx: Tx, id: string, lock: Lock = ""): Promise<ChannelRow | undefined> {
  if (!idSchema.safeParse(id).success) return undefined;
  return tx.one<ChannelRow>(
    `select ${columns} from ${current} where c.id = $1 ${lock && `for ${lock} of c`}`,
    [id],
  );
}

/** The same. Throws `channel_not_found`. */
export async function findChannel(tx: Tx, id: string, lock: Lock = ""): Promise<ChannelRow> {
  const row = await lookUpChannel(tx, id, lock);
  if (!row) throw channelErrors.channel_not_found();
  return row;
}

/** Writes what a channel is now: new, or changed. */
export async function saveChannel(tx: Tx, row: ChannelRow): Promise<void> {
  const { integrationId, types } = takenBy(row.definition.source);
  await tx.execute(
    `insert into channels (id, organization_id, name, status, problem, version, source_kind, source_integration_id,
                           source_types, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (id) do update
        set name = excluded.name, status = excluded.status, problem = excluded.problem, version = excluded.version,
            source_kind = excluded.source_kind, source_integration_id = excluded.source_integration_id,
            source_types = excluded.source_types, updated_at = excluded.updated_at`,
    [
      row.id,
      row.organizationId,
      row.name,
      row.status,
      row.problem,
      row.version,
      row.definition.source.kind,
      integrationId,
      types,
      row.createdAt,
      row.updatedAt,
    ],
  );
}

/** A channel that cannot run stands still, says why, and keeps what it takes; false where somebody changed it meanwhile. */
export async function stopWithProblem(
  tx: Tx,
  { id, version }: ChannelRow,
  problem: string,
): Promise<boolean> {
  const stopped = await tx.execute(
    `update channels set status = 'ERROR', problem = $3, updated_at = $4
      where id = $1 and version = $2 and status = 'RUNNING'`,
    [id, version, problem, now()],
  );
  return stopped > 0;
}

/** Keeps the present definition of a channel as its present version. */
export async function saveVersion(
  tx: Tx,
  { id, organizationId, version, definition }: ChannelRow,
  by: ActorRef,
  restores: number | null,
): Promise<void> {
  await tx.execute(
    `insert into channel_versions (channel_id, version, organization_id, definition, restores, saved_by, saved_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, version, organizationId, JSON.stringify(definition), restores, JSON.stringify(by), now()],
  );
}

/** Destinations of the present version, each asked again at once; all others are former ones from here on. */
export async function saveDestinations(
  tx: Tx,
  { id, organizationId }: ChannelRow,
  destinations: readonly SealedDestination[],
): Promise<void> {
  await tx.execute("update channel_destinations set is_former = true where channel_id = $1", [id]);
  for (const { definition, secrets } of destinations) {
    await tx.execute(
      `insert into channel_destinations (id, channel_id, organization_id, definition, secrets) values ($1, $2, $3, $4, $5)
       on conflict (id) do update
          set definition = excluded.definition, secrets = excluded.secrets, is_former = false, held_until = null`,
      [definition.id, id, organizationId, JSON.stringify(definition), JSON.stringify(secrets)],
    );
  }
}

interface DestinationRow {
  definition: DestinationDefinition;
  secrets: SealedSecrets;
}

/** Every destination that a channel ever had, by id. */
export async function destinationsOf(
  tx: Tx,
  channelId: string,
): Promise<ReadonlyMap<string, SealedDestination>> {
  const rows = await tx.query<DestinationRow>(
    "select definition, secrets from channel_destinations where channel_id = $1",
    [channelId],
  );
  return new Map(rows.map((row) => [row.definition.id, row]));
}

interface LaneRow {
  channelId: string;
  definition: DestinationDefinition;
  isFormer: boolean;
  heldUntil: Date | null;
  waiting: number;
  failed: number;
  oldestAt: Date | null;
  nextTryAt: Date | null;
}

const lanes = `
  select d.channel_id as "channelId", d.definition, d.is_former as "isFormer", d.held_until as "heldUntil",
         (select count(*)::int from channel_deliveries o where o.destination_id = d.id and o.ended_at is null) as waiting,
         (select count(*)::int from channel_deliveries f where f.destination_id = d.id and f.state = 'DEAD') as failed,
         least((select o.created_at from channel_deliveries o
                 where o.destination_id = d.id and o.ended_at is null order by o.seq limit 1),
               (select min(f.created_at) from channel_deliveries f where f.destination_id = d.id and f.state = 'DEAD'))
           as "oldestAt",
         (select min(n.next_attempt_at) from channel_deliveries n where n.destination_id = d.id and n.state = 'FAILED')
           as "nextTryAt"
    from channel_destinations d where d.channel_id = any($1::uuid[])`;

function queued({ definition, waiting, failed, oldestAt, nextTryAt, heldUntil }: LaneRow): QueuedDestination {
  return {
    ...definition,
    queue: {
      waiting,
      failed,
      oldestAt: oldestAt?.toISOString() ?? null,
      nextTryAt: nextTryAt?.toISOString() ?? null,
    },
    heldUntil: heldUntil?.toISOString() ?? null,
  };
}

interface Taken {
  waiting: number;
  failed: number;
}

function viewOf(row: ChannelRow, all: readonly LaneRow[], { waiting, failed }: Taken): ChannelView {
  const { source, filter, mapping, destinations } = row.definition;
  const own = all.filter(({ channelId }) => channelId === row.id);
  const present = own.filter(({ isFormer }) => !isFormer).map(queued);
  const former = own.filter((lane) => lane.isFormer && lane.waiting + lane.failed > 0);
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    problem: row.problem,
    version: row.version,
    source,
    filter,
    mapping,
    destinations: destinations.flatMap(({ id }) => present.find((one) => one.id === id) ?? []),
    formerDestinations: former.map(queued),
    waiting,
    failed,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Those that failed pile up when nobody looks, so no more of them are counted than a person wants to know. */
const takenCounts = `
  select c.id,
         (select count(*)::int from channel_messages w where w.channel_id = c.id and w.state = 'WAITING') as waiting,
         (select count(*)::int from (select from channel_messages m
                                      where m.channel_id = c.id and m.state = 'FAILED' limit $2) f) as failed
    from unnest($1::uuid[]) c (id)`;

async function viewsOf(tx: Tx, rows: readonly ChannelRow[]): Promise<ChannelView[]> {
  const ids = rows.map(({ id }) => id);
  const all = await tx.query<LaneRow>(lanes, [ids]);
  const taken = await tx.query<Taken & { id: string }>(takenCounts, [ids, mostFailedCounted]);
  const counts = new Map(taken.map(({ id, ...count }) => [id, count]));
  return rows.map((row) => viewOf(row, all, counts.get(row.id) ?? { waiting: 0, failed: 0 }));
}

/** Channels as clients see them, newest first, one more than `limit` when there are more. */
export async function channelViews(
  tx: Tx,
  { status }: ChannelQuery,
  limit: number,
  after: TimePlace | null,
): Promise<ChannelView[]> {
  const rows = await tx.query<ChannelRow>(
    `select ${columns} from ${current}
      where ($1::timestamptz is null or (c.created_at, c.id) < ($1, $2::uuid)) and ($4::text is null or c.status = $4)
      order by c.created_at desc, c.id desc limit $3`,
    [after?.at ?? null, after?.id ?? null, limit + 1, status ?? null],
  );
  return viewsOf(tx, rows);
}

/** One channel as clients see it. Throws `channel_not_found`. */
export async function channelView(tx: Tx, id: string): Promise<ChannelView> {
  const [view] = await viewsOf(tx, [await findChannel(tx, id)]);
  if (!view) throw channelErrors.channel_not_found();
  return view;
}

interface VersionRow {
  version: number;
  definition: Definition;
  restores: number | null;
  savedBy: ActorRef;
  savedAt: Date;
}

/** A channel's versions, newest first: those before `before`, one more than `limit` when there are more. */
export async function versionViews(
  tx: Tx,
  channelId: string,
  limit: number,
  before: number | null,
): Promise<ChannelVersionView[]> {
  const rows = await tx.query<VersionRow>(
    `select version, definition, restores, saved_by as "savedBy", saved_at as "savedAt" from channel_versions
      where channel_id = $1 and ($2::int is null or version < $2) order by version desc limit $3`,
    [channelId, before, limit + 1],
  );
  return rows.map(({ version, definition, restores, savedBy, savedAt }) => ({
    version,
    by: savedBy,
    at: savedAt.toISOString(),
    restores,
    ...definition,
    destinations: [...definition.destinations],
  }));
}

/** What a channel said in a version. Throws `version_not_found`. */
export async function definitionOf(tx: Tx, channelId: string, version: number): Promise<Definition> {
  const row = await tx.one<{ definition: Definition }>(
    "select definition from channel_versions where channel_id = $1 and version = $2",
    [channelId, version],
  );
  if (!row) throw channelErrors.version_not_found();
  return row.definition;
}
