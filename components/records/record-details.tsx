"use client";

import { Tabs } from "radix-ui";
import { usePermission } from "@/components/shell/workspace-context";
import { useAddress } from "@/components/ui/use-address";
import type { RecordKind } from "./kinds/record-kind";
import { RecordHistory } from "./record-history";
import { RecordRaw } from "./record-raw";
import type { RecordEnvelope } from "./record-shapes";
import { RecordSource } from "./record-source";
import { listsPointingTo } from "./related-lists";
import { RelatedRecords } from "./related-records";

const tab =
  "relative px-2.5 py-2 font-medium text-ink-3 hover:text-ink focus-visible:-outline-offset-4 data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-2 data-[state=active]:after:-bottom-px data-[state=active]:after:h-0.5 data-[state=active]:after:rounded-t-[2px] data-[state=active]:after:bg-accent dark:data-[state=active]:after:bg-accent-ink";

type RecordDetailsProps<R extends RecordEnvelope> = {
  kind: RecordKind<R>;
  record: R;
  /** Facts and what belongs to them stand side by side, as on a page of its own. */
  wide?: boolean;
};

/** All there is to know of a record: its facts, what the systems sent, and how it came to be. */
export function RecordDetails<R extends RecordEnvelope>({ kind, record, wide }: RecordDetailsProps<R>) {
  const { values, change } = useAddress();
  const maySeeRaw = usePermission("records:raw");
  const wanted = values.get("view");
  const shown = wanted === "history" || (wanted === "raw" && maySeeRaw) ? wanted : "facts";
  return (
    <Tabs.Root
      value={shown}
      onValueChange={(view) => change({ view: view === "facts" ? null : view })}
      className="min-w-0"
    >
      <Tabs.List aria-label="Views of the record" className="flex border-line border-b px-2">
        <Tabs.Trigger value="facts" className={tab}>
          Facts
        </Tabs.Trigger>
        {maySeeRaw ? (
          <Tabs.Trigger value="raw" className={tab}>
            Raw
          </Tabs.Trigger>
        ) : null}
        <Tabs.Trigger value="history" className={tab}>
          History
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content value="facts">
        <FactsView kind={kind} record={record} wide={wide} />
      </Tabs.Content>
      <Tabs.Content value="raw">
        <RecordRaw entity={kind.entity} record={record} />
      </Tabs.Content>
      <Tabs.Content value="history">
        <RecordHistory entity={kind.entity} id={record.id} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

/** What it points to that is worth a list, then what points to it. */
function relatedLists<R extends RecordEnvelope>({ entity, related }: RecordKind<R>, record: R) {
  return [...(related?.(record) ?? []), ...listsPointingTo(entity, record.id)];
}

function FactsView<R extends RecordEnvelope>({ kind, record, wide }: RecordDetailsProps<R>) {
  const { Facts } = kind;
  return (
    <div className={wide ? "lg:grid lg:grid-cols-2 lg:divide-x lg:divide-line" : undefined}>
      <div>
        <Facts record={record} />
      </div>
      <div className="max-lg:border-line max-lg:border-t">
        <RelatedRecords lists={relatedLists(kind, record)} />
        <RecordSource record={record} />
      </div>
    </div>
  );
}
