/** The queue as the rest of the product uses it. Workers run it through `./runtime`. */
export { type DeadLetter, type DeadLetterPage, deadLetters } from "./dead-letters";
export {
  defineJob,
  type JobDefinition,
  type Priority,
  priorities,
  type QueueName,
  queueNames,
} from "./define-job";
export { cancelJob, type EnqueueOptions, enqueue, retryDead } from "./enqueue";
export { queueErrors } from "./errors";
export { handle, type JobContext, type JobHandler, type JobHooks, type SliceOutcome } from "./handle";
export { nudge } from "./nudge";
export { scheduleTask, unscheduleTask } from "./scheduled-tasks";
export { type QueueCounts, queueStatistics, workersAlive } from "./statistics";
export { sweep } from "./sweep";
