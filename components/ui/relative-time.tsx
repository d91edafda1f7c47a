"use client";

import { useSyncExternalStore } from "react";
import { formatAge, formatExact, formatTimeOrDate, formatUntil } from "./format";
import { Tip } from "./tip";
import { useHydrated } from "./use-hydrated";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all ages on the page; it stands still while nobody shows one. */
function onSecond(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** How `at` lies to the present, kept current; null while the server renders, which does not know the viewer's zone. */
function useDistance(at: Date | null, format: typeof formatAge): string | null {
  return useSyncExternalStore(
    onSecond,
    () => (at ? format(at, new Date()) : null),
    () => null,
  );
}

/** How long ago `at` was. */
export function useAge(at: Date | null): string | null {
  return useDistance(at, formatAge);
}

type MomentProps = { at: string | Date; className?: string };

/** A moment as its age, kept current. */
export function RelativeTime({ at, className }: MomentProps) {
  const moment = new Date(at);
  return <Moment moment={moment} text={useAge(moment)} className={className} />;
}

/** A moment to come as the time that is left. */
export function TimeUntil({ at, className }: MomentProps) {
  const moment = new Date(at);
  return <Moment moment={moment} text={useDistance(moment, formatUntil)} className={className} />;
}

type ClockTimeProps = MomentProps & { /** Of what comes several times a minute. */ seconds?: boolean };

/** A moment of today as its time, for columns of starts and ends; of another day as its date. */
export function ClockTime({ at, seconds = false, className }: ClockTimeProps) {
  const moment = new Date(at);
  const hydrated = useHydrated();
  return (
    <Moment
      moment={moment}
      text={hydrated ? formatTimeOrDate(moment, new Date(), { seconds }) : null}
      className={className}
    />
  );
}

type MomentTextProps = { moment: Date; text: string | null; className?: string };

/** The exact time in the viewer's zone stands in the tip, and is what screen readers hear. */
function Moment({ moment, text, className }: MomentTextProps) {
  if (text === null) return <time dateTime={moment.toISOString()} className={className} />;
  const exact = formatExact(moment);
  return (
    <Tip text={exact} detail={formatAge(moment, new Date())}>
      <time dateTime={moment.toISOString()} className={className}>
        <span aria-hidden="true" className="tabular-nums">
          {text}
        </span>
        <span className="sr-only">{exact}</span>
      </time>
    </Tip>
  );
}
