"use client";

import { RotateCcw } from "lucide-react";
import Link from "next/link";
import { DeliveryEntry } from "@/components/deliveries/delivery-entry";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { useDone } from "@/components/use-done";
import type { DeliveryView, WebhookView } from "@/lib/webhooks/schema";
import { useChangeWebhooks } from "./use-webhooks";

type DeliveryItemProps = { webhook: WebhookView; delivery: DeliveryView };

/** What was sent of one event, and how it went. */
export function DeliveryItem({ webhook, delivery }: DeliveryItemProps) {
  const { eventType, status, attempts, nextAttemptAt, createdAt } = delivery;
  return (
    <DeliveryEntry
      title={eventType}
      state={status}
      tries={attempts.length}
      attempts={attempts.map(({ status: code, ...attempt }) => ({ ...attempt, code }))}
      nextAttemptAt={nextAttemptAt}
      createdAt={createdAt}
    >
      <About delivery={delivery} />
      <Replay webhook={webhook} delivery={delivery} />
    </DeliveryEntry>
  );
}

/** Where what a delivery tells of can be looked at; null where nothing shows it. */
function placeOf({ entity, recordId }: DeliveryView): string | null {
  if (entity === "sync_jobs") return `/sync/jobs/${recordId}`;
  return entity === "patients" || entity === "observations" ? `/records/${entity}/${recordId}` : null;
}

function About({ delivery }: { delivery: DeliveryView }) {
  const place = placeOf(delivery);
  return (
    <p className="text-ink-3 text-xs">
      {place ? (
        <>
          Tells of <Link href={place}>{place.startsWith("/sync") ? "this sync" : "this record"}</Link>.{" "}
        </>
      ) : null}
      webhook-id <code className="wrap-anywhere font-mono">{delivery.eventId}</code>
    </p>
  );
}

function Replay({ webhook, delivery }: DeliveryItemProps) {
  const mayChange = usePermission("webhooks:write");
  const { replay } = useChangeWebhooks();
  const { run, isUnderWay } = useDone();
  const hasEnded = delivery.status === "DELIVERED" || delivery.status === "DEAD";
  if (!mayChange) return null;
  const send = () =>
    run(async () => {
      await replay(webhook.id, delivery.id);
      return { title: "It is sent now", detail: "Under the same webhook-id, with all its tries" };
    }, "It was not sent");
  return (
    <div>
      <Button size="sm" icon={RotateCcw} loading={isUnderWay} onClick={send}>
        {hasEnded ? "Replay" : "Try now"}
      </Button>
    </div>
  );
}
