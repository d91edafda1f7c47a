/**
 * The end of a command: what was started is stopped in the opposite order, once, whatever asks for it.
 * Ctrl-C arrives several times at once (from the terminal, from npm, from the bootstrap), so only one that comes
 * later counts as impatience.
 */
import type { Program } from "./program";

const repeatedSignalMs = 1_500;
const politeLimitMs = 30_000;

interface StartedThing {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

export class Shutdown {
  readonly #started: StartedThing[] = [];
  readonly #request = Promise.withResolvers<void>();
  readonly #abort = new AbortController();
  #requestedAt: number | undefined;
  #failure: string | undefined;
  #limitMs = politeLimitMs;

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => this.#onSignal());
  }

  /** Aborts when the end is asked for; work that waits gives up then. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Remembers how to stop what has just been started. */
  add(name: string, stop: () => Promise<void>): void {
    this.#started.push({ name, stop });
  }

  /** Stops `program` in its turn, and everything else when it ends by itself. */
  watch(program: Program): void {
    this.add(program.name, () => program.stop(this.#limitMs));
    program.ended.then(({ how }) => this.request(`The ${program.name} process ${how}; stopping the rest.`));
  }

  /** Asks for the end; `failure` says what went wrong when nobody wished it. */
  request(failure?: string): void {
    if (this.#requestedAt !== undefined) return;
    this.#requestedAt = performance.now();
    this.#failure = failure;
    this.#abort.abort();
    this.#request.resolve();
  }

  /** Why the end came, when nobody wished it. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Waits until the end is asked for; says why and answers false when nobody wished it. */
  async untilRequested(): Promise<boolean> {
    await this.#request.promise;
    if (this.#failure) console.error(this.#failure);
    return this.#failure === undefined;
  }

  /** Stops everything, last started first. One that cannot be stopped does not keep the others alive. */
  async stopAll(): Promise<void> {
    for (const { name, stop } of this.#started.splice(0).reverse()) {
      await stop().catch((error: Error) => console.error(`${name} could not be stopped: ${error.message}`));
    }
  }

  #onSignal(): void {
    if (this.#requestedAt === undefined) {
      console.log("\nStopping …");
      this.request();
    } else if (performance.now() - this.#requestedAt > repeatedSignalMs) {
      this.#limitMs = 0;
    }
  }
}
