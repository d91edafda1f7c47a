/**
 * Subscriptions of FHIR R4 (https://hl7.org/fhir/R4/subscription.html) over the channel rest-hook, and what servers send
 * through it: a POST without a body to the address itself, or a PUT, POST or DELETE of the resource, at the address or
 * below it at `Type/id` as servers do that treat a subscriber as a FHIR server (HAPI).
 */
import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { sha256 } from "@/lib/platform/ids";
import type { HookMessage, RemoteSubscription, SubscriptionRequest } from "../../contract";

export const restHookSubscription = z.looseObject({
  id: z.string().min(1),
  status: z.enum(["requested", "active", "error", "off"]),
  end: z.iso.datetime({ offset: true }).optional().catch(undefined),
  channel: z.looseObject({ endpoint: z.string().optional() }),
});

export function remoteSubscription({
  id,
  status,
  end,
}: z.output<typeof restHookSubscription>): RemoteSubscription {
  return { remoteId: id, status, ...(end && { endsAt: new Date(end) }) };
}

/** The Subscription to create. Without a `payload` only that something changed is told. */
export function restHookRequest(
  type: string,
  { address, token, endsAt }: SubscriptionRequest,
  payload?: "application/fhir+json",
): object {
  return {
    resourceType: "Subscription",
    status: "requested",
    reason: "Keeps Carelane in step",
    criteria: `${type}?`,
    end: endsAt.toISOString(),
    channel: {
      type: "rest-hook",
      endpoint: address,
      ...(payload && { payload }),
      header: [`Authorization: Bearer ${token}`],
    },
  };
}

/** Whether the token was sent. Takes the same time wherever it differs. */
export function carriesToken(token: string, { headers }: HookMessage): boolean {
  const given = /^Bearer +(\S+)$/i.exec(headers.get("authorization")?.trim() ?? "")?.[1];
  return token !== "" && given !== undefined && timingSafeEqual(sha256(given), sha256(token));
}

const named = z.object({
  resourceType: z.string(),
  id: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/),
});

function resourceIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    // XML or nothing: the whole type is read again, and nothing is lost.
    return undefined;
  }
}

/** The id of the resource of this type that the message names, by its address or else by its body. */
export function hookSubject(type: string, { path, body }: HookMessage): string | undefined {
  const [resourceType, id] = path;
  for (const candidate of [{ resourceType, id }, resourceIn(body)]) {
    const { data } = named.safeParse(candidate);
    if (data?.resourceType === type) return data.id;
  }
  return undefined;
}
