"use client";

import { usePermission } from "@/components/shell/workspace-context";
import { progressOf } from "@/components/sync/job-progress";
import { sentenceOf } from "@/components/sync/job-sentence";
import { hasEnded, stateOfJob } from "@/components/sync/job-state";
import { useConnectorNames } from "@/components/sync/use-connections";
import { useSyncJob } from "@/components/sync/use-sync-jobs";
import { Banner } from "@/components/ui/banner";
import { Button, LinkButton } from "@/components/ui/button";
import { LaneWithCaption } from "@/components/ui/lane";
import { Status } from "@/components/ui/status";
import { useSubmit } from "@/components/use-submit";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { SyncJob } from "@/lib/sync/schema";
import { useIntegrationCalls, useIntegrationJobs } from "./use-integrations";

/** Starts the first sync, and follows it. */
export function FirstSync({ integration }: { integration: IntegrationView }) {
  const { data: [newest] = [] } = useIntegrationJobs(integration.id);
  const { data: job } = useSyncJob(newest?.id ?? null);
  return (
    <div className="grid justify-items-start gap-2">
      {job ? <JobProgress job={job} /> : null}
      {job && !hasEnded(job) ? null : <Start integration={integration} isFirst={!job} />}
    </div>
  );
}

function Start({ integration, isFirst }: { integration: IntegrationView; isFirst: boolean }) {
  const { sync } = useIntegrationCalls();
  const { submit, sending, problem } = useSubmit([]);
  const maySync = usePermission("sync:write");
  if (integration.status !== "active") return "It can begin once the integration is active.";
  if (!integration.syncEnabled) return "Synchronisation is switched off in the settings.";
  if (!maySync) return null;
  return (
    <>
      {isFirst ? <p>Reads everything that is switched on. It goes on if you leave.</p> : null}
      {problem.message ? <Banner tone="bad">{problem.message}</Banner> : null}
      <Button
        size="sm"
        variant="primary"
        loading={sending}
        onClick={() =>
          submit(async () => {
            await sync(integration.id);
          })
        }
      >
        {isFirst ? "Start first sync" : "Start sync again"}
      </Button>
    </>
  );
}

function JobProgress({ job }: { job: SyncJob }) {
  const connector = useConnectorNames()(job.ehrProvider);
  const { shape, word } = stateOfJob(job);
  const sentence = sentenceOf(job, [], connector);
  return (
    <div className="grid w-full gap-1.5">
      <div className="flex items-center justify-between gap-3">
        <Status shape={shape}>{word}</Status>
        <LinkButton variant="ghost" size="sm" href={`/sync/jobs/${job.id}`}>
          Follow the job
        </LinkButton>
      </div>
      <LaneWithCaption {...progressOf(job, connector)} />
      {sentence ? <p className="wrap-anywhere">{sentence}</p> : null}
    </div>
  );
}
