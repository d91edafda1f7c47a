"use client";

import Link from "next/link";
import { useRef } from "react";
import { apiPath } from "@/components/api";
import { ReadFailed } from "@/components/read-failed";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { PanelSection } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { type RecordEntity, titleOf } from "@/lib/records/schema";
import { recordKinds } from "./kinds";
import type { RecordKind, RelatedList } from "./kinds/record-kind";
import { capitalized, recordNouns } from "./record-nouns";
import type { RecordOf } from "./record-shapes";
import { splitByTime } from "./split-by-time";
import { useNearView } from "./use-near-view";
import { useRecordNews } from "./use-record-news";
import { useRecordList } from "./use-records";
import { When } from "./when";

/** An open record follows what comes in, at a pace that a running sync does not set. */
const freshEveryMs = 5_000;

/** What belongs to a record, one section an entity. Each is read when it comes near what is in view. */
export function RelatedRecords({ lists }: { lists: readonly RelatedList[] }) {
  return lists.map((list) => (
    <RelatedSection key={list.title ?? list.entity} list={list} entity={list.entity} />
  ));
}

type RelatedSectionProps<E extends RecordEntity> = { list: RelatedList; entity: E };

function RelatedSection<E extends RecordEntity>({ list, entity }: RelatedSectionProps<E>) {
  const kind: RecordKind<RecordOf<E>> = recordKinds[entity];
  const place = useRef<HTMLDivElement>(null);
  const query = useRecordList(kind, list.filters, useNearView(place));
  const { data, error, refetch } = query;
  useRecordNews(entity, freshEveryMs, () => void refetch());
  const { many } = recordNouns[entity];
  const first = data?.pages[0];
  const records = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <div ref={place} className="border-line border-b last:border-b-0">
      <PanelSection
        title={list.title ?? capitalized(many)}
        aside={first && first.total > 0 ? <AllOfThem list={list} total={first.total} /> : null}
      >
        {first ? (
          <>
            <Listed kind={kind} records={records} most={list.whole ? records.length : shownHere} />
            {query.hasNextPage ? <Unread query={query} read={records.length} many={many} /> : null}
          </>
        ) : null}
        {!first && error ? (
          <ReadFailed what={capitalized(many)} right="read records" error={error} onRetry={refetch} />
        ) : null}
        {!first && !error ? <SkeletonRows count={2} /> : null}
      </PanelSection>
    </div>
  );
}

type UnreadProps = {
  query: { isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** How many were read. */
  read: number;
  many: string;
};

/** The server lists by last change, so that the nearest in time may be among those that were not read. */
function Unread({ query, read, many }: UnreadProps) {
  return (
    <p className="mt-1.5 flex items-center justify-between gap-3 text-ink-3 text-xs">
      Chosen from the {formatCount(read)} {many} that changed last.
      <Button size="sm" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        Read more
      </Button>
    </p>
  );
}

type AllOfThemProps = { list: RelatedList; total: number };

function AllOfThem({ list: { entity, filters }, total }: AllOfThemProps) {
  const { one, many } = recordNouns[entity];
  return (
    <Link
      href={apiPath(`/records/${entity}`, filters)}
      prefetch={false}
      aria-label={`All ${formatCount(total)} ${total === 1 ? one : many}`}
      className="text-accent-ink hover:underline"
    >
      All {formatCount(total)}
    </Link>
  );
}

type ListedProps<E extends RecordEntity> = {
  kind: RecordKind<RecordOf<E>>;
  records: readonly RecordOf<E>[];
};

const shownHere = 5;

/** The nearest in time: what is to come, then what was. */
function Listed<E extends RecordEntity>({ kind, records, most }: ListedProps<E> & { most: number }) {
  if (records.length === 0) return <p className="text-ink-3">None are known.</p>;
  const { upcoming, past } = splitByTime(records, kind.happenedAt, new Date());
  if (upcoming.length === 0) return <RelatedRows kind={kind} records={past.slice(0, most)} />;
  return (
    <>
      <h3 className="font-medium text-2xs text-ink-3">Upcoming</h3>
      <RelatedRows kind={kind} records={upcoming.slice(0, most)} />
      {past.length > 0 ? (
        <>
          <h3 className="mt-2 font-medium text-2xs text-ink-3">Past</h3>
          <RelatedRows kind={kind} records={past.slice(0, most)} />
        </>
      ) : null}
    </>
  );
}

function RelatedRows<E extends RecordEntity>({ kind, records }: ListedProps<E>) {
  return (
    <ul>
      {records.map((record) => (
        <li key={record.id} className="border-line border-b last:border-b-0">
          <Link
            href={`/records/${kind.entity}/${record.id}`}
            prefetch={false}
            className="-mx-2 grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 rounded-sm px-2 py-1.5 hover:bg-hover"
          >
            <bdi className="truncate">{titleOf(kind.entity, record.data)}</bdi>
            <span className="max-w-44 truncate text-right font-medium">
              <kind.Outcome record={record} />
            </span>
            <span className="col-span-2 truncate text-ink-3 text-xs">
              {kind.happenedAt(record) === null ? "No date" : <When at={kind.happenedAt(record)} />}
              <Detail text={kind.detail?.(record)} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Detail({ text }: { text?: string | null }) {
  return text ? (
    <>
      {" · "}
      <bdi>{text}</bdi>
    </>
  ) : null;
}
