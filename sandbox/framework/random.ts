/**
 * Repeatable randomness. Every (seed, stream, index) is a source of its own, so the record at an index can be made
 * without making those before it. Mixing follows splitmix32 and mulberry32; not for secrets.
 */
export class Random {
  #state: number;

  constructor(seed: number, stream: string, index: number) {
    let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
    for (let i = 0; i < stream.length; i++) state = Math.imul(state ^ stream.charCodeAt(i), 0x01000193);
    this.#state = Math.imul(state ^ index, 0xc2b2ae35) ^ Math.imul(index + 0x27d4eb2f, 0x165667b1);
  }

  /** An unsigned 32-bit integer. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** An integer from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * limit);
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() / 0x1_0000_0000 < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }
}
