/** Runs one slice of a handler at once, without queue and worker. */
import { nowMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import type { JobContext, JobHandler, SliceOutcome } from "..";

const nothing = async () => undefined;

/** Performs `handler` with a payload, as a worker would that nobody disturbs; `more` says what is otherwise. */
export function performNow(
  handler: JobHandler,
  payload: unknown,
  more: Partial<JobContext<unknown>> = {},
): Promise<SliceOutcome | undefined> {
  return handler.perform({
    payload,
    jobId: newId(),
    organizationId: null,
    attempt: 1,
    crashes: 0,
    epoch: 1,
    signal: new AbortController().signal,
    sliceEndsAt: nowMs() + 60_000,
    requestId: null,
    fence: nothing,
    advance: nothing,
    complete: nothing,
    ...more,
  });
}
