/**
 * Senders of HL7 v2 are answered in a thread of their own: an acknowledgement waits for its message to be stored, and not
 * for what the worker makes of other messages meanwhile.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { createLogger } from "@/lib/platform/logger";

const log = createLogger("mllp");

/** Starts the thread; the process ends with it. */
export function startMllp(): { stop(): Promise<void> } {
  const thread = new Worker(new URL("./mllp-thread.ts", import.meta.url), { execArgv: ["--import", "tsx"] });
  // Under --watch Node sends messages of its own this way.
  thread.on("message", (refusal: unknown) => {
    if (typeof refusal !== "string") return;
    process.stderr.write(refusal);
    process.exit(1);
  });
  thread.on("error", (error) => {
    log.error("The thread that answers senders was lost, and the worker ends with it", { error });
    process.exit(1);
  });
  return {
    /** Resolves when what was accepted is answered and the thread has ended. */
    async stop() {
      const ended = once(thread, "exit");
      thread.postMessage("stop");
      await ended;
    },
  };
}
