/**
 * Subscriptions over REST, as other resources of the façade are asked for. Each is an endpoint of lib/webhooks, which
 * keeps its deliveries; what FHIR adds stands beside it under the same id.
 */
import { recordAudit } from "@/lib/audit";
import { type Actor, actorRef } from "@/lib/auth";
import {
  assertMay,
  assertVersion,
  baseUrl,
  type FhirAnswer,
  type FhirRequest,
  type FhirSession,
  grantsOf,
  inSession,
  type Performer,
} from "@/lib/fhir/server";
import { assertAddressAllowed } from "@/lib/http/client";
import { newId } from "@/lib/platform/ids";
import { nudge } from "@/lib/queue";
import { deleteEndpoint } from "@/lib/webhooks";
import { facadeErrors } from "../server/errors";
import type { Deed } from "../server/view";
import { subscriptionErrors } from "./errors";
import { searchSubscriptions } from "./search";
import { readSubscription } from "./subscription";
import {
  listOwn,
  lockOwn,
  openSubscription,
  type SubscriptionRow,
  viewSubscriptions,
} from "./subscription-store";
import { writeSubscription } from "./write-subscription";

/** Every change of a record is held against every subscription to its type. */
const mostOwn = 100;

function notDone(detail: string) {
  return facadeErrors.interaction_not_supported({ detail });
}

function note(session: FhirSession, deed: string, recordId?: string): Promise<void> {
  return recordAudit(session.tx, session.actor, {
    action: `fhir.${deed}`,
    entity: "fhir_subscriptions",
    recordId,
  });
}

async function answered(session: FhirSession, row: SubscriptionRow, status: number): Promise<FhirAnswer> {
  const [resource] = await viewSubscriptions(session.tx, session.vault, [row]);
  return {
    status,
    resource,
    etag: `W/"${row.version}"`,
    lastModified: row.updatedAt,
    location: `${baseUrl()}/Subscription/${row.id}`,
  };
}

async function requireOwn({ tx, actor }: FhirSession, id: string): Promise<SubscriptionRow> {
  const row = await lockOwn(tx, actor, id);
  if (row) return row;
  throw facadeErrors.resource_unknown({ detail: "No Subscription of this id is one of yours." });
}

function assertLasting({ kind }: Actor): void {
  if (kind === "key") return;
  throw subscriptionErrors.subscription_refused({
    detail: "It would outlive your session: make it with an API key or a SMART client.",
  });
}

async function assertFew({ tx, actor }: FhirSession): Promise<void> {
  if ((await listOwn(tx, actor)).length < mostOwn) return;
  throw subscriptionErrors.subscriptions_too_many({ detail: `Delete some: there may be ${mostOwn}.` });
}

async function create(actor: Actor, { headers, body }: FhirRequest): Promise<FhirAnswer> {
  if (headers.has("if-none-exist")) throw notDone("Subscriptions are not made on a condition.");
  assertLasting(actor);
  const wanted = readSubscription(body);
  await assertAddressAllowed(wanted.endpoint);
  return inSession(actor, async (session) => {
    await assertFew(session);
    const row = await writeSubscription(session, wanted, {
      id: newId(),
      createdBy: actorRef(actor),
      version: 0,
    });
    await note(session, "create", row.id);
    return answered(session, row, 201);
  });
}

async function update(actor: Actor, { headers, body }: FhirRequest, id: string): Promise<FhirAnswer> {
  if (Object(body).id !== id) {
    throw facadeErrors.fhir_request_invalid({ detail: "The resource's id is not the one of the address." });
  }
  const known = await inSession(actor, async (session) =>
    openSubscription(session.vault, await requireOwn(session, id)),
  );
  const wanted = readSubscription(body, known);
  await assertAddressAllowed(wanted.endpoint);
  return inSession(actor, async (session) => {
    const before = await requireOwn(session, id);
    assertVersion(headers, before);
    const row = await writeSubscription(session, wanted, before);
    await note(session, "update", id);
    return answered(session, row, 200);
  });
}

function read(actor: Actor, _request: FhirRequest, id: string): Promise<FhirAnswer> {
  return inSession(actor, async (session) => {
    const row = await requireOwn(session, id);
    await note(session, "read", id);
    return answered(session, row, 200);
  });
}

function remove(actor: Actor, { headers }: FhirRequest, id: string): Promise<FhirAnswer> {
  return inSession(actor, async (session) => {
    const row = await lockOwn(session.tx, actor, id);
    if (row) {
      assertVersion(headers, row);
      await deleteEndpoint(session.tx, id);
      await note(session, "delete", id);
    }
    return { status: 204 };
  });
}

function search(actor: Actor, { query }: FhirRequest): Promise<FhirAnswer> {
  return inSession(actor, async (session) => {
    const own = await viewSubscriptions(session.tx, session.vault, await listOwn(session.tx, actor));
    await note(session, "search");
    return { status: 200, resource: searchSubscriptions(own, query) };
  });
}

type Handler = (actor: Actor, request: FhirRequest, id: string) => Promise<FhirAnswer>;

/** By method and the shape of the address: what the caller must have been granted, and what is done. */
const handlers: Readonly<Record<string, readonly [Deed, Handler]>> = {
  "GET Subscription": ["s", search],
  "POST Subscription": ["c", create],
  "POST Subscription/_search": ["s", search],
  "GET Subscription/id": ["r", read],
  "PUT Subscription/id": ["u", update],
  "DELETE Subscription/id": ["d", remove],
};

function shapeOf([, id, ...rest]: readonly string[]): string {
  if (id === undefined) return "Subscription";
  if (rest.length > 0) return "";
  return id === "_search" ? "Subscription/_search" : "Subscription/id";
}

/** Does what the request asks for. Throws everything that is refused. */
export const performSubscription: Performer = async (actor, request) => {
  const [deed, handler] = handlers[`${request.method} ${shapeOf(request.path)}`] ?? [];
  if (!deed || !handler) throw notDone("The CapabilityStatement says what is done with a Subscription.");
  assertMay(grantsOf(actor), "Subscription", deed);
  const answer = await handler(actor, request, request.path[1] ?? "");
  nudge();
  return answer;
};
