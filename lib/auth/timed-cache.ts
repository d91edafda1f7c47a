/** A small cache for look-ups that each request repeats: entries live for seconds and may be dropped at once. */
import { nowMs } from "@/lib/platform/clock";

interface Entry<V> {
  readonly value: V;
  readonly freshUntilMs: number;
}

export class TimedCache<V> {
  private readonly entries = new Map<string, Entry<V>>();
  private generation = 0;

  constructor(
    private readonly lifeMs: number,
    private readonly maxEntries: number,
  ) {}

  /** The value kept for `key`, else what `load` finds now. */
  async get(key: string, load: () => Promise<V>): Promise<V> {
    const known = this.entries.get(key);
    if (known && known.freshUntilMs > nowMs()) return known.value;
    const { generation } = this;
    const value = await load();
    // What was read before a drop may be what the drop was about.
    if (generation === this.generation) this.keep(key, value);
    return value;
  }

  /** Drops every entry whose value matches. */
  drop(matches: (value: V) => boolean): void {
    this.generation += 1;
    for (const [key, entry] of this.entries) if (matches(entry.value)) this.entries.delete(key);
  }

  private keep(key: string, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, { value, freshUntilMs: nowMs() + this.lifeMs });
    if (this.entries.size <= this.maxEntries) return;
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
