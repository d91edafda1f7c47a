"use client";

import Link from "next/link";
import { SheetBody } from "@/components/shell/sheet";
import { entityWord } from "@/components/sync/job-words";
import { Unknown } from "@/components/ui/fact-list";
import { formatCount } from "@/components/ui/format";
import { Row } from "@/components/ui/row";
import { Status } from "@/components/ui/status";
import { Cell, type Column, Table } from "@/components/ui/table";
import type { EntityMapping, IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import type { IntegrationStats } from "@/lib/sync/schema";
import { directionWords, writeWords } from "./connector-words";
import { mappingsOf } from "./settings-form";
import { useIntegrationStats } from "./use-integrations";

const columns: readonly Column[] = [
  { id: "state", head: "State", width: "92px", phone: "state" },
  { id: "entity", head: "Records", width: "200px", names: true, phone: "name" },
  { id: "remote", head: "There", width: "150px", secondary: true },
  { id: "direction", head: "Direction", width: "92px", phone: "time" },
  { id: "why", head: "What goes out", phone: "detail" },
  { id: "records", head: "Linked", width: "88px", right: true },
  { id: "conflicts", head: "Conflicts", width: "88px", right: true },
];

type IntegrationEntitiesProps = { integration: IntegrationView; connector?: ConnectorView };

/** What is synchronised which way, and how much of it there is. */
export function IntegrationEntities({ integration, connector }: IntegrationEntitiesProps) {
  const { data: stats } = useIntegrationStats(integration.id);
  const mappings = connector ? mappingsOf(connector, integration) : integration.entityMappings;
  return (
    <SheetBody>
      <Table label={`Records of ${integration.name}`} columns={columns}>
        {mappings.map((mapping) => (
          <EntityRow
            key={mapping.localEntity}
            mapping={mapping}
            connector={connector}
            hasAddress={integration.credentials.hl7Address?.set ?? false}
            stats={stats}
          />
        ))}
      </Table>
    </SheetBody>
  );
}

type EntityRowProps = {
  mapping: EntityMapping;
  connector?: ConnectorView;
  /** Whether HL7 v2 messages have somewhere to go. */
  hasAddress: boolean;
  stats?: IntegrationStats;
};

function EntityRow({ mapping, connector, hasAddress, stats }: EntityRowProps) {
  const { localEntity: entity, remoteEntity, enabled, direction } = mapping;
  const port = connector?.supportedEntities.find((each) => each.entity === entity);
  const counted = stats?.byEntity.find((each) => each.entity === entity) ?? { records: 0, conflicts: 0 };
  const words =
    port && connector
      ? writeWords(port, connector.name, hasAddress)
      : "The connector does not have these records.";
  return (
    <Row>
      <Cell column="state">
        <Status shape={enabled && port ? "ok" : "off"}>{enabled && port ? "On" : "Off"}</Status>
      </Cell>
      <Cell column="entity" className="font-medium">
        <Link href={`/records/${entity}`} className="hover:underline">
          {entityWord(entity)}
        </Link>
      </Cell>
      <Cell column="remote" className="text-ink-3">
        {remoteEntity}
      </Cell>
      <Cell column="direction">{directionWords[direction]}</Cell>
      <Cell column="why" title={words} className="text-ink-2">
        {words}
      </Cell>
      <Cell column="records" zero={counted.records === 0}>
        {stats ? formatCount(counted.records) : <Unknown />}
      </Cell>
      <Cell
        column="conflicts"
        zero={counted.conflicts === 0}
        className={counted.conflicts > 0 ? "text-ask-ink" : undefined}
      >
        {stats ? formatCount(counted.conflicts) : <Unknown />}
      </Cell>
    </Row>
  );
}
