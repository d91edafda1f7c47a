import { describe, expect, it } from "vitest";
import { formatClock } from "@/components/ui/format";
import { actionsFor } from "./job-actions";
import { sentenceOf, speaksForItself } from "./job-sentence";
import { stateOfJob } from "./job-state";
import { jobLike } from "./testing/job-like";

const error = { code: "down", title: "Epic answered 503", detail: null, owner: "vendor" as const };

describe("the sentence of a job", () => {
  it("says how much would be deleted, and that nothing was", () => {
    const job = jobLike({ status: "NEEDS_APPROVAL", approval: { deletions: 1204, share: 1204 / 9870 } });
    expect(sentenceOf(job, [], "Epic")).toBe(
      "Would delete 1,204 of 9,870 records (12.2 %). Nothing deleted yet",
    );
  });

  it("tells what a waiting job waits for", () => {
    const waiting = jobLike({ id: "late", createdAt: "2026-11-17T15:41:00.000Z" });
    const ahead = jobLike({ id: "first", status: "RUNNING", entities: ["observations"] });
    const elsewhere = jobLike({ id: "else", status: "RUNNING", ehrConnectionId: "riverbend" });
    expect(sentenceOf(waiting, [waiting, elsewhere, ahead], "Epic")).toContain("Starts after Observations");
    expect(sentenceOf(waiting, [waiting, elsewhere], "Epic")).toBe("Starts as soon as a worker is free");
  });

  it("is not held up by a job that was asked for later", () => {
    const waiting = jobLike({ id: "early" });
    const later = jobLike({ id: "late", createdAt: "2026-11-17T15:41:00.000Z" });
    expect(sentenceOf(waiting, [waiting, later], "Epic")).toBe("Starts as soon as a worker is free");
  });

  it("names the time of the next try and the reason of the last failure", () => {
    const nextAttemptAt = "2026-11-17T15:42:20Z";
    const job = jobLike({ error, nextAttemptAt });
    const clock = formatClock(new Date(nextAttemptAt));
    expect(sentenceOf(job, [], "Epic")).toBe(`Tries again at ${clock}. Epic answered 503`);
    expect(stateOfJob(job).word).toBe("Retrying");
  });

  it("gives no advice that somebody has followed already", () => {
    const failed = jobLike({ status: "FAILED", error: { ...error, detail: "Retry the job later." } });
    expect(sentenceOf(failed, [], "Epic")).toBe("Epic answered 503. Retry the job later.");
    expect(sentenceOf({ ...failed, retriedBy: "next" }, [], "Epic")).toBe(
      "Epic answered 503. A later job has taken up what was left",
    );
  });

  it("tells a job that is about to stop from one that runs", () => {
    const job = jobLike({ status: "RUNNING", stopping: "pause" });
    expect(stateOfJob(job).word).toBe("Pausing");
    expect(sentenceOf(job, [], "Epic")).toBe("Pauses at the end of the page at work");
    expect(actionsFor(job, ["sync:write"]).map(({ id }) => id)).toEqual(["resume", "cancel"]);
  });

  it("leaves the room to the lane where there is something to show", () => {
    const progress = { entity: null, processed: 12, total: 12, perSecond: 0, secondsLeft: null };
    const done = jobLike({ status: "COMPLETED", progress });
    expect(sentenceOf(done, [], "Epic")).toBeNull();
    expect(speaksForItself(done)).toBe(false);
    expect(speaksForItself(jobLike({ status: "FAILED", progress }))).toBe(true);
  });

  it("shows refused records of a job that is done", () => {
    const job = jobLike({ status: "COMPLETED" });
    expect(stateOfJob({ ...job, counts: { ...job.counts, failed: 3 } })).toEqual({
      shape: "warn",
      word: "3 refused",
    });
  });
});
