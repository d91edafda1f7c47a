/**
 * What is sent to a subscription's endpoint: an empty POST, or with a payload the resource, by PUT to its own address
 * below the endpoint (https://hl7.org/fhir/R4/subscription.html#2.46.7.1). Deletions are not told, nor what no longer
 * meets the criteria.
 */
import type { Actor } from "@/lib/auth";
import {
  type FhirSession,
  findVersions,
  inSession,
  renderRecord,
  typeOf,
  whichMeet,
} from "@/lib/fhir/server";
import { openVault } from "@/lib/platform/crypto";
import {
  auditDisclosure,
  type Due,
  dropDeliveries,
  failedTry,
  handshake,
  type Protocol,
  refusalWords,
  type Sent,
  tryCall,
  untriedDeliveries,
} from "@/lib/webhooks";
import { facadeErrors } from "../server/errors";
import type { Condition } from "../server/search-conditions";
import { requestHeaders } from "./channel-headers";
import { creatorNow } from "./creator";
import { type Criteria, criteriaConditions, readCriteria } from "./criteria";
import type { Subscription } from "./subscription";
import { findSubscription, isOver, openSubscription, type SubscriptionRow } from "./subscription-store";

interface Notification {
  readonly method: "POST" | "PUT";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function resourceUrl(endpoint: string, type: string, id: string): string {
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${type}/${id}`;
  return url.href;
}

/** How many deliveries are looked at together, where those before were not wanted. */
const skimmed = 500;

/** Takes out what is waiting and not wanted: of a pull's thousands of changes few meet the criteria. */
async function skim(
  session: FhirSession,
  { endpoint }: Due,
  { entity }: Criteria,
  conditions: readonly Condition[],
) {
  const waiting = await untriedDeliveries(session.tx, endpoint.id, skimmed);
  const first = new Map(waiting.toReversed().map((delivery) => [delivery.recordId, delivery]));
  const looked = [...first.values()].flatMap(({ id, recordId, version }) =>
    version === null ? [] : [{ delivery: id, id: recordId, version }],
  );
  const rows = await findVersions(session, entity, looked);
  const met = await whichMeet(session.tx, entity, rows, conditions);
  const unwanted = looked.filter(({ id }) => !met.has(id));
  await dropDeliveries(
    session.tx,
    unwanted.map(({ delivery }) => delivery),
  );
}

/** What the creator may be told now of the version that the delivery names; undefined where that is nothing. */
function notificationOf(
  creator: Actor,
  due: Due,
  { criteria: text }: Subscription,
): Promise<Notification | undefined> {
  const { endpoint, delivery } = due;
  const criteria = readCriteria(text);
  if (!criteria || delivery.version === null) throw facadeErrors.type_not_supported();
  const { version, recordId: id } = delivery;
  return inSession(creator, async (session) => {
    const conditions = await criteriaConditions(session, criteria);
    const rows = await findVersions(session, criteria.entity, [{ id, version }]);
    const met = await whichMeet(session.tx, criteria.entity, rows, conditions);
    const [row] = rows;
    if (!row || !met.has(id)) {
      await skim(session, due, criteria, conditions);
      return undefined;
    }
    if (endpoint.payload === "thin") return { method: "POST", url: endpoint.url };
    await auditDisclosure(session.tx, due);
    return {
      method: "PUT",
      url: resourceUrl(endpoint.url, typeOf(row.entity), row.id),
      headers: { "content-type": "application/fhir+json" },
      body: JSON.stringify(renderRecord(session.vault, row)),
    };
  });
}

/**
 * Sends with the subscription's headers, under an id that stays the same over tries. What the receiver says to it is not
 * kept: it may repeat those headers.
 */
async function call(
  { endpoint, delivery }: Due,
  { channel }: Subscription,
  { method, url, body, headers }: Notification,
  signal: AbortSignal,
): Promise<Sent> {
  const all = { ...requestHeaders(channel.header ?? []), ...headers, "x-request-id": delivery.eventId };
  const sent = await tryCall({ method, url, body, headers: all, timeoutMs: endpoint.timeoutMs }, signal);
  return { ...sent, body: body ?? "", attempt: { ...sent.attempt, response: null } };
}

/** Asks whether the receiver is there and agrees. Who never does is left alone in the end. */
async function shakeHands(due: Due, subscription: Subscription, signal: AbortSignal): Promise<Sent> {
  const { endpoint, delivery } = due;
  const sent = await call(due, subscription, { method: "POST", url: endpoint.url }, signal);
  const isLast = delivery.tries + 1 >= endpoint.maxAttempts;
  if (sent.delivered || !isLast) return sent;
  return { ...sent, over: sent.over ?? `Each of ${endpoint.maxAttempts} handshakes failed` };
}

/** A subscription whose creator is gone or may no longer see what it asks for fails, and says why. */
async function notify(
  due: Due,
  row: SubscriptionRow,
  subscription: Subscription,
  signal: AbortSignal,
): Promise<Sent | undefined> {
  const creator = await creatorNow(due.endpoint.organizationId, row.createdBy);
  if (!creator) return failedTry("The API key or client that made this subscription is gone.");
  try {
    const notification = await notificationOf(creator, due, subscription);
    return notification && (await call(due, subscription, notification, signal));
  } catch (error) {
    signal.throwIfAborted();
    return failedTry(refusalWords(error));
  }
}

export const restHook: Protocol = async (tx, due) => {
  const { id, organizationId } = due.endpoint;
  const row = await findSubscription(tx, id);
  return async (signal) => {
    if (!row) return undefined;
    if (isOver(row)) return { ...failedTry("Its end has passed."), over: "Its end has passed" };
    const subscription = openSubscription(await openVault(organizationId, "resources"), row);
    if (due.delivery.type === handshake) return shakeHands(due, subscription, signal);
    return notify(due, row, subscription, signal);
  };
};
