import { formatCount, formatDuration, formatRate, formatShare, formatTimeLeft } from "./format";
import { type Outcome, type OutcomeCounts, outcomes } from "./outcomes";

/** The progress of one piece of work, as its lane and the caption below it show it. */
export type LaneProgress = {
  counts: OutcomeCounts;
  /** Records in all; null while nobody knows. */
  total: number | null;
  /** Records dealt with; the sum of the counts unless failed or skipped ones come on top. */
  processed?: number;
  /** `running` includes slowed and retried work; `stopped` is work that ended before its end. */
  phase: "running" | "paused" | "stopped" | "done";
  perSecond?: number;
  secondsLeft?: number | null;
  /** Time so far, or of the whole once done. */
  durationMs?: number | null;
  /** What holds the work up, in place of the rate: "limit 250/min", "by R. Alvarez". */
  note?: string;
};

export type LaneSegment = { outcome: Outcome; percent: number };

export function processedOf({ counts, processed }: LaneProgress): number {
  return processed ?? outcomes.reduce((sum, { key }) => sum + counts[key], 0);
}

/**
 * The width of each outcome that occurred, in percent of the lane. A vendor's total is an estimate: when more
 * came than was announced, the lane is full and not overfull.
 */
export function laneSegments(progress: LaneProgress): LaneSegment[] {
  const { counts, total, phase } = progress;
  const processed = processedOf(progress);
  const whole = phase === "done" ? processed : Math.max(total ?? 0, processed);
  if (whole === 0) return [];
  return outcomes
    .filter(({ key }) => counts[key] > 0)
    .map(({ key }) => ({ outcome: key, percent: (counts[key] / whole) * 100 }));
}

/** The caption's parts: the figure, what goes with it, and what stands at the far end. */
export type LaneCaptionText = { figure: string; detail?: string; end?: string };

export function laneCaption(progress: LaneProgress): LaneCaptionText {
  const { total, phase, perSecond, secondsLeft, durationMs, note } = progress;
  const processed = processedOf(progress);
  const duration = durationMs == null ? undefined : formatDuration(durationMs);
  if (phase !== "running") return { figure: formatCount(processed), detail: note ?? duration };
  const detail = note ?? (perSecond ? formatRate(perSecond) : undefined);
  if (total === null) return { figure: formatCount(processed), detail, end: duration };
  const share = total === 0 ? 0 : Math.min(processed / total, 0.99);
  const end = secondsLeft == null ? undefined : formatTimeLeft(secondsLeft);
  return { figure: formatShare(share), detail, end };
}

/** The lane in words, for those who do not see it. */
export function laneLabel(progress: LaneProgress): string {
  const { counts, total, phase } = progress;
  const processed = processedOf(progress);
  const parts = outcomes.map(({ key, label }) => {
    const word = key === "conflicted" ? "in conflict" : label.toLowerCase();
    return `${formatCount(counts[key])} ${word}`;
  });
  const extent =
    phase === "done"
      ? `All of ${formatCount(processed)} records`
      : total === null
        ? `${formatCount(processed)} records, total not known yet`
        : `${formatCount(processed)} of ${formatCount(total)} records`;
  return `${extent}: ${parts.join(", ")}`;
}
