"use client";

import { Status } from "@/components/ui/status";
import type { SyncJob } from "@/lib/sync/schema";
import { stateOfJob } from "./job-state";
import { systemName } from "./job-words";
import { useConnectorNames } from "./use-connections";

/** "Epic · Lakeside Medical". */
export function useJobTitle(job: SyncJob | undefined): string {
  const nameOf = useConnectorNames();
  if (!job) return "Sync job";
  const { connector, site } = systemName(nameOf(job.ehrProvider), job.integrationName);
  return site ? `${connector} · ${site}` : connector;
}

/** State and id, above the title. The id's end tells jobs of one day apart. */
export function JobEyebrow({ job }: { job: SyncJob }) {
  const { shape, word } = stateOfJob(job);
  return (
    <>
      <Status shape={shape}>{word}</Status>
      <code title={job.id} className="font-mono text-ink-3 text-xs">
        {job.id.slice(-8)}
      </code>
    </>
  );
}
