/**
 * Bundles in which a FHIR server tells a subscriber what happened (Subscriptions R5 Backport for R4,
 * https://hl7.org/fhir/uv/subscriptions-backport/notifications.html): a SubscriptionStatus, and in it the events.
 */
import { z } from "zod";
import { notificationErrors } from "./errors";

const event = z.looseObject({
  id: z.string().optional(),
  eventNumber: z.coerce.string().optional(),
  timestamp: z.string().optional(),
  focus: z.looseObject({ reference: z.string().optional() }).optional(),
});

const status = z.looseObject({
  resourceType: z.literal("SubscriptionStatus"),
  type: z.enum(["handshake", "heartbeat", "event-notification", "query-status", "query-event"]),
  subscription: z.looseObject({ reference: z.string() }),
  notificationEvent: z.array(event).default([]),
});

const bundle = z.looseObject({
  resourceType: z.literal("Bundle"),
  type: z.enum(["history", "subscription-notification"]),
  entry: z.array(z.looseObject({ resource: z.unknown() })).min(1),
});

interface NotificationEvent {
  readonly id: string;
  /** What changed, where the server's FHIR interface has it. */
  readonly focus?: { readonly type: string; readonly id: string };
}

function focusOf(reference: string | undefined): NotificationEvent["focus"] {
  const [type, id] = (reference ?? "").split("/_history/")[0]?.split("/").slice(-2) ?? [];
  return type && id && /^[A-Z][A-Za-z]+$/.test(type) ? { type, id } : undefined;
}

/** Events without an id of their own are told apart by their subscription, number and time. */
function idOf(subscription: string, { id, eventNumber, timestamp }: z.output<typeof event>): string {
  return id ?? [subscription, eventNumber, timestamp].join(" ");
}

/** The events of a notification; none in a handshake or a heartbeat. Throws `notification_unreadable`. */
export function notificationEvents(body: Uint8Array): NotificationEvent[] {
  const found = statusIn(body);
  if (!found) {
    throw notificationErrors.notification_unreadable({
      detail: "A Bundle is expected that begins with a SubscriptionStatus.",
    });
  }
  if (found.type !== "event-notification") return [];
  return found.notificationEvent.map((one) => {
    const focus = focusOf(one.focus?.reference);
    return { id: idOf(found.subscription.reference, one), ...(focus && { focus }) };
  });
}

function statusIn(body: Uint8Array): z.output<typeof status> | undefined {
  try {
    const { entry } = bundle.parse(JSON.parse(Buffer.from(body).toString("utf8")));
    return status.parse(entry[0]?.resource);
  } catch {
    // What was sent may quote a patient's data: nothing of it goes into the error.
    return undefined;
  }
}
