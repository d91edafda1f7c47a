/** What people can do with a job: each action is one object for button, key and menu. */
import {
  CirclePause,
  CirclePlay,
  CircleX,
  type LucideIcon,
  RotateCcw,
  ShieldCheck,
  Trash2,
} from "lucide-react";
import type { ApiInit } from "@/components/api";
import { formatCount } from "@/components/ui/format";
import type { SyncJob } from "@/lib/sync/schema";
import { hasEnded } from "./job-state";
import { isRemap } from "./job-words";

type Confirmation = { title: string; text: string; stay: string };

export type JobAction = {
  id: string;
  icon: LucideIcon;
  label: (job: SyncJob) => string;
  keys?: readonly string[];
  /** Ends or removes something. */
  danger?: boolean;
  needs: "sync:write" | "sync:approve";
  applies: (job: SyncJob) => boolean;
  /** Asked before it is done. */
  confirm?: (job: SyncJob) => Confirmation;
  /** Below /api/sync/jobs/:id. */
  request: { path: string } & Pick<ApiInit, "method" | "body">;
  /** What a notice says once the server took it; `after` is the job as it answered. */
  told: (before: SyncJob, after: SyncJob) => string;
  /** What was answered is another job, to be looked at. */
  leadsOn?: boolean;
};

const pause: JobAction = {
  id: "pause",
  icon: CirclePause,
  label: () => "Pause",
  needs: "sync:write",
  applies: ({ status, stopping }) => stopping === null && (status === "RUNNING" || status === "QUEUED"),
  request: { method: "POST", path: "/pause" },
  told: ({ status }) =>
    status === "RUNNING" ? "Pauses after the page it is at" : "Pauses before it goes on",
};

const resume: JobAction = {
  id: "resume",
  icon: CirclePlay,
  label: () => "Resume",
  needs: "sync:write",
  applies: ({ status, stopping }) => status === "PAUSED" || stopping === "pause",
  request: { method: "POST", path: "/resume" },
  told: () => "Goes on from where it stood",
};

const approve: JobAction = {
  id: "approve",
  icon: Trash2,
  label: ({ approval }) => `Delete ${formatCount(approval?.deletions ?? 0)} records`,
  danger: true,
  needs: "sync:approve",
  applies: ({ status }) => status === "NEEDS_APPROVAL",
  confirm: ({ approval, integrationName }) => ({
    title: `Delete ${formatCount(approval?.deletions ?? 0)} records?`,
    text: `${integrationName} no longer has them. They are deleted here; their history is kept.`,
    stay: "Decide later",
  }),
  request: { method: "POST", path: "/approve", body: { deletions: true } },
  told: () => "The deletions go ahead",
};

const keep: JobAction = {
  id: "keep",
  icon: ShieldCheck,
  label: () => "Go on without deleting",
  needs: "sync:approve",
  applies: ({ status }) => status === "NEEDS_APPROVAL",
  request: { method: "POST", path: "/approve", body: { deletions: false } },
  told: () => "The job goes on, nothing is deleted",
};

const retry: JobAction = {
  id: "retry",
  icon: RotateCcw,
  label: ({ status, counts }) => {
    if (status !== "COMPLETED") return "Retry";
    return counts.failed > 0 ? "Retry what was refused" : "Run again";
  },
  keys: ["R"],
  needs: "sync:write",
  applies: hasEnded,
  request: { method: "POST", path: "/retry" },
  told: ({ status, counts }) =>
    status === "COMPLETED" && counts.failed === 0
      ? "A new job runs it again"
      : "A new job takes up what is left",
  leadsOn: true,
};

const cancel: JobAction = {
  id: "cancel",
  icon: CircleX,
  label: () => "Cancel job",
  danger: true,
  needs: "sync:write",
  applies: (job) => !hasEnded(job) && job.stopping !== "cancel",
  confirm: (job) => ({
    title: "Cancel this job?",
    text: isRemap(job)
      ? "What was mapped anew stays. The rest is left for its next pull."
      : `What was taken in from ${job.integrationName} stays. The rest is left for the next sync.`,
    stay: "Let it run",
  }),
  request: { method: "DELETE", path: "" },
  told: (_, { status }) => (status === "CANCELLED" ? "The job is cancelled" : "Ends after the page it is at"),
};

const actions: readonly JobAction[] = [keep, approve, resume, pause, retry, cancel];

/** What this person can do with the job now. */
export function actionsFor(job: SyncJob, permissions: readonly string[]): JobAction[] {
  return actions.filter(({ needs, applies }) => permissions.includes(needs) && applies(job));
}
