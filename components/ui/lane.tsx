import { clsx } from "clsx";
import { type LaneProgress, laneCaption, laneLabel, laneSegments, processedOf } from "./lane-progress";
import { type Outcome, outcomes } from "./outcomes";

const fills = Object.fromEntries(outcomes.map(({ key, fill }) => [key, fill])) as Record<Outcome, string>;

/** Unchanged records of running work are tinted, so that a lane in motion is told from one at rest. */
const runningUnchanged = "bg-[color-mix(in_srgb,var(--color-added)_34%,var(--color-unchanged))]";

/** Work whose size nobody knows yet: the bar moves, and stands still for those who asked for less motion. */
function UnknownTotal() {
  return <span className="absolute left-[30%] h-full w-[26%] animate-slide rounded-xs bg-run" />;
}

/** Carelane's progress bar, made of what happened to each record. */
export function Lane(progress: LaneProgress) {
  const { total, phase } = progress;
  const isUnknown = phase === "running" && total === null;
  const processed = processedOf(progress);
  return (
    <span
      role="progressbar"
      aria-label={laneLabel(progress)}
      aria-valuemin={0}
      {...(isUnknown
        ? {}
        : { "aria-valuemax": Math.max(total ?? processed, processed), "aria-valuenow": processed })}
      className={clsx(
        "relative flex h-1.5 w-full gap-px overflow-hidden rounded-xs bg-track",
        phase === "paused" && "opacity-60",
      )}
    >
      {isUnknown ? (
        <UnknownTotal />
      ) : (
        laneSegments(progress).map(({ outcome, percent }) => (
          <span
            key={outcome}
            className={clsx(
              "h-full min-w-0.5",
              outcome === "unchanged" && phase === "running" ? runningUnchanged : fills[outcome],
            )}
            style={{ width: `${percent}%` }}
          />
        ))
      )}
    </span>
  );
}

/** The lane with its figures below: «67 %  640/s  37 s left». */
export function LaneWithCaption(progress: LaneProgress) {
  const { figure, detail, end } = laneCaption(progress);
  return (
    <span className="block min-w-0">
      <Lane {...progress} />
      <span className="mt-1.25 flex gap-2 overflow-hidden whitespace-nowrap text-2xs/3.5 text-ink-3 tabular-nums">
        <b className="font-medium text-ink-2">{figure}</b>
        {detail ? <span className="truncate">{detail}</span> : null}
        {end ? <span className="ml-auto">{end}</span> : null}
      </span>
    </span>
  );
}
