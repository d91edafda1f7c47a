import { expect, it } from "vitest";
import type { SyncJob } from "@/lib/sync/schema";
import { actionsFor } from "./job-actions";
import { jobLike } from "./testing/job-like";

const all = ["sync:write", "sync:approve"];

/** What a notice says after the action turned a job into `after`. */
function told(id: string, before: Partial<SyncJob>, after: Partial<SyncJob>): string | undefined {
  const job = jobLike(before);
  return actionsFor(job, all)
    .find((action) => action.id === id)
    ?.told(job, jobLike(after));
}

it("does not call a job cancelled or paused before it is", () => {
  expect(told("cancel", { status: "RUNNING" }, { status: "RUNNING" })).toBe("Ends after the page it is at");
  expect(told("cancel", { status: "QUEUED" }, { status: "CANCELLED" })).toBe("The job is cancelled");
  expect(told("pause", { status: "RUNNING" }, { status: "RUNNING" })).toBe("Pauses after the page it is at");
  expect(told("pause", { status: "QUEUED" }, { status: "QUEUED" })).toBe("Pauses before it goes on");
});

it("says of a retry whether anything was left", () => {
  expect(told("retry", { status: "FAILED" }, { status: "QUEUED" })).toBe("A new job takes up what is left");
  expect(told("retry", { status: "COMPLETED" }, { status: "QUEUED" })).toBe("A new job runs it again");
});

it("leaves deletions to those who may approve them", () => {
  const ids = actionsFor(jobLike({ status: "NEEDS_APPROVAL" }), ["sync:write"]).map(({ id }) => id);
  expect(ids).toEqual(["cancel"]);
});
