"use client";

import Link from "next/link";
import { CsvLink } from "@/components/export-link";
import { ShowMore } from "@/components/load-more";
import { ReadFailed } from "@/components/read-failed";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { PanelSection } from "@/components/ui/side-panel";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { isRecordEntity } from "@/lib/records/schema";
import type { PlannedDeletion, SyncJob } from "@/lib/sync/schema";
import { entityWord } from "./job-words";
import { usePlannedDeletions } from "./use-sync-jobs";

const verdicts: Record<PlannedDeletion["verdict"], string> = {
  deleted: "deleted there",
  merged: "merged there into another",
};

/** What became of a record here; nothing while it waits for a decision. */
const ends: Record<PlannedDeletion["outcome"], string | null> = {
  planned: null,
  deleted: "deleted here",
  conflicted: "changed here, so a conflict was opened",
  kept: "kept here",
  returned: "there again, so kept",
};

/** The records a person decides about, before and after, by name. */
export function JobDeletions({ job }: { job: SyncJob }) {
  if (!job.approval) return null;
  const asks = job.status === "NEEDS_APPROVAL";
  return (
    <PanelSection
      title={`${asks ? "Would be deleted" : "Asked about"} ${formatCount(job.approval.deletions)}`}
      aside={<CsvLink href={`/api/sync/jobs/${job.id}/deletions?format=csv`} />}
    >
      <DeletionList job={job} />
    </PanelSection>
  );
}

function DeletionList({ job }: { job: SyncJob }) {
  const list = usePlannedDeletions(job);
  const { data, error, refetch } = list;
  if (error) return <ReadFailed what="The deletions" right="read syncs" error={error} onRetry={refetch} />;
  if (!data) return <SkeletonRows count={3} label="Loading the deletions" />;
  return (
    <>
      <ul className="grid gap-2">
        {data.pages
          .flatMap((page) => page.data)
          .map((deletion) => (
            <DeletionItem key={`${deletion.entity} ${deletion.remoteId}`} deletion={deletion} />
          ))}
      </ul>
      <ShowMore list={list} className="mt-2.5" />
    </>
  );
}

function DeletionItem({
  deletion: { id, entity, label, remoteId, verdict, outcome, updatedAt },
}: {
  deletion: PlannedDeletion;
}) {
  const wasGone = outcome === "returned" ? null : verdicts[verdict];
  const facts = [entityWord(entity), wasGone, ends[outcome]].filter((fact) => fact !== null);
  const name = label ?? "Not shown to you";
  return (
    <li>
      <p className="flex items-baseline justify-between gap-2">
        {isRecordEntity(entity) && label !== null ? (
          <Link
            href={`/records/${entity}/${id}`}
            prefetch={false}
            className="wrap-anywhere text-accent-ink underline-offset-2 hover:underline"
          >
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <span className="text-ink-3">{name}</span>
        )}
        <span className="flex-none text-ink-3 text-xs">
          changed <RelativeTime at={updatedAt} />
        </span>
      </p>
      <p className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-ink-3 text-xs">
        <span>{facts.join(", ")}</span>
        <code className="wrap-anywhere font-mono">{remoteId}</code>
      </p>
    </li>
  );
}
