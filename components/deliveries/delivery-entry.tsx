"use client";

import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { formatDuration } from "@/components/ui/format";
import { ClockTime, RelativeTime, TimeUntil } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { type ShapeName, StatusShape } from "@/components/ui/status-shape";

type DeliveryState = "PENDING" | "DELIVERED" | "FAILED" | "DEAD";

/** How something that is sent until it arrives does, of webhooks and of channels alike. */
export const deliveryStates: Readonly<Record<DeliveryState, { shape: ShapeName; word: string }>> = {
  PENDING: { shape: "wait", word: "Waiting" },
  DELIVERED: { shape: "ok", word: "Delivered" },
  FAILED: { shape: "retry", word: "Retrying" },
  DEAD: { shape: "bad", word: "Given up" },
};

/** One try. */
export interface Attempt {
  readonly at: string;
  /** What was answered, such as an HTTP status; null without an answer. */
  readonly code: string | number | null;
  readonly durationMs: number;
  readonly error: string | null;
  /** What came with the answer. */
  readonly response?: string | null;
}

/** "204 in 81 ms", or "No answer in 15 s"; where nothing was sent, why it ended. */
function answerOf({ code, durationMs, error }: Attempt): string {
  if (code === null && durationMs === 0 && error) return error;
  return `${code ?? "No answer"} in ${formatDuration(durationMs)}`;
}

type DeliveryEntryProps = {
  /** What was sent, or where to. */
  title: string;
  state: DeliveryState;
  tries: number;
  /** As far as they are kept, the last one last. */
  attempts: readonly Attempt[];
  nextAttemptAt: string | null;
  /** What has to go out before; until then no time is known. */
  waitsFor?: string;
  createdAt: string;
  /** Below the tries: what it tells of, and what can be done. */
  children: ReactNode;
};

/** A delivery in two lines; opened it shows every try. */
export function DeliveryEntry({ title, attempts, createdAt, children, ...course }: DeliveryEntryProps) {
  const { shape, word } = deliveryStates[course.state];
  return (
    <li className="border-line border-b">
      <details className="group">
        <summary className="grid list-none gap-0.5 px-4.5 py-2 hover:bg-hover focus-visible:-outline-offset-2">
          <span className="flex items-center gap-2">
            <ChevronRight className="size-3.5 flex-none text-ink-3 transition-transform group-open:rotate-90" />
            <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
            <Status shape={shape}>{word}</Status>
          </span>
          <span className="flex justify-between gap-2 pl-5.5 text-ink-3 text-xs">
            <Outcome last={attempts.at(-1)} {...course} />
            <RelativeTime at={createdAt} className="flex-none" />
          </span>
        </summary>
        <div className="grid gap-2.5 px-4.5 pt-1 pb-3 pl-10">
          <ol className="grid gap-2">
            {attempts.map((attempt) => (
              <AttemptItem key={attempt.at} attempt={attempt} />
            ))}
          </ol>
          {children}
        </div>
      </details>
    </li>
  );
}

type OutcomeProps = Pick<DeliveryEntryProps, "state" | "tries" | "nextAttemptAt" | "waitsFor"> & {
  last?: Attempt;
};

function Outcome({ last, state, tries, nextAttemptAt, waitsFor }: OutcomeProps) {
  return (
    <span className="tabular-nums">
      {last ? answerOf(last) : "Not tried yet"}
      {last && tries > 0 ? `, try ${tries}` : null}
      {waitsFor ? `, waits for ${waitsFor}` : null}
      {state === "FAILED" && nextAttemptAt && !waitsFor ? (
        <>
          , again <TimeUntil at={nextAttemptAt} />
        </>
      ) : null}
    </span>
  );
}

function AttemptItem({ attempt }: { attempt: Attempt }) {
  const { at, error, response } = attempt;
  const answer = answerOf(attempt);
  return (
    <li className="grid gap-1 text-xs">
      <span className="flex items-center gap-1.5">
        <StatusShape shape={error ? "bad" : "ok"} className="size-3" />
        <span className="font-medium tabular-nums">{answer}</span>
        <ClockTime at={at} className="ml-auto text-ink-3" />
      </span>
      {error && error !== answer ? <span className="wrap-anywhere text-ink-2">{error}</span> : null}
      {response ? (
        <pre
          // A stop for the keyboard, which scrolls it.
          tabIndex={0}
          className="max-h-32 overflow-auto whitespace-pre-wrap wrap-anywhere rounded-sm bg-sunken px-2 py-1.5 font-mono text-2xs/4"
        >
          {response}
        </pre>
      ) : null}
    </li>
  );
}
