/** The threads of this process: started when first needed, replaced when they had to be ended. */
import { availableParallelism } from "node:os";
import { shared } from "@/lib/platform/container";
import type { Task } from "./task";
import { MappingThread, type TaskEnd } from "./thread";

/** Two at least, so that one organization's slow code does not stop all others. */
const fewestThreads = 2;
const mostThreads = 4;

export class ThreadPool {
  private readonly idle: MappingThread[] = [];
  private readonly waiting: ((thread: MappingThread) => void)[] = [];
  private count = 0;

  constructor(private readonly size: number) {}

  /** Runs a task on the next thread that is free; tasks wait in the order in which they came. */
  async run(task: Task): Promise<TaskEnd> {
    const thread = await this.take();
    try {
      return await thread.run(task);
    } finally {
      this.giveBack(thread);
    }
  }

  private take(): MappingThread | Promise<MappingThread> {
    const thread = this.idle.pop();
    if (thread) return thread;
    if (this.count >= this.size) return new Promise((resolve) => this.waiting.push(resolve));
    this.count += 1;
    return new MappingThread();
  }

  private giveBack(thread: MappingThread): void {
    const next = this.waiting.shift();
    if (next) next(thread.isAlive ? thread : new MappingThread());
    else if (thread.isAlive) this.idle.push(thread);
    else this.count -= 1;
  }
}

/** The one pool of the process. */
export function threadPool(): ThreadPool {
  const size = Math.min(mostThreads, Math.max(fewestThreads, availableParallelism() - 1));
  return shared("mapping.threads", () => new ThreadPool(size));
}
