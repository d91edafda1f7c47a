"use client";

import { formatClock } from "@/components/ui/format";
import { useAge } from "@/components/ui/relative-time";
import { StatusShape } from "@/components/ui/status-shape";
import { type LiveState, pollEveryMs } from "./live-state";

const words = {
  live: "Live",
  polling: `Asking every ${pollEveryMs / 1_000} s`,
  offline: "No connection",
} as const;

/** Whether what is on the screen is current. A change of the line is announced, the running age is not. */
export function LiveIndicator({ mode, lastHeardAt }: LiveState) {
  const age = useAge(lastHeardAt);
  return (
    <span
      role="status"
      className="flex max-w-full items-start gap-1.5 whitespace-nowrap font-medium text-ink-2"
    >
      <span className="flex h-5 items-center">
        <LiveShape mode={mode} />
      </span>
      <span className="min-w-0">
        {words[mode]}
        <span aria-hidden="true" className="font-normal text-ink-3 tabular-nums">
          {mode === "live" && age ? ` · ${age}` : null}
          {mode === "offline" && lastHeardAt && age ? (
            <span className="block">{`Shown as of ${formatClock(lastHeardAt)}`}</span>
          ) : null}
        </span>
      </span>
    </span>
  );
}

/** The same for the rail: the shape alone, its words in the tip. */
export function LiveDot({ mode }: Pick<LiveState, "mode">) {
  return (
    <span role="img" aria-label={words[mode]} title={words[mode]} className="block">
      <LiveShape mode={mode} />
    </span>
  );
}

function LiveShape({ mode }: Pick<LiveState, "mode">) {
  if (mode === "polling") return <StatusShape shape="silent" />;
  if (mode === "offline") return <StatusShape shape="off" />;
  return <i className="m-0.75 block size-1.75 flex-none rounded-full bg-ok ring-3 ring-ok/22" />;
}
