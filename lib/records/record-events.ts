/**
 * Tells of written records. Webhooks hear of what has an event of its own, which a changed observation has not; FHIR
 * subscriptions of all that is created or changed; channels of the events too, and of all that an integration changed.
 */
import { routeEvents } from "@/lib/messages";
import type { Tx } from "@/lib/platform/db";
import { emitWebhookEvents, resourceEvent, type WebhookEventType } from "@/lib/webhooks";

type Change = "created" | "updated" | "deleted";

const eventTypes: Readonly<Record<string, Partial<Record<Change, WebhookEventType>>>> = {
  patients: { created: "patient.created", updated: "patient.updated", deleted: "patient.deleted" },
  observations: { created: "observation.created" },
};

interface Origin {
  readonly organizationId: string;
  readonly entity: string;
  readonly integrationId?: string | null;
}

/** In the transaction of the write, all its records at once. */
export async function emitRecordEvents(
  tx: Tx,
  { organizationId, entity, integrationId }: Origin,
  change: Change,
  rows: readonly { readonly id: string; readonly version: number }[],
): Promise<void> {
  const facts = rows.map(({ id, version }) => ({ entity, recordId: id, integrationId, version }));
  const told = <Type extends string>(type: Type) => facts.map((fact) => ({ ...fact, type }));
  if (integrationId) await routeEvents(tx, organizationId, "sync", told(`${entity}.${change}`));
  const own = eventTypes[entity]?.[change];
  const types = [...(own ? [own] : []), ...(change === "deleted" ? [] : [resourceEvent(entity)])];
  await emitWebhookEvents(tx, organizationId, types.flatMap(told));
}
