/**
 * Keeps what a vendor is asked to tell of in line with the settings: makes what is wanted, looks whether it still works,
 * makes it anew before it ends or when the vendor has dropped it, and ends what is wanted no more.
 */
import { type Actor, systemActor } from "@/lib/auth";
import type { ConnectorContext, Entity, RemoteSubscription, Subscriptions } from "@/lib/connectors/contract";
import { notificationUrl } from "@/lib/connectors/protocols/fhir-notifications";
import {
  dropSubscription,
  findIntegration,
  findSubscription,
  isRealTime,
  keepSubscription,
  loadConnectorContext,
  noteWaiting,
  openToken,
  recordIntegrationEvent,
  restRealTime,
  type SubscriptionRow,
  type SubscriptionState,
  sealedToken,
  subscriptionsOf,
  wantSubscription,
} from "@/lib/integrations";
import { now, nowMs } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { hasCode, isCarelaneError } from "@/lib/platform/errors";
import { callFollower } from "./call-follower";
import {
  asFailed,
  asMade,
  asSeen,
  asUnseen,
  isEnding,
  isOverdue,
  isSettling,
  lifeMs,
} from "./subscription-state";

export interface IntegrationPlace {
  readonly organizationId: string;
  readonly integrationId: string;
}

/** One integration with the vendor's side at hand. */
interface Vendor {
  readonly place: IntegrationPlace;
  readonly actor: Actor;
  readonly subscriptions: Subscriptions<unknown>;
  readonly context: ConnectorContext<unknown>;
}

/** Where the vendor sends what it tells of an entity. */
function addressOf({ integrationId }: IntegrationPlace, entity: Entity): string {
  return `${notificationUrl(integrationId)}/${entity}`;
}

/** Keeps the state and tells of it; whoever was not told of changes until now reads what changed meanwhile. */
function note(
  { place, actor }: Vendor,
  row: SubscriptionRow,
  state: SubscriptionState,
  message?: string,
): Promise<boolean> {
  const { integrationId } = place;
  const { entity } = row;
  return withOrganization(place, async (tx) => {
    if (!(await keepSubscription(tx, row, state))) return false;
    if (message !== undefined) {
      const severity = state.problem === null ? "info" : "warning";
      await recordIntegrationEvent(tx, actor, { integrationId, type: "real_time", severity, message });
    }
    const begins = state.status === "active" && row.status !== "active";
    if (begins && (await noteWaiting(tx, integrationId, entity, "entity"))) await callFollower(tx, place);
    return true;
  });
}

function noteSeen(vendor: Vendor, row: SubscriptionRow, state: SubscriptionState): Promise<boolean> {
  return note(vendor, row, state, newsOf(row, state));
}

/** What people have not been told yet. */
function newsOf(
  { entity, activeSince, problem }: SubscriptionRow,
  state: SubscriptionState,
): string | undefined {
  if (state.status === "active")
    return activeSince === null ? `Changes are told at once: ${entity}` : undefined;
  return state.problem === problem ? undefined : `Real time of ${entity}: ${state.problem}`;
}

/** What the vendor said, as a sentence; anything but a refusal of theirs is passed on. */
function refusal(error: unknown): string {
  if (!isCarelaneError(error)) throw error;
  return [error.title, error.detail].filter(Boolean).join(". ").replace(/\.*$/, ".");
}

/** Nothing is lost yet while an earlier one still works: people are told once it has ended. */
async function noteRefused(
  vendor: Vendor,
  row: SubscriptionRow,
  problem: string,
): Promise<SubscriptionState> {
  const works = row.remoteId !== null;
  const state = works ? asUnseen(row, now()) : asFailed(row, "refused", problem, now());
  const isNews = !works && row.problem !== problem;
  await note(vendor, row, state, isNews ? `No real time for ${row.entity}: ${problem}` : undefined);
  return state;
}

/** Has the vendor make one. An earlier one goes when the new one stands. */
async function make(vendor: Vendor, row: SubscriptionRow): Promise<SubscriptionState> {
  const { subscriptions, context, place } = vendor;
  let remote: RemoteSubscription;
  try {
    const endsAt = new Date(nowMs() + lifeMs);
    const token = await openToken(row);
    const address = addressOf(place, row.entity);
    remote = await subscriptions.create(context, { entity: row.entity, address, token, endsAt });
  } catch (error) {
    return noteRefused(vendor, row, refusal(error));
  }
  const state = asMade(row, remote, now());
  const isWanted = await noteSeen(vendor, row, state);
  const obsolete = isWanted ? row.remoteId : remote.remoteId;
  if (obsolete !== null) await subscriptions.remove(context, obsolete);
  return state;
}

/** Why one has to be made anew. */
function lossOf(remote: RemoteSubscription | undefined, address: string): string {
  if (!remote) return "The server does not have it any more";
  return remote.status === "error"
    ? `The server reports that it could not deliver. See that it can reach Carelane at addresses below ${address}`
    : "The server has turned it off";
}

/** The vendor still has it; whoever waits long for it to begin is told what to look after. */
function seen(row: SubscriptionRow, remote: RemoteSubscription, address: string): SubscriptionState {
  const state = asSeen(row, remote, now());
  if (!isOverdue(state, now())) return state;
  const problem = `The server has accepted it, but does not begin. See that it can reach Carelane at addresses below ${address}, and that whoever runs it has approved the subscription.`;
  return { ...state, problem };
}

/** Asks the vendor how it stands; one that does not work is taken away, so that it is made anew. */
async function look(vendor: Vendor, row: SubscriptionRow, remoteId: string): Promise<SubscriptionState> {
  const { subscriptions, context, place } = vendor;
  const reachable = notificationUrl(place.integrationId);
  try {
    const remote = await subscriptions.find(context, remoteId, addressOf(place, row.entity));
    if (remote?.status === "active" || remote?.status === "requested") {
      const state = seen(row, remote, reachable);
      await noteSeen(vendor, row, state);
      return state;
    }
    if (remote) await subscriptions.remove(context, remoteId);
    const problem = `${lossOf(remote, reachable)}. It is set up again by itself.`;
    const lost = asFailed(row, remote?.status ?? "off", problem, now());
    await note(vendor, row, lost, `Real time of ${row.entity}: ${problem}`);
    return lost;
  } catch (error) {
    refusal(error);
    const unseen = asUnseen(row, now());
    await note(vendor, row, unseen);
    return unseen;
  }
}

async function wanted({ place }: Vendor, entity: Entity): Promise<SubscriptionRow | undefined> {
  const token = await sealedToken(place, entity);
  return withOrganization(place, async (tx) => {
    await wantSubscription(tx, place, entity, token);
    return findSubscription(tx, place.integrationId, entity);
  });
}

async function keep(vendor: Vendor, row: SubscriptionRow): Promise<SubscriptionState> {
  if (row.nextCheckAt > now()) return row;
  const seen = row.remoteId === null ? row : await look(vendor, row, row.remoteId);
  const isMissing = seen.remoteId === null && seen.nextCheckAt <= now();
  return isMissing || isEnding(seen, now()) ? make(vendor, { ...row, ...seen }) : seen;
}

/** Ends one at the vendor; tried again for as long as the vendor would tell. */
async function end({ place, subscriptions, context }: Vendor, row: SubscriptionRow): Promise<void> {
  try {
    if (row.remoteId !== null) await subscriptions.remove(context, row.remoteId);
  } catch (error) {
    refusal(error);
    if (nowMs() < (row.madeAt?.getTime() ?? 0) + lifeMs) return;
  }
  await withOrganization(place, (tx) => dropSubscription(tx, place.integrationId, row.entity));
}

async function forget(place: IntegrationPlace, rows: readonly SubscriptionRow[]): Promise<void> {
  await withOrganization(place, async (tx) => {
    for (const { entity } of rows) await dropSubscription(tx, place.integrationId, entity);
  });
}

/**
 * Looks after the subscriptions of one integration; answers whether one of them is about to be put to work, so that it
 * is worth looking again in a moment. One whose sign-in the vendor refuses is left alone until that is mended.
 */
export async function keepSubscriptionsOf(place: IntegrationPlace): Promise<boolean> {
  const { organizationId, integrationId } = place;
  const { integration, rows } = await withOrganization(place, async (tx) => ({
    integration: await findIntegration(tx, integrationId),
    rows: await subscriptionsOf(tx, integrationId),
  }));
  if (!integration || integration.status === "error") return false;
  const isOn = isRealTime(integration) && integration.syncDirection !== "push";
  if (!isOn && rows.length === 0) {
    await withOrganization(place, (tx) => restRealTime(tx, integrationId));
    return false;
  }
  const vendor = await vendorOf(
    place,
    systemActor(organizationId, { kind: "system", id: integrationId, name: integration.name }),
  );
  if (!vendor) {
    await forget(place, rows);
    return false;
  }
  const entities = isOn ? vendor.context.access.map(({ entity }) => entity) : [];
  for (const row of rows.filter(({ entity }) => !entities.includes(entity))) await end(vendor, row);
  let isSoon = false;
  for (const entity of entities) {
    const row = rows.find((one) => one.entity === entity) ?? (await wanted(vendor, entity));
    if (row) isSoon = isSettling(await keep(vendor, row), now()) || isSoon;
  }
  return isSoon;
}

/** Undefined where nothing can be asked of the vendor any more: its subscriptions are left to their end. */
async function vendorOf(place: IntegrationPlace, actor: Actor): Promise<Vendor | undefined> {
  try {
    const { connector, context } = await loadConnectorContext(place, place.integrationId, "pull");
    const { subscriptions } = connector;
    return subscriptions && { place, actor, subscriptions, context };
  } catch (error) {
    if (hasCode(error, "credentials_incomplete")) return undefined;
    throw error;
  }
}
