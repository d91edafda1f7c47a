/** The queue as the rest of the product uses it. Workers run it through `./runtime`. */
export { deadLetters } from "./dead-letters";
export { defineJob, type JobDefinition, priorities } from "./define-job";
export { cancelJob, type EnqueueOptions, enqueue, enqueueUnlessWaiting, retryDead } from "./enqueue";
export { handle, type JobContext, type JobHandler, type JobHooks, type SliceOutcome } from "./handle";
export { nudge } from "./nudge";
export { scheduleTask, unscheduleTask } from "./scheduled-tasks";
export { queueStatistics, workersAlive } from "./statistics";
export { sweep } from "./sweep";
