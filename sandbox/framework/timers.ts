/** What a vendor means to do later, and forgets when it closes. */
export class Timers {
  readonly #pending = new Set<NodeJS.Timeout>();

  later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#pending.delete(timer);
      act();
    }, ms);
    timer.unref();
    this.#pending.add(timer);
  }

  clear(): void {
    for (const timer of this.#pending) clearTimeout(timer);
    this.#pending.clear();
  }
}
