/** Writes a subscription with the endpoint of lib/webhooks that it is, in one transaction. */
import type { FhirSession } from "@/lib/fhir/server";
import { isCarelaneError } from "@/lib/platform/errors";
import {
  defaultRetry,
  type EndpointRow,
  refusalWords,
  requestHandshake,
  resourceEvent,
  saveEndpoint,
} from "@/lib/webhooks";
import { type Criteria, criteriaConditions } from "./criteria";
import { subscriptionErrors } from "./errors";
import type { Wanted } from "./subscription";
import { type SubscriptionRow, saveSubscription, sealSubscription } from "./subscription-store";

const timeoutMs = 15_000;

/** The endpoint, which signs nothing: who may call the receiver is said by the subscription's own headers. */
function endpointOf(
  { subscription, criteria, endpoint }: Wanted,
  place: Pick<EndpointRow, "id" | "organizationId" | "createdAt">,
): EndpointRow {
  return {
    ...place,
    protocol: "fhir",
    url: endpoint,
    description: subscription.reason,
    events: [resourceEvent(criteria.entity)],
    connectorId: null,
    integrationId: null,
    filter: null,
    algorithm: "hmac-sha256",
    secrets: [],
    payload: subscription.channel.payload === undefined ? "thin" : "full",
    maxAttempts: defaultRetry.maxAttempts,
    retrySeconds: defaultRetry.scheduleSeconds,
    timeoutMs,
    enabled: subscription.status === "requested",
    disabledReason: null,
  };
}

/** Throws `subscription_refused` for a search that the façade does not understand. */
async function assertCriteria(session: FhirSession, criteria: Criteria): Promise<void> {
  try {
    await criteriaConditions(session, criteria);
  } catch (error) {
    if (!isCarelaneError(error) || error.status !== 400) throw error;
    const message = refusalWords(error);
    throw subscriptionErrors.subscription_refused({
      errors: [{ path: "Subscription.criteria", message }],
      cause: error,
    });
  }
}

/**
 * Writes what is wanted as the version after `before`; unless it is off, it begins with a handshake. Throws
 * `subscription_refused` for criteria that the façade does not understand, `scope_insufficient`.
 */
export async function writeSubscription(
  session: FhirSession,
  wanted: Wanted,
  before: Pick<SubscriptionRow, "id" | "createdBy" | "version">,
): Promise<SubscriptionRow> {
  const { tx, vault, at, actor } = session;
  const { organizationId } = actor;
  const { subscription, criteria } = wanted;
  await assertCriteria(session, criteria);
  const row = {
    id: before.id,
    createdBy: before.createdBy,
    version: before.version + 1,
    updatedAt: at,
    endsAt: subscription.end ? new Date(subscription.end) : null,
    body: sealSubscription(vault, before.id, subscription),
  };
  await saveEndpoint(tx, endpointOf(wanted, { id: row.id, organizationId, createdAt: at }));
  await saveSubscription(tx, organizationId, row);
  if (subscription.status === "requested") await requestHandshake(tx, { id: row.id, organizationId });
  return row;
}
