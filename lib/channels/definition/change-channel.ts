/** Making channels, changing them, taking them away. Every definition is checked before it is kept, as a version of its own. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import { type Actor, actorRef } from "@/lib/auth";
import { namesState } from "@/lib/http";
import { now } from "@/lib/platform/clock";
import { isUniqueViolation, type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { nudge } from "@/lib/queue";
import { callDestinations, callRunner } from "../call";
import { giveUpAll, giveUpTaken } from "../deliver/give-up";
import { channelErrors } from "../errors";
import {
  type ChannelChange,
  type ChannelRequest,
  type ChannelStatus,
  type ChannelView,
  channelMappingSchema,
  type DestinationRequest,
} from "../schema";
import {
  type ChannelRow,
  channelView,
  definitionOf,
  destinationsOf,
  findChannel,
  saveChannel,
  saveDestinations,
  saveVersion,
} from "./channel-store";
import { assertAddressesAllowed, problemsOf } from "./check-definition";
import type { Definition } from "./definition";
import { type SealedDestination, sealDestination } from "./secrets";

type Keep = (tx: Tx, view: ChannelView) => Promise<void>;

async function asNamed<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (isUniqueViolation(cause, "channels_organization_id_name_key"))
      throw channelErrors.name_taken({ cause });
    throw cause;
  }
}

async function audited(
  tx: Tx,
  actor: Actor,
  deed: string,
  row: ChannelRow,
  more: object = {},
): Promise<void> {
  await recordAudit(tx, actor, {
    action: `channel.${deed}`,
    entity: "channels",
    recordId: row.id,
    target: { version: row.version, ...more },
  });
}

async function sealAll(
  organizationId: string,
  requests: readonly DestinationRequest[],
  before: ReadonlyMap<string, SealedDestination>,
): Promise<SealedDestination[]> {
  const sealed: SealedDestination[] = [];
  for (const [index, request] of requests.entries()) {
    const known = before.get(request.id ?? "");
    sealed.push(await sealDestination(organizationId, request, known, `destinations[${index}]`));
  }
  return sealed;
}

async function assertRuns(tx: Tx, definition: Definition): Promise<void> {
  const errors = await problemsOf(tx, definition);
  if (errors.length === 0) return;
  throw channelErrors.channel_invalid({ detail: errors.map(({ message }) => message).join(". "), errors });
}

/** Keeps the row with a definition that is checked, as its version. */
async function keepVersion(
  tx: Tx,
  actor: Actor,
  row: ChannelRow,
  destinations: readonly SealedDestination[],
  restores: number | null = null,
): Promise<void> {
  await assertRuns(tx, row.definition);
  await saveChannel(tx, row);
  await saveVersion(tx, row, actorRef(actor), restores);
  await saveDestinations(tx, row, destinations);
}

/** What waits goes on by what the channel says now. */
async function callAll(tx: Tx, { id, organizationId, status }: ChannelRow): Promise<void> {
  if (status === "STOPPED") return;
  await callRunner(tx, { id, organizationId });
  await callDestinations(tx, organizationId, [...(await destinationsOf(tx, id)).keys()]);
}

/**
 * Makes a channel. `keep` runs in the same transaction. Throws `channel_invalid`, `name_taken`, `endpoint_not_allowed`.
 */
export async function createChannel(
  actor: Actor,
  request: ChannelRequest,
  keep: Keep = async () => undefined,
): Promise<ChannelView> {
  const { organizationId } = actor;
  const { name, status, source, filter = null, mapping } = request;
  const destinations = await sealAll(organizationId, request.destinations, new Map());
  const definitions = destinations.map(({ definition }) => definition);
  await assertAddressesAllowed(definitions);
  const at = now();
  const definition = { source, filter, mapping, destinations: definitions };
  const row: ChannelRow = {
    id: newId(),
    organizationId,
    name,
    status,
    problem: null,
    version: 1,
    definition,
    createdAt: at,
    updatedAt: at,
  };
  await prepareAudit(organizationId);
  return asNamed(
    withOrganization(actor, async (tx) => {
      await keepVersion(tx, actor, row, destinations);
      await audited(tx, actor, "created", row);
      const view = await channelView(tx, row.id);
      await keep(tx, view);
      return view;
    }),
  );
}

function changedDefinition(
  { definition }: ChannelRow,
  change: ChannelChange,
  destinations: readonly SealedDestination[],
): Definition {
  const { source, filter, mapping } = change;
  return {
    source: source ?? definition.source,
    filter: filter === undefined ? definition.filter : filter,
    mapping: mapping === undefined ? definition.mapping : channelMappingSchema.parse(mapping ?? {}),
    destinations: destinations.map((one) => one.definition),
  };
}

/** One that could not run as it was defined runs again. */
function statusAfter({ status }: ChannelRow, wanted: ChannelStatus | undefined): ChannelStatus {
  return wanted ?? (status === "ERROR" ? "RUNNING" : status);
}

function presentDestinations(
  { definition }: Pick<ChannelRow, "definition">,
  all: ReadonlyMap<string, SealedDestination>,
) {
  return definition.destinations.flatMap((one) => {
    const known = all.get(one.id);
    return known ? [{ ...known, definition: one }] : [];
  });
}

/** Names what a channel says: each save of its definition makes it another one. */
export function channelETag({ version }: { readonly version: number }): string {
  return `"${version}"`;
}

/** Who names the version they saw is refused when it is no longer the present one. */
function assertUnchanged(row: ChannelRow, ifMatch: string | null): void {
  if (namesState(ifMatch, channelETag(row))) return;
  throw channelErrors.channel_changed({
    detail: `It is at version ${row.version}. Read it again, then make your change.`,
  });
}

/**
 * Changes the keys that are sent; null clears. What waits goes on: what was made goes out as it was made, what was not
 * gone through yet goes by the new version. Throws `channel_not_found`, `channel_changed` when `ifMatch` names
 * another version than the present one, `channel_invalid`, `name_taken`, `endpoint_not_allowed`.
 */
export async function updateChannel(
  actor: Actor,
  id: string,
  change: ChannelChange,
  ifMatch: string | null = null,
): Promise<ChannelView> {
  const { organizationId } = actor;
  await prepareAudit(organizationId);
  const isDefined = (["source", "filter", "mapping", "destinations"] as const).some((key) => key in change);
  const known = await withOrganization(actor, async (tx) =>
    destinationsOf(tx, (await findChannel(tx, id)).id),
  );
  const sealed = change.destinations && (await sealAll(organizationId, change.destinations, known));
  await assertAddressesAllowed(sealed?.map(({ definition }) => definition) ?? []);
  const view = await asNamed(
    withOrganization(actor, async (tx) => {
      const before = await findChannel(tx, id, "no key update");
      assertUnchanged(before, ifMatch);
      const destinations =
        change.destinations === undefined
          ? presentDestinations(before, await destinationsOf(tx, before.id))
          : (sealed ?? []);
      const after: ChannelRow = {
        ...before,
        name: change.name ?? before.name,
        status: statusAfter(before, change.status),
        problem: null,
        updatedAt: now(),
        ...(isDefined && {
          version: before.version + 1,
          definition: changedDefinition(before, change, destinations),
        }),
      };
      if (isDefined) await keepVersion(tx, actor, after, destinations);
      else await saveStatus(tx, after);
      await callAll(tx, after);
      await audited(tx, actor, "changed", after, { fields: Object.keys(change) });
      return channelView(tx, id);
    }),
  );
  nudge();
  return view;
}

async function saveStatus(tx: Tx, row: ChannelRow): Promise<void> {
  if (row.status !== "STOPPED") await assertRuns(tx, row.definition);
  await saveChannel(tx, row);
}

/** Starts or stops a channel. Throws `channel_not_found`; when started, `channel_invalid`. */
export function setChannelStatus(
  actor: Actor,
  id: string,
  status: "RUNNING" | "STOPPED",
): Promise<ChannelView> {
  return updateChannel(actor, id, { status });
}

/** Makes a new version of an old one. Throws `channel_not_found`, `version_not_found`, `channel_invalid`. */
export async function rollbackChannel(actor: Actor, id: string, version: number): Promise<ChannelView> {
  await prepareAudit(actor.organizationId);
  const view = await withOrganization(actor, async (tx) => {
    const before = await findChannel(tx, id, "no key update");
    const definition = await definitionOf(tx, before.id, version);
    const after: ChannelRow = {
      ...before,
      status: statusAfter(before, undefined),
      problem: null,
      definition,
      version: before.version + 1,
      updatedAt: now(),
    };
    const destinations = presentDestinations({ definition }, await destinationsOf(tx, id));
    await keepVersion(tx, actor, after, destinations, version);
    await callAll(tx, after);
    await audited(tx, actor, "rolled_back", after, { restores: version });
    return channelView(tx, id);
  });
  nudge();
  return view;
}

/**
 * Takes a channel away with what it took and sent; what waited is given up, and says so among messages. Throws
 * `channel_not_found`.
 */
export async function deleteChannel(actor: Actor, id: string): Promise<void> {
  await prepareAudit(actor.organizationId);
  await withOrganization(actor, async (tx) => {
    const row = await findChannel(tx, id, "no key update");
    const ids = [...(await destinationsOf(tx, id)).keys()];
    const dropped = await giveUpAll(tx, ids, "Its channel was deleted");
    await giveUpTaken(tx, id, "Its channel was deleted");
    await tx.execute("delete from channels where id = $1", [id]);
    await audited(tx, actor, "deleted", row, { dropped });
  });
}
