/** A limit on calls in each period of the clock: it is full again when the next period begins. */
export class Quota {
  #period = 0;
  #taken = 0;

  constructor(
    private readonly calls: number,
    private readonly periodMs: number,
    private readonly now: () => number,
  ) {}

  /** Counts a call; false when there were too many in this period. */
  take(): boolean {
    const period = Math.floor(this.now() / this.periodMs);
    if (period !== this.#period) this.#taken = 0;
    this.#period = period;
    this.#taken += 1;
    return this.#taken <= this.calls;
  }
}
