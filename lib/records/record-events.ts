/** Tells webhooks of written records. What has no event of its own, such as a changed observation, stays untold. */
import type { Tx } from "@/lib/platform/db";
import { emitWebhookEvents, type WebhookEventType } from "@/lib/webhooks";

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
  const type = eventTypes[entity]?.[change];
  if (!type) return;
  const events = rows.map(({ id, version }) => ({ type, entity, recordId: id, integrationId, version }));
  await emitWebhookEvents(tx, organizationId, events);
}
