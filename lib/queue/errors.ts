import { defineErrors } from "@/lib/platform/errors";

export const queueErrors = defineErrors("queue", {
  payload_invalid: {
    status: 500,
    owner: "carelane",
    kind: "invalid",
    title: "The job's payload does not have the declared shape",
  },
  handler_missing: {
    status: 500,
    owner: "carelane",
    kind: "rate_limited",
    title: "This worker does not know the job",
  },
  lease_lost: {
    status: 409,
    owner: "carelane",
    kind: "retryable",
    title: "Another worker has taken over the job",
  },
  worker_stopping: {
    status: 503,
    owner: "carelane",
    kind: "retryable",
    title: "The worker is stopping",
  },
  worker_lost: {
    status: 500,
    owner: "carelane",
    kind: "fatal",
    title: "The job ended its worker again and again",
  },
  cursor_invalid: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The cursor is not one of this list",
  },
});
