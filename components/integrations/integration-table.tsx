"use client";

import { clsx } from "clsx";
import { useRouter } from "next/navigation";
import { Unknown } from "@/components/ui/fact-list";
import { formatCount } from "@/components/ui/format";
import { ClockTime, RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { Status } from "@/components/ui/status";
import { ActionsCell, Cell, type Column, Table } from "@/components/ui/table";
import type { IntegrationView } from "@/lib/integrations/schema";
import { IntegrationMenu } from "./integration-buttons";
import { reasonOf, stateOf } from "./integration-state";
import { runsBy } from "./schedule-words";
import { useConnector } from "./use-integrations";

const columns: readonly Column[] = [
  { id: "state", head: "State", width: "148px", phone: "state" },
  { id: "name", head: "Integration", width: "clamp(180px, 26vw, 300px)", names: true, phone: "name" },
  { id: "why", head: "What it does", phone: "detail" },
  { id: "records", head: "Records", width: "88px", right: true, secondary: true },
  { id: "last", head: "Last news", width: "96px", right: true, phone: "time" },
  { id: "next", head: "Next run", width: "88px", right: true, secondary: true },
  { id: "actions", head: "Actions", headHidden: true, width: "56px" },
];

export function IntegrationTable({ integrations }: { integrations: readonly IntegrationView[] }) {
  return (
    <Table label="Integrations, those that need somebody first" columns={columns}>
      {integrations.map((integration) => (
        <IntegrationRow key={integration.id} integration={integration} />
      ))}
    </Table>
  );
}

function IntegrationRow({ integration }: { integration: IntegrationView }) {
  const router = useRouter();
  const connector = useConnector(integration.connectorId);
  const { id, name, connectorId, records, lastSyncAt, nextRunAt } = integration;
  const { shape, word } = stateOf(integration, connector);
  return (
    <Row onOpen={() => router.push(`/integrations/${id}`)}>
      <Cell column="state">
        <Status shape={shape}>{word}</Status>
      </Cell>
      <Cell column="name">
        <span className="font-medium">{name}</span>
        <span className="text-ink-3"> · {connector?.name ?? connectorId}</span>
      </Cell>
      <Why integration={integration} />
      <Cell column="records" zero={records === 0}>
        {formatCount(records)}
      </Cell>
      <Cell column="last" className="text-ink-3">
        {lastSyncAt ? <RelativeTime at={lastSyncAt} /> : <Unknown>none yet</Unknown>}
      </Cell>
      <Cell column="next" className="text-ink-3">
        {nextRunAt ? <ClockTime at={nextRunAt} /> : <Unknown>none</Unknown>}
      </Cell>
      <ActionsCell>
        <IntegrationMenu integration={integration} />
      </ActionsCell>
    </Row>
  );
}

/** What holds it up, or else by what it runs. */
function Why({ integration }: { integration: IntegrationView }) {
  const connector = useConnector(integration.connectorId);
  const reason = reasonOf(integration, connector);
  const words = reason ?? runsBy(integration, connector);
  return (
    <Cell
      column="why"
      title={words}
      className={clsx(integration.status === "error" ? "text-bad-ink" : "text-ink-2")}
    >
      {words}
    </Cell>
  );
}
