"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatCount } from "@/components/ui/format";
import { Status } from "@/components/ui/status";
import { StatusShape } from "@/components/ui/status-shape";
import type { QueuedDestination } from "@/lib/channels/schema";
import {
  channelState,
  destinationWords,
  failedCount,
  failedPlace,
  isHeld,
  mappingWords,
  sourceWords,
} from "./channel-words";
import type { Channel } from "./use-channels";
import { useNames } from "./use-names";

/** What a channel does, in one line: from where, which, into what, to where. */
export function ChannelFlow({ channel }: { channel: Channel }) {
  const { version, source, filter, mapping, destinations, waiting, failed } = channel;
  const names = useNames();
  const { shape, word } = channelState(channel);
  return (
    <ol
      aria-label="What it does"
      className="grid flex-none grid-cols-[auto_minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,0.7fr)_minmax(0,1.4fr)] gap-x-4 gap-y-2.5 border-line border-b bg-sunken px-4.5 py-3 [--knock:var(--color-sunken)] max-lg:grid-cols-2 max-lg:*:last:col-span-2 max-sm:px-3.5"
    >
      <Step
        label={`Version ${version}`}
        isFirst
        note={
          failed > 0 ? (
            <Link href={failedPlace(channel)} className="text-warn-ink underline underline-offset-2">
              {failedCount(failed)} failed
            </Link>
          ) : undefined
        }
      >
        <Status shape={shape}>{word}</Status>
      </Step>
      <Step
        label="From"
        note={waiting > 0 ? `${formatCount(waiting)} taken and not gone through yet` : undefined}
      >
        {sourceWords(source, names)}
      </Step>
      <Step label="Filter">
        {filter ? <code className="block truncate font-mono text-xs/5">{filter}</code> : "All go on"}
      </Step>
      <Step label="Becomes">{mappingWords(mapping)}</Step>
      <Step label="To">
        {destinations.length === 0 ? <span className="text-ink-3">No destination yet</span> : null}
        {destinations.map((destination) => (
          <span key={destination.id} className="flex min-w-0 gap-1.5">
            <span className="truncate">{destinationWords(destination, names)}</span>
            <Queue {...destination} />
          </span>
        ))}
      </Step>
    </ol>
  );
}

type StepProps = { label: string; note?: ReactNode; isFirst?: boolean; children: ReactNode };

function Step({ label, note, isFirst, children }: StepProps) {
  return (
    <li className="min-w-0">
      <p className="flex items-center gap-1.5 text-2xs text-ink-3">
        {isFirst ? null : <ArrowRight className="size-3" />}
        {label}
      </p>
      <div className="min-w-0 wrap-anywhere">{children}</div>
      {note ? <p className="text-ink-3 text-xs">{note}</p> : null}
    </li>
  );
}

function Queue({ queue: { waiting, failed }, heldUntil }: QueuedDestination) {
  const held = isHeld({ heldUntil });
  return (
    <>
      {waiting > 0 ? (
        <span className="flex flex-none items-center gap-1 text-ink-2 tabular-nums">
          <StatusShape shape={held ? "retry" : "wait"} className="size-3" />
          {formatCount(waiting)}
          <span className="sr-only"> waiting{held ? ", its receiver is in trouble" : ""}</span>
        </span>
      ) : null}
      {failed > 0 ? (
        <span className="flex flex-none items-center gap-1 text-bad-ink tabular-nums">
          <StatusShape shape="bad" className="size-3" />
          {formatCount(failed)}
          <span className="sr-only"> given up</span>
        </span>
      ) : null}
    </>
  );
}
