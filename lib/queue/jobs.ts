/** The queue's own job. */
import { z } from "zod";
import { defineJob } from "./define-job";

/** Deletes what has served its time: ended jobs, answers to repeated requests, sessions, workers long gone. */
export const sweepEnded = defineJob({
  name: "queue.sweep",
  queue: "transformations",
  payload: z.object({}),
  lane: () => "queue.sweep",
  everySeconds: 600,
});
