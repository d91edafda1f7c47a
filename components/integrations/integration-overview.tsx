"use client";

import Link from "next/link";
import { SheetBody } from "@/components/shell/sheet";
import { usePermission } from "@/components/shell/workspace-context";
import { canSync } from "@/components/sync/can-sync";
import { stateOfJob } from "@/components/sync/job-state";
import { recordsOf } from "@/components/sync/job-words";
import { Fact, FactList, Unknown } from "@/components/ui/fact-list";
import { formatCount, formatDuration } from "@/components/ui/format";
import { ClockTime, RelativeTime } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import { Status } from "@/components/ui/status";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import type { SyncJob } from "@/lib/sync/schema";
import { reasonOf, stateOf } from "./integration-state";
import { MessageTraffic } from "./message-traffic";
import { RealTime } from "./real-time";
import { runsBy } from "./schedule-words";
import { SetupSteps } from "./setup-steps";
import { useIntegrationJobs, useIntegrationStats } from "./use-integrations";

type IntegrationProps = { integration: IntegrationView; connector?: ConnectorView };

/** How an integration does; while it is being set up, what is left to do. */
export function IntegrationOverview({ integration, connector }: IntegrationProps) {
  const isBeginning =
    integration.status === "configuring" ||
    (integration.status === "active" && integration.lastSyncAt === null);
  const sends = connector?.canBePulled === false;
  const isSynced = !connector || canSync(connector);
  return (
    <SheetBody reading>
      <div className="mx-auto max-w-180">
        <Head integration={integration} connector={connector} />
        {isBeginning && connector ? <SetupSteps integration={integration} connector={connector} /> : null}
        {integration.status === "configuring" ? null : (
          <>
            {sends ? <MessageTraffic integrationId={integration.id} isBeginning={isBeginning} /> : null}
            <Figures integration={integration} isSynced={isSynced} />
            {integration.syncStrategy === "realtime" && !sends ? (
              <RealTime integration={integration} />
            ) : null}
            <RecentJobs integration={integration} isSynced={isSynced} />
          </>
        )}
      </div>
    </SheetBody>
  );
}

function Head({ integration, connector }: IntegrationProps) {
  const { shape, word } = stateOf(integration, connector);
  const reason = reasonOf(integration, connector);
  return (
    <div className="grid gap-1 border-line border-b px-4.5 py-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status shape={shape}>{word}</Status>
        <span className="text-ink-3">{connector?.name ?? integration.provider}</span>
        <span className="text-ink-3">{runsBy(integration, connector)}</span>
      </p>
      {reason ? (
        <p className={integration.status === "error" ? "wrap-anywhere text-bad-ink" : "wrap-anywhere"}>
          {reason}
        </p>
      ) : null}
    </div>
  );
}

/** `isSynced`: whether it is ever synchronised with, so that runs, and what they took, mean something. */
type SyncedProps = Pick<IntegrationProps, "integration"> & { isSynced: boolean };

function Figures({ integration: { id, records, lastSyncAt, nextRunAt }, isSynced }: SyncedProps) {
  const { data: stats } = useIntegrationStats(id);
  if (!stats) return null;
  const { jobs, recordsSynced, errorRate, averageDurationMs } = stats;
  const conflicts = stats.byEntity.reduce((sum, each) => sum + each.conflicts, 0);
  return (
    <PanelSection title="Since it was set up">
      <FactList>
        <Fact label="Records linked">{formatCount(records)}</Fact>
        <Fact label="Open conflicts">{formatCount(conflicts)}</Fact>
        {isSynced ? (
          <>
            <Fact label="Last sync">
              {lastSyncAt ? <RelativeTime at={lastSyncAt} /> : <Unknown>none yet</Unknown>}
            </Fact>
            <Fact label="Next run">{nextRunAt ? <ClockTime at={nextRunAt} /> : <Unknown>none</Unknown>}</Fact>
            <Fact label="Jobs">
              {formatCount(jobs.total)}, {formatCount(jobs.completed)} done, {formatCount(jobs.failed)} failed
            </Fact>
            <Fact label="Took on average">
              {averageDurationMs === null ? <Unknown /> : formatDuration(averageDurationMs)}
            </Fact>
          </>
        ) : null}
        <Fact label="Compared">
          {formatCount(recordsSynced)} records, {errorRate.toFixed(2)} % refused
        </Fact>
      </FactList>
    </PanelSection>
  );
}

/** Of one that is never synchronised with there are jobs where somebody had its records mapped anew. */
function RecentJobs({ integration: { id }, isSynced }: SyncedProps) {
  const maySee = usePermission("sync:read");
  const { data: jobs } = useIntegrationJobs(id);
  if (!maySee || !jobs || (!isSynced && jobs.length === 0)) return null;
  return (
    <PanelSection
      title="Newest jobs"
      aside={jobs.length > 0 ? <Link href={`/sync?system=${id}&started=any`}>All jobs</Link> : null}
    >
      {jobs.length === 0 ? (
        <p className="text-ink-2">None yet.</p>
      ) : (
        <ul>
          {jobs.map((job) => (
            <JobLine key={job.id} job={job} />
          ))}
        </ul>
      )}
    </PanelSection>
  );
}

function JobLine({ job }: { job: SyncJob }) {
  const { shape, word } = stateOfJob(job);
  return (
    <li className="border-line border-b last:border-b-0">
      <Link
        href={`/sync/jobs/${job.id}`}
        className="grid h-(--row) grid-cols-[112px_minmax(0,1fr)_auto] items-center gap-2.5 hover:bg-hover"
      >
        <Status shape={shape}>{word}</Status>
        <span className="truncate">
          {recordsOf(job)}
          <span className="text-ink-3">, {formatCount(job.progress.processed)} compared</span>
        </span>
        <ClockTime at={job.startedAt ?? job.createdAt} className="text-ink-3" />
      </Link>
    </li>
  );
}
