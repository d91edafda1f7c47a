"use client";

import { ScrollText } from "lucide-react";
import { useRouter } from "next/navigation";
import { ExportLink } from "@/components/export-link";
import { ListBody } from "@/components/list-body";
import { FilterBar } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { RelativeTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { EmptyState } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { Cell, type Column, Table } from "@/components/ui/table";
import type { IntegrationEventView, IntegrationView } from "@/lib/integrations/schema";
import { useIntegrationEvents } from "./use-integrations";

const columns: readonly Column[] = [
  { id: "at", head: "When", width: "110px", phone: "time" },
  { id: "kind", head: "Kind", width: "110px", phone: "state" },
  { id: "what", head: "What happened", names: true, phone: "name" },
  { id: "who", head: "By", width: "200px", phone: "detail" },
];

const kinds: Readonly<Record<string, string>> = {
  created: "Created",
  changed: "Changed",
  status: "Status",
  tested: "Test",
  key_rotated: "Key",
  sync: "Sync",
  real_time: "Real time",
};
const shapes: Readonly<Record<string, "warn" | "bad">> = { warning: "warn", error: "bad" };

/** What happened to an integration, newest first. */
export function IntegrationEvents({ integration: { id, name } }: { integration: IntegrationView }) {
  const query = useIntegrationEvents(id);
  const events = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <FilterBar end={<ExportLink size="sm" href={`/api/integrations/${id}/events?format=csv`} />}>
        <span className="text-ink-3 text-xs">Newest first</span>
      </FilterBar>
      <ListBody
        what="Events"
        right="read integrations"
        query={query}
        empty={
          <EmptyState icon={ScrollText} title="Nothing happened yet">
            Changes, tests and syncs of the integration stand here.
          </EmptyState>
        }
      >
        <Table label={`Events of ${name}`} columns={columns}>
          {events.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </Table>
      </ListBody>
    </>
  );
}

/** One that belongs to a sync job leads to it. */
function EventRow({ event: { at, type, severity, message, actor, jobId } }: { event: IntegrationEventView }) {
  const router = useRouter();
  const kind = kinds[type] ?? type;
  const shape = shapes[severity];
  const leadsToJob = usePermission("sync:read") && jobId !== null;
  return (
    <Row onOpen={leadsToJob ? () => router.push(`/sync/jobs/${jobId}`) : undefined}>
      <Cell column="at" className="text-ink-3">
        <RelativeTime at={at} />
      </Cell>
      <Cell column="kind">
        {shape ? <Status shape={shape}>{kind}</Status> : <span className="text-ink-2">{kind}</span>}
      </Cell>
      <Cell column="what" title={message} className="max-sm:whitespace-normal">
        {message}
      </Cell>
      <Cell column="who" className="text-ink-2">
        {actor?.name ?? "Carelane"}
      </Cell>
    </Row>
  );
}
