"use client";

import { ChevronRight, RotateCcw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ApiError } from "@/components/api";
import { usePermission } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { ClockTime, RelativeTime, TimeUntil } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import { notify } from "@/components/ui/toaster";
import type { DeliveryAttempt, DeliveryView, WebhookView } from "@/lib/webhooks/schema";
import { answerOf, deliveryStates, placeOf } from "./delivery-words";
import { useChangeWebhooks } from "./use-webhooks";

type DeliveryItemProps = { webhook: WebhookView; delivery: DeliveryView };

/** A delivery in two lines; opened it shows every try. */
export function DeliveryItem({ webhook, delivery }: DeliveryItemProps) {
  const { shape, word } = deliveryStates[delivery.status];
  return (
    <li className="border-line border-b">
      <details className="group">
        <summary className="grid list-none gap-0.5 px-4.5 py-2 hover:bg-hover focus-visible:-outline-offset-2">
          <span className="flex items-center gap-2">
            <ChevronRight className="size-3.5 flex-none text-ink-3 transition-transform group-open:rotate-90" />
            <span className="min-w-0 flex-1 truncate font-medium">{delivery.eventType}</span>
            <Status shape={shape}>{word}</Status>
          </span>
          <span className="flex justify-between gap-2 pl-5.5 text-ink-3 text-xs">
            <Outcome delivery={delivery} />
            <RelativeTime at={delivery.createdAt} />
          </span>
        </summary>
        <div className="grid gap-2.5 px-4.5 pt-1 pb-3 pl-10">
          <ol className="grid gap-2">
            {delivery.attempts.map((attempt) => (
              <Attempt key={attempt.at} attempt={attempt} />
            ))}
          </ol>
          <About delivery={delivery} />
          <Replay webhook={webhook} delivery={delivery} />
        </div>
      </details>
    </li>
  );
}

function Outcome({ delivery: { attempts, nextAttemptAt, status } }: { delivery: DeliveryView }) {
  const last = attempts.at(-1);
  return (
    <span className="tabular-nums">
      {last ? `${answerOf(last)}, try ${attempts.length}` : "Not tried yet"}
      {status === "FAILED" && nextAttemptAt ? (
        <>
          , again <TimeUntil at={nextAttemptAt} />
        </>
      ) : null}
    </span>
  );
}

function Attempt({ attempt }: { attempt: DeliveryAttempt }) {
  const { at, error, response } = attempt;
  return (
    <li className="grid gap-1 text-xs">
      <span className="flex items-center gap-1.5">
        <StatusShape shape={error ? "bad" : "ok"} className="size-3" />
        <span className="font-medium tabular-nums">{answerOf(attempt)}</span>
        <ClockTime at={at} className="ml-auto text-ink-3" />
      </span>
      {error ? <span className="wrap-anywhere text-ink-2">{error}</span> : null}
      {response ? (
        <pre
          // A stop for the keyboard, which scrolls it.
          tabIndex={0}
          className="max-h-32 overflow-auto whitespace-pre-wrap wrap-anywhere rounded-sm bg-sunken px-2 py-1.5 font-mono text-2xs/4"
        >
          {response}
        </pre>
      ) : null}
    </li>
  );
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
  const [isSending, setSending] = useState(false);
  const hasEnded = delivery.status === "DELIVERED" || delivery.status === "DEAD";
  if (!mayChange) return null;
  const send = async () => {
    setSending(true);
    try {
      await replay(webhook.id, delivery.id);
      notify({ title: "It is sent now", detail: "Under the same webhook-id, with all its tries" });
    } catch (error) {
      const detail = error instanceof ApiError ? error.message : undefined;
      notify({ tone: "bad", title: "It was not sent", detail });
    } finally {
      setSending(false);
    }
  };
  return (
    <div>
      <Button size="sm" icon={RotateCcw} loading={isSending} onClick={send}>
        {hasEnded ? "Replay" : "Try now"}
      </Button>
    </div>
  );
}
