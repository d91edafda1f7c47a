"use client";

import { type RefObject, useRef } from "react";
import { apiPath } from "@/components/api";
import { ExportLink } from "@/components/export-link";
import { LoadMore } from "@/components/load-more";
import { ReadFailed } from "@/components/read-failed";
import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { formatCount } from "@/components/ui/format";
import { Keys } from "@/components/ui/keys";
import { Row } from "@/components/ui/row";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { Cell, Table, TableFoot } from "@/components/ui/table";
import { useAddress } from "@/components/ui/use-address";
import { groupOf, groupTabs, KindTabs } from "./kind-tabs";
import type { RecordKind } from "./kinds/record-kind";
import { NoRecords } from "./no-records";
import { RecordFilterBar } from "./record-filter-bar";
import { filterNames, filtersOf, type RecordFilters } from "./record-filters";
import { recordNouns } from "./record-nouns";
import { RecordPanel } from "./record-panel";
import type { RecordEnvelope } from "./record-shapes";
import { useFreshRecords } from "./use-fresh-records";
import { useRecordList } from "./use-records";

/** The records of one entity: searched, filtered, and opened beside the list. */
export function RecordBrowser<R extends RecordEnvelope & { data: unknown }>({
  kind,
}: {
  kind: RecordKind<R>;
}) {
  const { values, change } = useAddress();
  const search = useRef<HTMLInputElement>(null);
  const filters = filtersOf(values, filterNames(kind));
  const list = useRecordList(kind, filters);
  const news = useFreshRecords(kind.entity);
  const records = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const openId = values.get("record");
  return (
    <Sheet>
      <SheetHead
        title="Records"
        tabs={groupTabs}
        currentTab={groupOf(kind.entity).label}
        actions={
          <ExportLink
            className="max-sm:hidden"
            href={apiPath(`/api/records/${kind.entity}`, { ...filters, format: "csv" })}
          />
        }
      />
      <KindTabs current={kind.entity} />
      <RecordFilterBar kind={kind} filters={filters} onChange={change} inputRef={search} news={news} />
      <SheetBody>
        <RecordTable kind={kind} records={records} openId={openId} filterRef={search} onChange={change} />
        <ListEnd kind={kind} list={list} filters={filters} onChange={change} />
      </SheetBody>
      <ListFoot
        shown={records.length}
        total={list.data?.pages[0]?.total}
        many={recordNouns[kind.entity].many}
      />
      <OpenRecord kind={kind} records={records} openId={openId} onChange={change} />
    </Sheet>
  );
}

type ListedProps<R extends RecordEnvelope> = {
  kind: RecordKind<R>;
  records: readonly R[];
  openId: string | null;
  onChange: ReturnType<typeof useAddress>["change"];
};

type RecordTableProps<R extends RecordEnvelope> = ListedProps<R> & {
  filterRef: RefObject<HTMLInputElement | null>;
};

function RecordTable<R extends RecordEnvelope>(props: RecordTableProps<R>) {
  const { kind, records, openId, filterRef, onChange } = props;
  if (records.length === 0) return null;
  return (
    <Table label={`Records of ${recordNouns[kind.entity].many}`} columns={kind.columns} filterRef={filterRef}>
      {records.map((record) => (
        <Row
          key={record.id}
          selected={record.id === openId}
          onOpen={() => onChange({ record: record.id }, "push")}
        >
          {kind.columns.map(({ id, show, className }) => (
            <Cell key={id} column={id} className={className}>
              {show(record)}
            </Cell>
          ))}
        </Row>
      ))}
    </Table>
  );
}

/** The record beside the list; its neighbours in the list are one key away. */
function OpenRecord<R extends RecordEnvelope & { data: unknown }>({
  kind,
  records,
  openId,
  onChange,
}: ListedProps<R>) {
  const index = records.findIndex(({ id }) => id === openId);
  const go = (step: 1 | -1) => {
    const next = index < 0 ? undefined : records[index + step];
    if (next) onChange({ record: next.id });
  };
  return (
    <RecordPanel
      kind={kind}
      id={openId}
      onClose={() => onChange({ record: null, view: null })}
      onNext={() => go(1)}
      onPrevious={() => go(-1)}
    />
  );
}

type ListEndProps<R extends RecordEnvelope> = {
  kind: RecordKind<R>;
  list: ReturnType<typeof useRecordList<R>>;
  filters: RecordFilters;
  onChange: ReturnType<typeof useAddress>["change"];
};

/** What stands where the rows end: more of them, or the reason why there are none. */
function ListEnd<R extends RecordEnvelope>({ kind, list, filters, onChange }: ListEndProps<R>) {
  if (list.isError && !list.data) {
    return (
      <div className="p-4.5">
        <ReadFailed what="Records" right="read records" error={list.error} onRetry={list.refetch} />
      </div>
    );
  }
  if (!list.data) return <SkeletonRows count={12} />;
  if (list.data.pages[0]?.data.length === 0) {
    return <NoRecords noun={recordNouns[kind.entity]} filters={filters} onChange={onChange} />;
  }
  return <LoadMore list={list} />;
}

function ListFoot({ shown, total, many }: { shown: number; total?: number; many: string }) {
  const keys = (
    <>
      <Keys keys={["J", "K"]} /> move <Keys keys={["enter"]} /> open <Keys keys={["/"]} /> search
    </>
  );
  return (
    <TableFoot aside={keys}>
      {total === undefined ? null : `${formatCount(shown)} of ${formatCount(total)} ${many} shown`}
    </TableFoot>
  );
}
