/** Distinct values in ascending order, with the number of those below any given one. */
export class SortedSet<T extends string | number> {
  readonly #values: T[];

  constructor(values: T[] = []) {
    this.#values = values;
  }

  get size(): number {
    return this.#values.length;
  }

  at(index: number): T | undefined {
    return this.#values[index];
  }

  has(value: T): boolean {
    return this.#values[this.countBelow(value)] === value;
  }

  add(value: T): void {
    const index = this.countBelow(value);
    if (this.#values[index] !== value) this.#values.splice(index, 0, value);
  }

  delete(value: T): void {
    const index = this.countBelow(value);
    if (this.#values[index] === value) this.#values.splice(index, 1);
  }

  copy(): SortedSet<T> {
    return new SortedSet([...this.#values]);
  }

  countBelow(value: T): number {
    let low = 0;
    let high = this.#values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = this.#values[middle];
      if (at !== undefined && at < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
