"use client";

import { clsx } from "clsx";
import { useIntegrations } from "@/components/shell/use-integrations";
import { usePermission } from "@/components/shell/workspace-context";
import { useConnectorNames } from "@/components/sync/use-connections";
import { Button } from "@/components/ui/button";
import { Unknown } from "@/components/ui/fact-list";
import { ClockTime, RelativeTime, TimeUntil } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { Status } from "@/components/ui/status";
import { ActionsCell, Cell, type Column, Table } from "@/components/ui/table";
import type { WebhookView } from "@/lib/webhooks/schema";
import { eventsWord } from "./event-choice";
import { useSwitchWebhook } from "./use-switch-webhook";
import { stateOfWebhook } from "./webhook-state";
import { aboutWebhook, formatDelivered, shortAddress, sourceWord } from "./webhook-words";

const columns: readonly Column[] = [
  { id: "state", head: "State", width: "108px", phone: "state" },
  { id: "endpoint", head: "Endpoint", names: true, phone: "name" },
  { id: "events", head: "Events", width: "84px", right: true, secondary: true },
  { id: "source", head: "From", width: "170px", secondary: true },
  { id: "delivered", head: "Arrived, 24 h", width: "110px", right: true },
  { id: "last", head: "Last try", width: "112px", right: true, phone: "time" },
  { id: "note", head: "What to know", width: "24%", phone: "detail" },
  { id: "action", head: "Action", headHidden: true, width: "96px" },
];

type WebhookTableProps = {
  webhooks: readonly WebhookView[];
  openId: string | null;
  onOpen: (id: string) => void;
};

/** The endpoints, newest first, with how they do. */
export function WebhookTable({ webhooks, openId, onOpen }: WebhookTableProps) {
  return (
    <Table label="Webhook endpoints" columns={columns} className="[--row:52px]">
      {webhooks.map((webhook) => (
        <WebhookRow
          key={webhook.id}
          webhook={webhook}
          selected={webhook.id === openId}
          onOpen={() => onOpen(webhook.id)}
        />
      ))}
    </Table>
  );
}

type WebhookRowProps = { webhook: WebhookView; selected: boolean; onOpen: () => void };

function WebhookRow({ webhook, selected, onOpen }: WebhookRowProps) {
  const { endpoint, events, lastDeliveryAt } = webhook;
  const { shape, word } = stateOfWebhook(webhook);
  const source = sourceWord(webhook, useIntegrations(), useConnectorNames());
  return (
    <Row selected={selected} onOpen={onOpen}>
      <Cell column="state">
        <Status shape={shape}>{word}</Status>
      </Cell>
      <Cell column="endpoint" title={endpoint}>
        <span className="block truncate font-mono text-xs">{shortAddress(endpoint)}</span>
        <span className="block truncate text-ink-3 text-xs empty:hidden">{aboutWebhook(webhook)}</span>
      </Cell>
      <Cell column="events">{eventsWord(events)}</Cell>
      <Cell column="source" className="text-ink-2">
        {source}
      </Cell>
      <Cell column="delivered">
        <Delivered share={webhook.successRate24h} />
      </Cell>
      <Cell column="last" className="text-ink-3">
        {lastDeliveryAt ? <RelativeTime at={lastDeliveryAt} /> : "Never"}
      </Cell>
      <Cell column="note" className="text-ink-2 sm:whitespace-normal sm:text-xs">
        <WebhookNote webhook={webhook} />
      </Cell>
      <ActionsCell>
        <TurnOn webhook={webhook} />
      </ActionsCell>
    </Row>
  );
}

/** The share of deliveries that arrived; the exception takes weight and colour, the state beside it the shape. */
export function Delivered({ share }: { share: number | null }) {
  if (share === null) return <Unknown>none ended</Unknown>;
  const ink = share === 0 ? "font-semibold text-bad-ink" : share < 1 ? "font-semibold text-warn-ink" : "";
  return <span className={clsx("tabular-nums", ink)}>{formatDelivered(share)}</span>;
}

/** Why a webhook is as it is, and what comes next. */
export function WebhookNote({ webhook }: { webhook: WebhookView }) {
  const { enabled, disabledReason, failingSince, heldUntil } = webhook;
  if (disabledReason) return disabledReason;
  if (!enabled) return "Turned off: what happens meanwhile is not kept for it";
  if (!failingSince) return null;
  return (
    <>
      No try went well since <ClockTime at={failingSince} />
      {heldUntil && Date.parse(heldUntil) > Date.now() ? (
        <>
          , asked again <TimeUntil at={heldUntil} />
        </>
      ) : null}
    </>
  );
}

function TurnOn({ webhook }: { webhook: WebhookView }) {
  const mayChange = usePermission("webhooks:write");
  const { turn, isTurning } = useSwitchWebhook(webhook);
  if (!mayChange || webhook.enabled || webhook.protocol === "fhir") return null;
  return (
    <Button size="sm" loading={isTurning} onClick={turn}>
      Turn on
    </Button>
  );
}
