"use client";

import { memo, useMemo } from "react";
import { formatCount, formatSum } from "@/components/ui/format";
import { OutcomeChart } from "@/components/ui/outcome-chart";
import { outcomes } from "@/components/ui/outcomes";
import { StatusShape } from "@/components/ui/status-shape";
import { Swatch } from "@/components/ui/table";
import type { SyncStatistics } from "@/lib/sync/schema";
import { lastHour } from "./minutes";

/** Sixty stacked bars are dear to draw: only anew when the figures are. */
const StillChart = memo(OutcomeChart);

type ThroughputProps = {
  /** Undefined while nobody knows. */
  perSecond?: number;
  /** Of the last hour by the minute, and when that was read. */
  hour?: SyncStatistics;
  readAtMs: number;
  today?: SyncStatistics;
};

/** How much is taken in: now, in the last hour minute by minute, today. */
export function Throughput({ perSecond, hour, readAtMs, today }: ThroughputProps) {
  const points = useMemo(() => lastHour(hour?.overTime ?? [], new Date(readAtMs)), [hour, readAtMs]);
  return (
    <div className="flex min-h-0 min-w-0 flex-col pt-3 pr-3.5 pb-2 pl-4.5 max-sm:h-37.5">
      <div className="mb-2 flex items-baseline justify-between gap-3 whitespace-nowrap">
        <p className="flex items-baseline gap-4.5 text-ink-3 text-xs tabular-nums">
          <span className="text-ink-2 text-sm">
            <b className="mr-1.25 font-semibold text-ink text-xl/6 tracking-heading">
              {perSecond === undefined ? "–" : formatCount(perSecond)}
            </b>
            records/s
          </span>
          <Sum statistics={hour} of="last hour" />
          <Sum statistics={today} of="today" />
          <OpenConflicts count={today?.conflictsOpen ?? 0} />
        </p>
        <Legend />
      </div>
      <div className="min-h-0 flex-1">
        {hour ? (
          <StillChart
            label="Records per minute over the last hour"
            points={points}
            unit="/min"
            tickMinutes={15}
          />
        ) : null}
      </div>
    </div>
  );
}

function Sum({ statistics, of }: { statistics?: SyncStatistics; of: string }) {
  if (!statistics) return null;
  return (
    <span className="max-xl:hidden">
      <b className="mr-0.75 font-medium text-ink">{formatSum(statistics.recordsSynced)}</b>
      {of}
    </span>
  );
}

function OpenConflicts({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className="inline-flex items-center gap-1 self-center">
      <StatusShape shape="ask" className="size-3" />
      <b className="font-medium text-ask-ink">{formatCount(count)}</b>
      open {count === 1 ? "conflict" : "conflicts"}
    </span>
  );
}

/** The colours that make up nearly all of every bar; the column heads below name all five. */
function Legend() {
  return (
    <ul aria-hidden="true" className="flex gap-3 text-2xs text-ink-3 max-[86.25rem]:hidden">
      {outcomes.slice(0, 3).map(({ key, label, fill }) => (
        <li key={key}>
          <Swatch fill={fill} />
          {label}
        </li>
      ))}
    </ul>
  );
}
