import { clsx } from "clsx";
import { formatDate, formatDuration, formatExact } from "@/components/ui/format";
import { StatusShape } from "@/components/ui/status-shape";
import { Tip } from "@/components/ui/tip";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { TimelineEntry } from "@/lib/messages/schema";
import { clockWithMs } from "./clock";
import { MessageLink } from "./message-facts";
import { eventState } from "./message-words";

/** What happened to a message, in its order: the first by its time, the others by how long after it. */
export function MessageTimeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const [first] = entries;
  if (!first) return <div className="flex-none pb-3" />;
  return (
    <ol
      aria-label="What happened"
      className="flex flex-none overflow-x-auto pt-3.5 pb-3 pl-4.5 max-sm:grid max-sm:gap-2.5 max-sm:px-3.5"
    >
      {entries.map((entry, n) => (
        <Step
          key={`${entry.at} ${entry.event} ${entry.detail}`}
          entry={entry}
          since={n === 0 ? null : first.at}
        />
      ))}
    </ol>
  );
}

function Step({ entry, since }: { entry: TimelineEntry; since: string | null }) {
  const { shape, word } = eventState[entry.event];
  const isBad = shape === "bad";
  return (
    <li className="group/step relative min-w-30 flex-1 text-ink-3 text-xs max-sm:grid max-sm:grid-cols-[20px_minmax(0,1fr)]">
      <span
        aria-hidden="true"
        className={clsx(
          "absolute top-1.5 right-1.5 left-5 h-0.5 rounded-full group-last/step:hidden max-sm:hidden",
          isBad ? "bg-line-strong" : "bg-ok/60",
        )}
      />
      <StatusShape shape={shape} className="size-3.5" />
      <span className="block pr-3">
        <b
          className={clsx(
            "mt-1.5 block font-semibold max-sm:mt-0 max-sm:inline",
            isBad ? "text-bad-ink" : "text-ink",
          )}
        >
          {word}
        </b>{" "}
        <StepTime at={entry.at} since={since} />
        {entry.detail ? (
          <span className="line-clamp-2 block">
            {entry.messageId ? <MessageLink id={entry.messageId}>{entry.detail}</MessageLink> : entry.detail}
          </span>
        ) : null}
      </span>
    </li>
  );
}

function StepTime({ at, since }: { at: string; since: string | null }) {
  const hydrated = useHydrated();
  const moment = new Date(at);
  if (!hydrated) return <time dateTime={at} />;
  const afterMs = since === null ? null : moment.getTime() - Date.parse(since);
  const today = new Date();
  const day = formatDate(moment, today) === formatDate(today, today) ? "" : `${formatDate(moment, today)}, `;
  return (
    <Tip text={formatExact(moment)}>
      <time dateTime={at} className="w-fit text-ink-2 tabular-nums sm:block">
        {afterMs === null ? `${day}${clockWithMs(moment)}` : `+${formatDuration(Math.max(afterMs, 0))}`}
      </time>
    </Tip>
  );
}
