import { Lane, LaneWithCaption } from "@/components/ui/lane";
import type { LaneProgress } from "@/components/ui/lane-progress";
import { Status } from "@/components/ui/status";
import type { ShapeName } from "@/components/ui/status-shape";
import { Box } from "./box";

const counts = (added: number, changed: number, unchanged: number, deleted: number, conflicted: number) => ({
  added,
  changed,
  unchanged,
  deleted,
  conflicted,
});

type Example = { shape: ShapeName; word: string; text: string; progress: LaneProgress };

const examples: readonly Example[] = [
  {
    shape: "run",
    word: "Reading patients",
    text: "18,600 of 62,480, 1 min 24 s left",
    progress: { counts: counts(212, 1_046, 17_339, 0, 3), total: 62_480, phase: "running" },
  },
  {
    shape: "run",
    word: "Asking Epic for the export",
    text: "total not known yet, 36 s",
    progress: { counts: counts(0, 0, 0, 0, 0), total: null, phase: "running" },
  },
  {
    shape: "slowed",
    word: "Slowed",
    text: "limit 250/min, 25 min left",
    progress: { counts: counts(18, 141, 2_990, 0, 1), total: 9_400, phase: "running" },
  },
  {
    shape: "paused",
    word: "Paused by you",
    text: "12,000 of 31,020",
    progress: { counts: counts(11, 40, 11_949, 0, 0), total: 31_020, phase: "paused" },
  },
  {
    shape: "ok",
    word: "Done",
    text: "22,815 in 41 s",
    progress: { counts: counts(14, 63, 22_733, 2, 3), total: 22_815, phase: "done" },
  },
];

const withCaption: LaneProgress = {
  counts: counts(1_912, 388, 45_906, 0, 4),
  total: 71_900,
  phase: "running",
  perSecond: 640,
  secondsLeft: 37,
};

export function ProgressBox() {
  return (
    <Box title="Progress of long work">
      <ul className="grid gap-3.25">
        {examples.map(({ shape, word, text, progress }) => (
          <li key={word}>
            <div className="mb-1.5 flex justify-between gap-2 text-xs">
              <Status shape={shape}>{word}</Status>
              <span className="text-ink-2 tabular-nums">{text}</span>
            </div>
            <Lane {...progress} />
          </li>
        ))}
        <li>
          <LaneWithCaption {...withCaption} />
        </li>
      </ul>
    </Box>
  );
}
