import type { LaneProgress } from "@/components/ui/lane-progress";
import type { OutcomeCounts } from "@/components/ui/outcomes";
import type { ShapeName } from "@/components/ui/status-shape";

/** One invented job of an invented lab, Northgate, on 17 Nov 2026 at 10:42:16. */
export type SampleJob = {
  id: string;
  shape: ShapeName;
  state: string;
  system: string;
  site: string;
  direction: "in" | "out" | "both";
  entity: string;
  mode?: string;
  startedAt: string;
} & ({ why: string; action?: string } | { progress: LaneProgress });

export type SampleGroup = { title: string; count: string; detail?: string; jobs: readonly SampleJob[] };

function counts(
  added: number,
  changed: number,
  unchanged: number,
  deleted = 0,
  conflicted = 0,
): OutcomeCounts {
  return { added, changed, unchanged, deleted, conflicted };
}

const on = (time: string) => `2026-11-17T${time}:00-05:00`;

export const sampleGroups: readonly SampleGroup[] = [
  {
    title: "Needs you",
    count: "2",
    jobs: [
      {
        id: "job_1",
        shape: "ask",
        state: "Asks you",
        system: "MEDITECH",
        site: "St. Brigid",
        direction: "in",
        entity: "Patients",
        mode: "full",
        startedAt: on("10:29"),
        why: "Would delete 1,204 of 9,870 patients (12.2 %, limit 5 %). Nothing deleted yet",
        action: "Review",
      },
      {
        id: "job_2",
        shape: "bad",
        state: "Failed",
        system: "NextGen",
        site: "Harbor Family",
        direction: "in",
        entity: "Conditions",
        startedAt: on("10:15"),
        why: "NextGen refused the sign-in. The client secret expired on 16 Nov, replace it and retry",
        action: "Replace",
      },
    ],
  },
  {
    title: "Running",
    count: "4",
    detail: "1,170 records/s",
    jobs: [
      {
        id: "job_3",
        shape: "run",
        state: "Running",
        system: "Oracle Health",
        site: "Riverbend",
        direction: "in",
        entity: "Observations",
        startedAt: on("10:41"),
        progress: {
          counts: counts(1_912, 388, 45_906, 0, 4),
          total: 71_900,
          phase: "running",
          perSecond: 640,
          secondsLeft: 37,
        },
      },
      {
        id: "job_4",
        shape: "run",
        state: "Running",
        system: "Epic",
        site: "Lakeside Medical",
        direction: "in",
        entity: "Patients",
        mode: "full",
        startedAt: on("10:41"),
        progress: {
          counts: counts(212, 1_046, 17_339, 0, 3),
          total: 62_000,
          phase: "running",
          perSecond: 520,
          secondsLeft: 84,
        },
      },
      {
        id: "job_5",
        shape: "run",
        state: "Running",
        system: "Epic",
        site: "Lakeside Medical",
        direction: "out",
        entity: "Observations",
        startedAt: on("10:41"),
        progress: { counts: counts(96, 316, 0), total: 640, phase: "running", perSecond: 6, secondsLeft: 38 },
      },
      {
        id: "job_6",
        shape: "slowed",
        state: "Slowed",
        system: "eClinicalWorks",
        site: "Millrace",
        direction: "in",
        entity: "Patients",
        startedAt: on("10:29"),
        progress: {
          counts: counts(18, 141, 2_990, 0, 1),
          total: 9_200,
          phase: "running",
          note: "limit 250/min",
          secondsLeft: 1_500,
        },
      },
    ],
  },
  {
    title: "Waiting",
    count: "2",
    jobs: [
      {
        id: "job_7",
        shape: "wait",
        state: "Waiting",
        system: "Epic",
        site: "Lakeside Medical",
        direction: "in",
        entity: "Conditions",
        startedAt: on("10:40"),
        why: "Starts after Patients: one job per integration at a time",
      },
      {
        id: "job_8",
        shape: "retry",
        state: "Retrying",
        system: "Veradigm",
        site: "Fairmont Group",
        direction: "in",
        entity: "Encounters",
        startedAt: on("10:38"),
        why: "Try 2 of 3 in 4 s. Veradigm answered 503 Service Unavailable",
      },
    ],
  },
  {
    title: "Finished today",
    count: "86",
    detail: "83 done, 2 with refused records, 1 cancelled; average 1 min 48 s",
    jobs: [
      {
        id: "job_9",
        shape: "ok",
        state: "Done",
        system: "athenahealth",
        site: "Cedar Clinics",
        direction: "in",
        entity: "Appointments",
        startedAt: on("10:38"),
        progress: { counts: counts(37, 112, 1_135), total: 1_284, phase: "done", durationMs: 9_000 },
      },
      {
        id: "job_10",
        shape: "ok",
        state: "Done",
        system: "Oracle Health",
        site: "Riverbend",
        direction: "both",
        entity: "Patients",
        mode: "both ways",
        startedAt: on("10:31"),
        progress: { counts: counts(14, 63, 22_733, 2, 3), total: 22_815, phase: "done", durationMs: 41_000 },
      },
      {
        id: "job_11",
        shape: "warn",
        state: "3 refused",
        system: "MEDITECH",
        site: "St. Brigid",
        direction: "in",
        entity: "Diagnostic reports",
        startedAt: on("10:24"),
        progress: {
          counts: counts(208, 19, 4_176),
          processed: 4_406,
          total: 4_406,
          phase: "done",
          durationMs: 18_000,
        },
      },
    ],
  },
];

export const sampleJobs: readonly SampleJob[] = sampleGroups.flatMap(({ jobs }) => jobs);
