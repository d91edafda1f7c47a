"use client";

import { useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import { ReadFailed } from "@/components/read-failed";
import { Button, IconButton } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Status } from "@/components/ui/status";
import type { ShapeName } from "@/components/ui/status-shape";
import { notify } from "@/components/ui/toaster";
import type { ReplayView } from "@/lib/messages/schema";
import { type ReplayStep, readListsAgain, useReplayStep, useReplayTask } from "./use-messages";

const states: Readonly<Record<ReplayView["state"], { shape: ShapeName; word: string }>> = {
  RUNNING: { shape: "run", word: "Replaying" },
  PAUSED: { shape: "paused", word: "Replay paused" },
  COMPLETED: { shape: "ok", word: "Replayed" },
  CANCELLED: { shape: "off", word: "Replay cancelled" },
};

const steps: Readonly<Record<ReplayView["state"], readonly { step: ReplayStep; label: string }[]>> = {
  RUNNING: [
    { step: "pause", label: "Pause" },
    { step: "cancel", label: "Cancel replay" },
  ],
  PAUSED: [
    { step: "resume", label: "Resume" },
    { step: "cancel", label: "Cancel replay" },
  ],
  COMPLETED: [],
  CANCELLED: [],
};

type ReplayProgressProps = { id: string; onClose: () => void };

/** How far a replay of many is. It goes on without anybody looking. */
export function ReplayProgress({ id, onClose }: ReplayProgressProps) {
  const { data: task, error, refetch } = useReplayTask(id);
  useListsRead(task);
  if (!task) {
    return error ? (
      <div className="flex items-start gap-3 border-line border-b px-4.5 py-3">
        <ReadFailed what="The replay" right="replay messages" error={error} onRetry={refetch} />
        <IconButton icon={X} label="Close" onClick={onClose} className="ml-auto" />
      </div>
    ) : null;
  }
  const { shape, word } = states[task.state];
  return (
    <section
      aria-label="Replay"
      className="flex flex-none flex-wrap items-center gap-x-3 gap-y-2 border-line border-b bg-sunken px-4.5 py-2 [--knock:var(--color-sunken)] max-sm:px-3.5"
    >
      <Status shape={task.state === "COMPLETED" && task.failed > 0 ? "warn" : shape}>{word}</Status>
      <span className="text-ink-2 tabular-nums">
        {formatCount(task.done + task.failed)} of {formatCount(task.count)}
        {task.failed > 0 ? (
          <span className="text-bad-ink">, {formatCount(task.failed)} could not be replayed</span>
        ) : null}
      </span>
      <Bar task={task} label={word} />
      <Steps task={task} />
      <IconButton icon={X} label="Hide the replay" size="sm" onClick={onClose} />
    </section>
  );
}

function Bar({ task: { done, count, failed, state }, label }: { task: ReplayView; label: string }) {
  const percent = (part: number) => (count === 0 ? 100 : Math.min((part / count) * 100, 100));
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={count}
      aria-valuenow={Math.min(done + failed, count)}
      className={`flex h-1.5 min-w-24 flex-1 overflow-hidden rounded-xs bg-track ${state === "PAUSED" ? "opacity-60" : ""}`}
    >
      <span className="h-full bg-added" style={{ width: `${percent(done)}%` }} />
      <span className="h-full bg-bad" style={{ width: `${percent(failed)}%` }} />
    </span>
  );
}

function Steps({ task }: { task: ReplayView }) {
  const { mutate, isPending, variables } = useReplayStep(task.id);
  const take = (step: ReplayStep, label: string) =>
    mutate(step, {
      onError: (error) => notify({ tone: "bad", title: `${label} did not work`, detail: error.message }),
    });
  return steps[task.state].map(({ step, label }) => (
    <Button
      key={step}
      size="sm"
      variant={step === "cancel" ? "danger" : "plain"}
      loading={isPending && variables === step}
      onClick={() => take(step, label)}
    >
      {label}
    </Button>
  ));
}

/** The list shows what has been replayed, as it goes on. */
function useListsRead(task: ReplayView | undefined): void {
  const client = useQueryClient();
  const read = useEffectEvent(() => void readListsAgain(client));
  const done = task?.done ?? 0;
  useEffect(() => {
    if (done > 0) read();
  }, [done]);
}
