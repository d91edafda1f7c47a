"use client";

import { formatClock } from "@/components/ui/format";
import { useAge } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";

/** How the page hears of changes: over the live line, by asking again and again, or not at all. */
export type LiveState = {
  mode: "live" | "polling" | "offline";
  /** When the page last heard from the server; null before the first word. */
  lastHeardAt: Date | null;
};

const pollSeconds = 30;

/** Whether what is on the screen is current. */
export function LiveIndicator({ mode, lastHeardAt }: LiveState) {
  const age = useAge(lastHeardAt);
  if (mode === "polling") return <Status shape="silent">Asking every {pollSeconds} s</Status>;
  if (mode === "offline") {
    return (
      <span className="inline-flex min-w-0 items-center gap-2">
        <Status shape="off">No connection</Status>
        {lastHeardAt && age ? (
          <span className="truncate text-ink-3 text-xs">as of {formatClock(lastHeardAt)}</span>
        ) : null}
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-2.5 whitespace-nowrap pl-1 font-medium text-ink-2">
      <i className="size-1.75 flex-none rounded-full bg-ok ring-3 ring-ok/22" />
      <span>Live{age ? <span className="font-normal text-ink-3 tabular-nums"> · {age}</span> : null}</span>
    </span>
  );
}
