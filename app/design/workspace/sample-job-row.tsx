import { clsx } from "clsx";
import { ArrowDownLeft, ArrowLeftRight, ArrowUpRight, Copy, Ellipsis, RotateCcw } from "lucide-react";
import { Button, IconButton } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { LaneWithCaption } from "@/components/ui/lane";
import { Menu, MenuItem } from "@/components/ui/menu";
import { outcomes } from "@/components/ui/outcomes";
import { ClockTime } from "@/components/ui/relative-time";
import { Row } from "@/components/ui/row";
import { Status } from "@/components/ui/status";
import { ActionsCell, Cell } from "@/components/ui/table";
import type { SampleJob } from "./sample-jobs";

const directions = {
  in: { icon: ArrowDownLeft, word: "In" },
  out: { icon: ArrowUpRight, word: "Out" },
  both: { icon: ArrowLeftRight, word: "Both ways" },
} as const;

type SampleJobRowProps = { job: SampleJob; selected: boolean; onOpen: () => void };

export function SampleJobRow({ job, selected, onOpen }: SampleJobRowProps) {
  const { icon: Direction, word } = directions[job.direction];
  return (
    <Row selected={selected} onOpen={onOpen}>
      <Cell column="state">
        <Status shape={job.shape}>{job.state}</Status>
      </Cell>
      <Cell column="system">
        <span className="font-medium">{job.system}</span>
        <span className="text-ink-3"> · {job.site}</span>
      </Cell>
      <Cell column="records">
        <span className="flex items-center gap-1.5">
          <Direction className="size-3.5 text-ink-3" />
          <span className="sr-only">{word}</span>
          <span className="truncate">
            {job.entity}
            {job.mode ? <span className="text-ink-3">, {job.mode}</span> : null}
          </span>
        </span>
      </Cell>
      <JobBody job={job} />
      <Cell column="started" className="text-ink-3">
        <ClockTime at={job.startedAt} />
      </Cell>
      <ActionsCell>
        <JobAction job={job} />
      </ActionsCell>
    </Row>
  );
}

/** Progress and outcomes; a job that explains itself takes their room for its words. */
function JobBody({ job }: { job: SampleJob }) {
  if ("why" in job) {
    return (
      <Cell
        column="progress"
        through="conflicted"
        className={clsx("max-xl:whitespace-normal sm:max-xl:text-xs", !job.action && "text-ink-3")}
      >
        {job.why}
      </Cell>
    );
  }
  const { counts } = job.progress;
  return (
    <>
      <Cell column="progress">
        <LaneWithCaption {...job.progress} />
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

function JobAction({ job }: { job: SampleJob }) {
  if ("why" in job && job.action) return <Button size="sm">{job.action}</Button>;
  return (
    <Menu
      trigger={<IconButton size="sm" icon={Ellipsis} label={`Actions of ${job.system}, ${job.entity}`} />}
    >
      <MenuItem icon={RotateCcw} keys={["R"]} onSelect={() => undefined}>
        Retry failed only
      </MenuItem>
      <MenuItem icon={Copy} onSelect={() => undefined}>
        Copy job id
      </MenuItem>
    </Menu>
  );
}
