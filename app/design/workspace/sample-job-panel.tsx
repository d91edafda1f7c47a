import { CirclePause } from "lucide-react";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Lane } from "@/components/ui/lane";
import { laneCaption, processedOf } from "@/components/ui/lane-progress";
import { outcomes } from "@/components/ui/outcomes";
import { PanelSection, SidePanel } from "@/components/ui/side-panel";
import { Status } from "@/components/ui/status";
import { Swatch } from "@/components/ui/table";
import type { SampleJob } from "./sample-jobs";

type SampleJobPanelProps = {
  job?: SampleJob;
  onClose: () => void;
  onNext: () => void;
  onPrevious: () => void;
};

export function SampleJobPanel({ job, ...moves }: SampleJobPanelProps) {
  return (
    <SidePanel
      open={job !== undefined}
      {...moves}
      title={job ? `${job.system} · ${job.site}` : ""}
      eyebrow={
        job ? (
          <>
            <Status shape={job.shape}>{job.state}</Status>
            <code className="font-mono text-ink-3 text-xs">{job.id}</code>
          </>
        ) : null
      }
      description={job?.entity}
      footer={
        <>
          <Button icon={CirclePause}>Pause</Button>
          <Button variant="danger">Cancel job</Button>
          <Button variant="ghost" className="ml-auto">
            Open job
          </Button>
        </>
      }
    >
      {job && "progress" in job ? <JobProgress progress={job.progress} /> : null}
      {job && "why" in job ? <PanelSection title="Why">{job.why}</PanelSection> : null}
    </SidePanel>
  );
}

function JobProgress({ progress }: Pick<Extract<SampleJob, { progress: unknown }>, "progress">) {
  const { detail, end } = laneCaption(progress);
  return (
    <PanelSection>
      <div className="mb-2 flex items-baseline justify-between gap-2 tabular-nums">
        <span>
          <b className="font-semibold text-xl tracking-heading">{formatCount(processedOf(progress))}</b>
          {progress.total ? <span className="text-ink-3"> of {formatCount(progress.total)}</span> : null}
        </span>
        <span className="text-ink-2">{[detail, end].filter(Boolean).join(", ")}</span>
      </div>
      <Lane {...progress} />
      <dl className="mt-3.5 flex justify-between">
        {outcomes.map(({ key, label, fill }) => (
          <div key={key}>
            <dt className="text-2xs text-ink-3">
              <Swatch fill={fill} />
              {label}
            </dt>
            <dd className="mt-px font-medium tabular-nums">{formatCount(progress.counts[key])}</dd>
          </div>
        ))}
      </dl>
    </PanelSection>
  );
}
