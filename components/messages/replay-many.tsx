"use client";

import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { ClockTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { useSubmit } from "@/components/use-submit";
import type { MessageFilter, MessageView, ReplayMapping } from "@/lib/messages/schema";
import { MappingChoice } from "./mapping-choice";
import { queryOf } from "./message-filters";
import { DirectionArrow } from "./message-parts";
import { startReplay, useReplayPreview } from "./use-messages";
import { usePartyName } from "./use-party";

type ReplayManyProps = {
  filter: MessageFilter;
  /** Without a filter only what failed today is offered: nobody means everything. */
  isNarrowed: boolean;
  onStarted: (taskId: string) => void;
};

const failedToday = { status: "FAILED", received: "today" } as const;

/** The way to replay all that a filter finds. */
export function ReplayMany({ filter, isNarrowed, onStarted }: ReplayManyProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={RotateCcw} onClick={() => setOpen(true)}>
        {isNarrowed ? "Replay these" : "Replay today’s failed"}
      </Button>
      {open ? (
        <ReplayManyDialog
          filter={isNarrowed ? filter : queryOf(failedToday, new Date())}
          onStarted={onStarted}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

type ReplayManyDialogProps = {
  filter: MessageFilter;
  onStarted: (taskId: string) => void;
  onClose: () => void;
};

function ReplayManyDialog({ filter, onStarted, onClose }: ReplayManyDialogProps) {
  const [mapping, setMapping] = useState<ReplayMapping>("same");
  const { data: preview, error } = useReplayPreview({ filter, mapping });
  const form = useSubmit([]);
  const count = preview?.count ?? 0;
  const start = async () => {
    if (count > 0) onStarted((await startReplay({ filter, mapping })).taskId);
    onClose();
  };
  return (
    <FormDialog
      title="Replay messages"
      description="Carelane processes each HL7 v2 message it received once more, as a new message, and writes what it says into the records. Nothing is sent, and the originals stay as they are."
      action={count > 0 ? `Replay ${messages(count)}` : "Close"}
      form={form}
      onSend={start}
      onClose={onClose}
    >
      {error ? <Banner tone="bad">{error.message}</Banner> : null}
      {preview ? <Sample count={count} sample={preview.sample} /> : null}
      {!preview && !error ? <SkeletonRows count={4} label="Counting" /> : null}
      <MappingChoice value={mapping} onChange={setMapping} />
    </FormDialog>
  );
}

function messages(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "message" : "messages"}`;
}

function Sample({ count, sample }: { count: number; sample: readonly MessageView[] }) {
  const partyOf = usePartyName();
  if (count === 0)
    return <p className="text-ink-2">No received HL7 v2 message fits, so there is nothing to replay.</p>;
  return (
    <div>
      <p>
        <b className="font-medium">{messages(count)}</b>
        {sample.length < count ? `, of which the newest ${formatCount(sample.length)}:` : ":"}
      </p>
      <ul
        // What scrolls has to be reached by keyboard.
        tabIndex={0}
        aria-label="Messages to replay"
        className="mt-1.5 max-h-52 overflow-y-auto rounded-md border border-line"
      >
        {sample.map((message) => (
          <li
            key={message.id}
            className="flex items-center gap-1.5 border-line border-b px-2.5 py-1 last:border-b-0"
          >
            <b className="flex-none font-medium">{message.type || "Unreadable"}</b>
            <DirectionArrow direction={message.direction} />
            <span className="min-w-0 flex-1 truncate text-ink-2">{partyOf(message)}</span>
            <ClockTime at={message.receivedAt} seconds className="flex-none text-ink-3" />
          </li>
        ))}
      </ul>
    </div>
  );
}
