/** Work that a process does again and again, never twice at a time. */
import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@/lib/platform/logger";

const log = createLogger("worker");

export interface Running {
  /** Resolves when the work has ended. */
  stop(): Promise<void>;
}

export interface Ticker {
  readonly name: string;
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
}

/** Declares work that runs every `everyMs`, counted from the end of the run before. */
export function ticker(name: string, everyMs: number, work: () => Promise<unknown>): Ticker {
  return { name, everyMs, work };
}

/** Starts a ticker. A failure is logged once, until the work succeeds again; the ticks go on. */
export function startTicker({ name, everyMs, work }: Ticker): Running {
  const stopping = new AbortController();
  const report = failureReport(name);
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await work().then(report.success, report.failure);
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = loop();
  return {
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
}

/** Reports the first failure of a row of them, and the success that ends it. */
export function failureReport(name: string) {
  let failing = false;
  return {
    success: () => {
      if (failing) log.info("Works again", { type: name });
      failing = false;
    },
    failure: (error: unknown) => {
      if (!failing) log.warn("Does not work, is tried again", { type: name, error });
      failing = true;
    },
  };
}
