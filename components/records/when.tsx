"use client";

import { Unknown } from "@/components/ui/fact-list";
import { formatAge, formatDate, formatExact, formatTime } from "@/components/ui/format";
import { Tip } from "@/components/ui/tip";
import { formatPartialDate } from "./partial-date";

/** "17 Nov, 10:30" in the viewer's zone; a date without a time stays the date it is, in every zone. */
export function formatWhen(at: string, now: Date, timeZone?: string): string {
  const moment = new Date(at);
  if (!at.includes("T") || Number.isNaN(moment.getTime())) return formatPartialDate(at);
  return `${formatDate(moment, now, timeZone)}, ${formatTime(moment, timeZone)}`;
}

/** When something happened, as exactly as it is known; a time's zone stands in its tip. */
export function When({ at }: { at: string | null }) {
  if (at === null) return <Unknown />;
  const now = new Date();
  const text = formatWhen(at, now);
  if (!at.includes("T")) return <time dateTime={at}>{text}</time>;
  return (
    <Tip text={formatExact(new Date(at))} detail={formatAge(new Date(at), now)}>
      <time dateTime={at} className="tabular-nums">
        {text}
      </time>
    </Tip>
  );
}

/** "17 Nov, 10:30 to 11:00". */
export function Period({ from, to }: { from: string | null; to: string | null }) {
  if (from === null || to === null) return <When at={from ?? to} />;
  const now = new Date();
  const [start, end] = [new Date(from), new Date(to)];
  const sameDay = to.includes("T") && formatDate(start, now) === formatDate(end, now);
  return (
    <>
      <When at={from} /> to {sameDay ? <time dateTime={to}>{formatTime(end)}</time> : <When at={to} />}
    </>
  );
}
