"use client";

import Link from "next/link";
import { formatCount } from "@/components/ui/format";
import { PanelSection } from "@/components/ui/side-panel";
import { codedText, valueInLists } from "./observation-words";
import { formatPartialDate } from "./partial-date";
import { type ObservationRecord, observationRecordSchema, type PatientRecord } from "./record-shapes";
import { useRecordNews } from "./use-record-news";
import { useRecordList } from "./use-records";

const shownHere = 10;

/** An open patient follows what comes in, at a pace that a running sync does not set. */
const freshEveryMs = 5_000;

const observations = { entity: "observations", schema: observationRecordSchema } as const;

/** Newest first; those without a time last. ISO times of one form sort as text. */
function byTimeObserved(left: ObservationRecord, right: ObservationRecord): number {
  return (right.data.effectiveAt ?? "").localeCompare(left.data.effectiveAt ?? "");
}

/** The latest observations of a patient, and the way to all of them. */
export function PatientObservations({ record: { id } }: { record: PatientRecord }) {
  const { data, refetch } = useRecordList(observations, {
    q: "",
    integrationId: "",
    patientId: id,
    deleted: false,
  });
  useRecordNews("observations", freshEveryMs, () => void refetch());
  const first = data?.pages[0];
  if (!first) return null;
  const latest = first.data.toSorted(byTimeObserved).slice(0, shownHere);
  return (
    <PanelSection
      title="Observations"
      aside={
        first.total > shownHere ? (
          <Link href={`/records/observations?patientId=${id}`} className="text-accent-ink hover:underline">
            All {formatCount(first.total)}
          </Link>
        ) : null
      }
    >
      {first.total === 0 ? <p className="text-ink-3">None are known.</p> : null}
      <ul>
        {latest.map((observation) => (
          <li key={observation.id} className="border-line border-b last:border-b-0">
            <Link
              href={`/records/observations/${observation.id}`}
              prefetch={false}
              className="-mx-2 grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 rounded-sm px-2 py-1.5 hover:bg-hover"
            >
              <bdi className="truncate">{codedText(observation.data.code)}</bdi>
              <span className="max-w-44 truncate text-right font-medium tabular-nums">
                {valueInLists(observation.data) ?? "–"}
              </span>
              <span className="col-span-2 text-ink-3 text-xs">
                {observation.data.effectiveAt ? formatPartialDate(observation.data.effectiveAt) : "No date"}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}
