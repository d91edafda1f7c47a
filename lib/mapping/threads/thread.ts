/** A thread of this process, and what ends it: code that will not end by itself, or memory that runs out. */
import { once } from "node:events";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { hasCode } from "@/lib/platform/errors";
import type { MappingOutcome } from "../run";
import type { Task, ThreadMessage } from "./task";

/**
 * How long one record may take, in milliseconds; it may be twice as long until it is noticed. The sandbox stops code
 * after a twentieth of that, unless the code finds a single step that lasts.
 */
const recordLimitMs = 2_000;
const heapLimitMb = 256;

/** From the folder the process runs in, since a bundle of this file lies elsewhere. */
const program = path.join(process.cwd(), "lib/mapping/threads/program.ts");

/** How a task ended. */
export interface TaskEnd {
  /** Of all inputs, or of those before the one for which the thread had to be ended. */
  readonly outcomes: readonly MappingOutcome[];
  /** Why it was ended, in words for people. */
  readonly ended?: string;
}

export class MappingThread {
  isAlive = true;
  private readonly worker = new Worker(program, {
    execArgv: ["--import", "tsx"],
    // Nothing of the process's own, such as its secrets, is to be found in there.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heapLimitMb },
  });
  private readonly ready: Promise<void>;

  constructor() {
    this.worker.on("error", () => this.end());
    // A thread that waits keeps no process from ending.
    this.ready = once(this.worker, "message").then(() => this.worker.unref());
  }

  /** Maps the records of a task. Rejects with whatever else ended the thread. */
  async run(task: Task): Promise<TaskEnd> {
    await this.ready;
    const outcomes: MappingOutcome[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<TaskEnd>();
    const endBecause = (ended: string) => {
      this.end();
      resolve({ outcomes, ended });
    };
    const onMessage = (message: ThreadMessage) => {
      if ("outcome" in message) outcomes.push(message.outcome);
      if (outcomes.length === task.inputs.length) resolve({ outcomes });
    };
    const onError = (error: Error) =>
      hasCode(error, "ERR_WORKER_OUT_OF_MEMORY")
        ? endBecause("It used too much memory and was ended.")
        : reject(error);
    this.worker.on("message", onMessage).on("error", onError);
    const watch = this.watch(
      () => outcomes.length,
      () => endBecause(`It took more than ${recordLimitMs / 1_000} seconds and was ended.`),
    );
    try {
      this.worker.postMessage(task);
      return await promise;
    } finally {
      clearInterval(watch);
      this.worker.off("message", onMessage).off("error", onError);
    }
  }

  /** Calls `stuck` when `progress` stands still. What has arrived meanwhile is read first: this process may be slow too. */
  private watch(progress: () => number, stuck: () => void): NodeJS.Timeout {
    let before = -1;
    const look = () => {
      if (progress() === before) stuck();
      before = progress();
    };
    return setInterval(() => setImmediate(look), recordLimitMs);
  }

  private end(): void {
    this.isAlive = false;
    void this.worker.terminate();
  }
}
