/** Deliveries in the words of people. */

import { formatDuration } from "@/components/ui/format";
import type { ShapeName } from "@/components/ui/status-shape";
import type { DeliveryAttempt, DeliveryStatus, DeliveryView } from "@/lib/webhooks/schema";

export const deliveryStates: Readonly<Record<DeliveryStatus, { shape: ShapeName; word: string }>> = {
  PENDING: { shape: "wait", word: "Waiting" },
  DELIVERED: { shape: "ok", word: "Delivered" },
  FAILED: { shape: "retry", word: "Retrying" },
  DEAD: { shape: "bad", word: "Given up" },
};

/** "204 in 81 ms", or "No answer in 15 s". */
export function answerOf({ status, durationMs }: DeliveryAttempt): string {
  return `${status ?? "No answer"} in ${formatDuration(durationMs)}`;
}

/** Where what a delivery tells of can be looked at; null where nothing shows it. */
export function placeOf({ entity, recordId }: Pick<DeliveryView, "entity" | "recordId">): string | null {
  if (entity === "sync_jobs") return `/sync/jobs/${recordId}`;
  return entity === "patients" || entity === "observations" ? `/records/${entity}/${recordId}` : null;
}
