/** The time a call may take, as a signal that ends it with `vendor_slow`. */
import { outboundErrors } from "./errors";

export interface Deadline {
  readonly signal: AbortSignal;
  remainingMs(): number;
  /** Sets a new limit, counted from now. */
  restart(timeoutMs: number): void;
  clear(): void;
}

/** Starts a limit of `timeoutMs`; `parent` ends the call as well, with its own reason. */
export function startDeadline(timeoutMs: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  let endsAt = 0;
  let timer: NodeJS.Timeout | undefined;
  const restart = (limitMs: number) => {
    clearTimeout(timer);
    endsAt = performance.now() + limitMs;
    const expire = () =>
      controller.abort(
        outboundErrors.vendor_slow({ detail: `No whole answer within ${Math.round(limitMs / 1_000)} s.` }),
      );
    timer = setTimeout(expire, limitMs);
  };
  restart(timeoutMs);
  return {
    signal: parent ? AbortSignal.any([controller.signal, parent]) : controller.signal,
    remainingMs: () => endsAt - performance.now(),
    restart,
    clear: () => clearTimeout(timer),
  };
}

/** Rejects with the signal's reason when it fires, so that no queue inside `work` outlives the call. */
export function endedBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  return Promise.race([work, promise]).finally(() => signal.removeEventListener("abort", end));
}
