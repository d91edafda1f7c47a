import { describe, expect, it } from "vitest";
import { groupJobs, holdStill, type JobGroup, jobsInNeed } from "./job-groups";
import { jobLike } from "./testing/job-like";

const now = new Date("2026-11-17T15:42:00Z");

function idsOf(groups: readonly JobGroup[]): Record<string, string[]> {
  return Object.fromEntries(groups.map(({ id, jobs }) => [id, jobs.map((job) => job.id)]));
}

describe("the groups of the job table", () => {
  it("puts decisions and the day's failures before everything else", () => {
    const groups = groupJobs(
      [
        jobLike({ id: "done", status: "COMPLETED" }),
        jobLike({ id: "asks", status: "NEEDS_APPROVAL" }),
        jobLike({ id: "failed", status: "FAILED", finishedAt: "2026-11-17T10:00:00Z" }),
        jobLike({ id: "runs", status: "RUNNING" }),
        jobLike({ id: "paused", status: "PAUSED" }),
        jobLike({ id: "cancelled", status: "CANCELLED" }),
      ],
      now,
    );
    expect(idsOf(groups)).toEqual({
      needs: ["failed", "asks"],
      running: ["runs"],
      waiting: ["paused"],
      finished: ["done", "cancelled"],
    });
  });

  it("lets a failure rest once somebody has retried it, or after a day", () => {
    const groups = groupJobs(
      [
        jobLike({
          id: "retried",
          status: "FAILED",
          finishedAt: "2026-11-17T15:00:00Z",
          retriedBy: "one-on-no-page-of-the-table",
        }),
        jobLike({ id: "old", status: "FAILED", finishedAt: "2026-11-16T15:41:00Z" }),
      ],
      now,
    );
    expect(idsOf(groups)).toMatchObject({ needs: [], finished: ["retried", "old"] });
  });

  it("tells which jobs wait for a person", () => {
    const jobs = [
      jobLike({ id: "asks", status: "NEEDS_APPROVAL" }),
      jobLike({ id: "failed", status: "FAILED", finishedAt: "2026-11-17T15:00:00Z" }),
      jobLike({ id: "retried", status: "FAILED", finishedAt: "2026-11-17T15:00:00Z", retriedBy: "retry" }),
      jobLike({ id: "retry", status: "COMPLETED", retryOf: "retried" }),
    ];
    expect(jobsInNeed(jobs, now).map(({ id }) => id)).toEqual(["failed", "asks"]);
  });

  it("shows a job once that is given twice, newest first", () => {
    const older = jobLike({ id: "older", status: "COMPLETED", createdAt: "2026-11-17T09:00:00.000Z" });
    const newer = jobLike({ id: "newer", status: "COMPLETED", createdAt: "2026-11-17T10:00:00.000Z" });
    expect(idsOf(groupJobs([older, newer, older], now)).finished).toEqual(["newer", "older"]);
  });
});

describe("groups that are held still", () => {
  const running = jobLike({ id: "a", status: "RUNNING" });
  const finished = jobLike({ id: "b", status: "COMPLETED", createdAt: "2026-11-17T10:00:00.000Z" });
  const before = groupJobs([running, finished], now);

  it("keep a job in its place when its state changes, and show the new state", () => {
    const done = { ...running, status: "COMPLETED" as const };
    const { groups } = holdStill(before, groupJobs([done, finished], now));
    expect(groups[1]?.jobs).toEqual([done]);
  });

  it("count new jobs instead of pushing rows down", () => {
    const asked = jobLike({ id: "c", status: "QUEUED" });
    const { groups, waiting } = holdStill(before, groupJobs([running, finished, asked], now));
    expect(idsOf(groups)).toEqual(idsOf(before));
    expect(waiting).toBe(1);
  });

  it("append the next page, which moves nothing", () => {
    const next = jobLike({ id: "c", status: "COMPLETED", createdAt: "2026-11-17T08:00:00.000Z" });
    const { groups, waiting } = holdStill(before, groupJobs([running, finished, next], now));
    expect(groups[3]?.jobs.map(({ id }) => id)).toEqual(["b", "c"]);
    expect(waiting).toBe(0);
  });
});
