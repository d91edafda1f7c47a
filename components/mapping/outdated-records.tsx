"use client";

import Link from "next/link";
import { useEffect, useEffectEvent, useState } from "react";
import { FormDialog } from "@/components/form-dialog";
import { usePermission } from "@/components/shell/workspace-context";
import { hasEnded } from "@/components/sync/job-state";
import { useSyncJob } from "@/components/sync/use-sync-jobs";
import { useSyncLive } from "@/components/sync/use-sync-live";
import { BannerStrip } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { notify } from "@/components/ui/toaster";
import { useSubmit } from "@/components/use-submit";
import type { SyncJob } from "@/lib/sync/schema";
import { type MappingPlace, useMappingReach, useRemap } from "./use-mapping";

type OutdatedRecordsProps = { place: MappingPlace; connector: string };

/** What the mapping in force has not made yet, and the way to have it made; nothing where all is as it says. */
export function OutdatedRecords({ place, connector }: OutdatedRecordsProps) {
  const { data: reach } = useMappingReach(place);
  const mayApply = usePermission("integrations:write");
  const [isAsking, setAsking] = useState(false);
  if (!reach) return null;
  if (reach.jobId) return <Progress place={place} jobId={reach.jobId} />;
  if (reach.outdated === 0) return null;
  const records = recordsWord(reach.outdated);
  return (
    <>
      <BannerStrip
        tone="run"
        title={`${records} not follow version ${reach.version} yet`}
        action={
          mayApply ? (
            <Button size="sm" onClick={() => setAsking(true)}>
              Map {formatCount(reach.outdated)} anew
            </Button>
          ) : null
        }
      >
        Each takes it up when it is pulled next, or all of them at once from what {connector} sent last.
      </BannerStrip>
      {isAsking ? (
        <ApplyDialog
          place={place}
          connector={connector}
          outdated={reach.outdated}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

function recordsWord(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "record does" : "records do"}`;
}

type ApplyDialogProps = OutdatedRecordsProps & { outdated: number; onClose: () => void };

function ApplyDialog({ place, connector, outdated, onClose }: ApplyDialogProps) {
  const { start } = useRemap(place);
  const form = useSubmit([]);
  const send = async () => {
    await start();
    onClose();
  };
  return (
    <FormDialog
      title={`Map ${formatCount(outdated)} ${outdated === 1 ? "record" : "records"} anew?`}
      action="Map anew"
      form={form}
      onSend={send}
      onClose={onClose}
    >
      <p className="text-ink-2">
        What {connector} sent last is read by the mapping in force; {connector} is not asked and gets nothing.
        Changes made here stay. Where the mapping now reads such a field otherwise, a conflict opens; records
        in conflict are left alone. Other systems get what changes.
      </p>
    </FormDialog>
  );
}

/** How far the job is; once it has ended it is told and counted anew. */
function Progress({ place, jobId }: { place: MappingPlace; jobId: string }) {
  const { data: job } = useSyncJob(jobId);
  const { countAnew } = useRemap(place);
  useSyncLive();
  const isOver = job !== undefined && hasEnded(job);
  const finish = useEffectEvent(() => {
    if (job) tellResult(job);
    void countAnew();
  });
  useEffect(() => {
    if (isOver) finish();
  }, [isOver]);
  const { processed = 0, total = null } = job?.progress ?? {};
  return (
    <BannerStrip
      tone="run"
      title="Records are being mapped anew"
      action={
        <Link href={`/sync/jobs/${jobId}`} className="text-accent-ink hover:underline">
          Open job
        </Link>
      }
    >
      {total === null
        ? "Starts as soon as nothing else works on the integration."
        : `${formatCount(processed)} of ${formatCount(total)} so far.`}
    </BannerStrip>
  );
}

function tellResult({ status, counts, error }: SyncJob): void {
  if (status === "FAILED") {
    notify({ tone: "bad", title: "Mapping anew failed", detail: error?.title });
    return;
  }
  const parts = [
    `${formatCount(counts.changed)} changed`,
    `${formatCount(counts.unchanged)} as before`,
    counts.conflicted > 0 ? `${formatCount(counts.conflicted)} in conflict` : null,
    counts.failed > 0 ? `${formatCount(counts.failed)} refused` : null,
  ];
  notify({
    tone: counts.failed > 0 || counts.conflicted > 0 ? "warn" : "ok",
    title: status === "COMPLETED" ? "Records are mapped anew" : "Mapping anew was cancelled",
    detail: parts.filter((part) => part !== null).join(", "),
  });
}
