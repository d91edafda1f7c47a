/** The scheduler: turns tasks that are due into jobs. */
import { withSystem } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import type { JobHandler } from "../handle";
import { nudge } from "../nudge";
import { noteTaskRun, takeDueTasks } from "../scheduled-tasks";
import { type Ticker, ticker } from "./ticker";

const log = createLogger("scheduler");
const tasksPerTick = 100;

/** Enqueues what is due; any number of schedulers may run side by side. */
export function scheduler(handlers: ReadonlyMap<string, JobHandler>, everyMs: number): Ticker {
  let isPlanned = false;
  return ticker("queue.schedule", everyMs, async () => {
    if (!isPlanned) await planUpkeep(handlers);
    isPlanned = true;
    if ((await enqueueDue(handlers)) > 0) nudge();
  });
}

function planUpkeep(handlers: ReadonlyMap<string, JobHandler>): Promise<void> {
  return withSystem("scheduler", async (tx) => {
    for (const handler of handlers.values()) await handler.plan(tx);
  });
}

function enqueueDue(handlers: ReadonlyMap<string, JobHandler>): Promise<number> {
  return withSystem("scheduler", async (tx) => {
    const due = await takeDueTasks(tx, tasksPerTick);
    for (const task of due) {
      const handler = handlers.get(task.job_name);
      if (!handler) log.warn("No handler for a scheduled task", { type: task.job_name });
      if (!handler || task.isBusy) continue;
      const jobId = await handler.enqueue(tx, task.payload, { organizationId: task.organization_id });
      await noteTaskRun(tx, task.name, jobId);
    }
    return due.length;
  });
}
