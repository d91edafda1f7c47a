"use client";

import { clsx } from "clsx";
import { ArrowDownLeft, ArrowLeftRight, ArrowUpRight } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { LaneWithCaption } from "@/components/ui/lane";
import { outcomes } from "@/components/ui/outcomes";
import { ClockTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { Status } from "@/components/ui/status";
import { ActionsCell, Cell } from "@/components/ui/table";
import type { SyncJob } from "@/lib/sync/schema";
import { actionsFor } from "./job-actions";
import { JobMenu } from "./job-buttons";
import type { GroupId } from "./job-groups";
import { progressOf } from "./job-progress";
import { stateOfJob } from "./job-state";
import { directionWords, manner, recordsOf, systemName } from "./job-words";
import { useJobActions } from "./use-job-actions";

const arrows = { INBOUND: ArrowDownLeft, OUTBOUND: ArrowUpRight, BIDIRECTIONAL: ArrowLeftRight } as const;

type JobRowProps = {
  job: SyncJob;
  group: GroupId;
  connector: string;
  /** Stands in place of lane and outcomes, which have nothing to say then. */
  sentence: string | null;
  selected: boolean;
  fresh: boolean;
  onOpen: () => void;
};

export function JobRow({ job, group, connector, sentence, selected, fresh, onOpen }: JobRowProps) {
  const { shape, word } = stateOfJob(job);
  const { site } = systemName(connector, job.integrationName);
  return (
    <Row selected={selected} fresh={fresh} onOpen={onOpen}>
      <Cell column="state">
        <Status shape={shape}>{word}</Status>
      </Cell>
      <Cell column="system" title={site ? `${connector} · ${site}` : undefined}>
        <span className="font-medium">{connector}</span>
        {site ? <span className="text-ink-3"> · {site}</span> : null}
      </Cell>
      <Cell column="records">
        <Records job={job} />
      </Cell>
      {sentence ? (
        <Sentence isUrgent={group === "needs"}>{sentence}</Sentence>
      ) : (
        <Outcomes job={job} connector={connector} />
      )}
      <Cell column="started" className="text-ink-3">
        <ClockTime at={job.startedAt ?? job.createdAt} />
      </Cell>
      <ActionsCell>
        <RowAction job={job} group={group} connector={connector} onOpen={onOpen} />
      </ActionsCell>
    </Row>
  );
}

function Records({ job }: { job: SyncJob }) {
  const Arrow = arrows[job.direction];
  const addition = manner(job);
  return (
    <span className="flex items-center gap-1.5">
      <Arrow className="size-3.5 flex-none text-ink-3" />
      <span className="sr-only">{directionWords[job.direction]}</span>
      <span className="truncate">
        {recordsOf(job)}
        {addition ? <span className="text-ink-3">, {addition}</span> : null}
      </span>
    </span>
  );
}

function Sentence({ isUrgent, children }: { isUrgent: boolean; children: string }) {
  return (
    <Cell
      column="progress"
      through="conflicted"
      title={children}
      className={clsx("max-xl:whitespace-normal sm:max-xl:text-xs", !isUrgent && "text-ink-3")}
    >
      {children}
    </Cell>
  );
}

function Outcomes({ job, connector }: { job: SyncJob; connector: string }) {
  const { counts } = job;
  return (
    <>
      <Cell column="progress">
        <LaneWithCaption {...progressOf(job, connector)} />
      </Cell>
      {outcomes.map(({ key }) => (
        <Cell
          key={key}
          column={key}
          zero={counts[key] === 0}
          className={key === "conflicted" && counts[key] > 0 ? "text-ask-ink" : undefined}
        >
          {formatCount(counts[key])}
        </Cell>
      ))}
    </>
  );
}

type RowActionProps = Pick<JobRowProps, "job" | "group" | "connector" | "onOpen">;

/** A job that needs a person shows what to do; the others have their menu. */
function RowAction({ job, group, connector, onOpen }: RowActionProps) {
  const { permissions } = useWorkspace();
  const { act, isUnderWay } = useJobActions();
  const [first] = group === "needs" ? actionsFor(job, permissions) : [];
  if (job.status === "NEEDS_APPROVAL") {
    return (
      <Button size="sm" onClick={onOpen}>
        Review
      </Button>
    );
  }
  if (first && job.status === "FAILED") {
    return (
      <Button size="sm" loading={isUnderWay(job, first)} onClick={() => act(job, first)}>
        {first.label(job)}
      </Button>
    );
  }
  return <JobMenu job={job} name={`${connector}, ${recordsOf(job)}`} />;
}
