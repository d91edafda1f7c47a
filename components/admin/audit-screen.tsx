"use client";

import { ScrollText } from "lucide-react";
import { apiPath } from "@/components/api";
import { ExportLink } from "@/components/export-link";
import { ListBody } from "@/components/list-body";
import { FilterBar, Sheet, SheetHead } from "@/components/shell/sheet";
import { Chip, FilterChip } from "@/components/ui/chip";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { EmptyState } from "@/components/ui/states";
import { Cell, type Column, Table } from "@/components/ui/table";
import { useAddress } from "@/components/ui/use-address";
import { useList } from "@/components/use-list";
import { type AuditEventView, auditEventSchema } from "@/lib/audit/schema";
import { list } from "@/lib/http/schema";
import { AuditPanel } from "./audit-panel";
import { actionWords, auditDomains, targetWords } from "./audit-words";
import { useChosen } from "./use-chosen";

const eventList = list(auditEventSchema);

const columns: readonly Column[] = [
  { id: "at", head: "When", width: "110px", phone: "time" },
  { id: "actor", head: "Who", width: "24%", phone: "detail" },
  { id: "action", head: "Did", names: true, phone: "name" },
  { id: "target", head: "On", width: "24%", phone: "state" },
  { id: "ip", head: "Address", width: "140px", secondary: true },
];

type AuditTableProps = {
  events: readonly AuditEventView[];
  chosen?: AuditEventView;
  onOpen: (event: AuditEventView) => void;
};

function AuditTable({ events, chosen, onOpen }: AuditTableProps) {
  return (
    <Table label="Audit trail" columns={columns}>
      {events.map((event) => (
        <Row key={event.id} selected={event === chosen} onOpen={() => onOpen(event)}>
          <Cell column="at" className="text-ink-3">
            <RelativeTime at={event.at} />
          </Cell>
          <Cell column="actor">{event.actor.name}</Cell>
          <Cell column="action">{actionWords(event.action)}</Cell>
          <Cell column="target" className="text-ink-2">
            {targetWords(event)}
          </Cell>
          <Cell column="ip" className="font-mono text-ink-3 text-xs">
            {event.ip}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** The filters of the trail; they live in the address. */
function AuditFilters() {
  const { values, change } = useAddress();
  const action = values.get("action") ?? "";
  const actor = values.get("actor");
  return (
    <FilterBar>
      {auditDomains.map(({ value, label }) => (
        <Chip key={value} pressed={value === action} onClick={() => change({ action: value || null })}>
          {label}
        </Chip>
      ))}
      {actor ? (
        <FilterChip label="Who" value={`…${actor.slice(-6)}`} onClear={() => change({ actor: null })} />
      ) : null}
    </FilterBar>
  );
}

/** Who did what. */
export function AuditScreen() {
  const { values, change } = useAddress();
  const filters = {
    action: values.get("action") ?? undefined,
    actor: values.get("actor") ?? undefined,
    recordId: values.get("recordId") ?? undefined,
  };
  const query = useList("/api/audit", eventList, filters);
  const events = query.data?.pages.flatMap((page) => page.data) ?? [];
  const { chosen, choose, panel } = useChosen(events, ({ id }) => id);
  const csv = apiPath("/api/audit", { ...filters, format: "csv" });
  return (
    <Sheet>
      <SheetHead title="Audit trail" actions={<ExportLink href={csv} />} />
      <AuditFilters />
      <ListBody
        what="The trail"
        right="read the audit trail"
        query={query}
        empty={
          <EmptyState icon={ScrollText} title="Nothing here yet">
            Every sign-in, change and look at patient data leaves an entry. Another filter may show some.
          </EmptyState>
        }
      >
        <AuditTable events={events} chosen={chosen} onOpen={choose} />
      </ListBody>
      {chosen ? (
        <AuditPanel event={chosen} {...panel} onFollow={(actor) => change({ actor, action: null })} />
      ) : null}
    </Sheet>
  );
}
