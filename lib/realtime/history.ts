/**
 * The recent news of each channel, so that a client that was away for a moment catches up. Numbers derive from
 * time: they never fall, also after a restart or a wiped Redis, and agree between processes as far as clocks do.
 */
import { nowMs } from "@/lib/platform/clock";

export interface News {
  readonly seq: number;
  readonly message: { readonly type: string } & Readonly<Record<string, unknown>>;
}

interface Ring {
  /** Everything after this number is in `news`. */
  floorSeq: number;
  lastSeq: number;
  readonly news: News[];
}

const perRing = 200;
const maxRings = 500;

/** Microseconds since 1970, so that a thousand messages fit between two readings of the clock. */
function timeSeq(): number {
  return nowMs() * 1_000;
}

export class History {
  private readonly rings = new Map<string, Ring>();
  /** Before this number nothing is known of any channel. */
  private floorSeq = timeSeq();

  /** Numbers a message and keeps it. */
  add(key: string, message: News["message"]): News {
    const ring = this.rings.get(key) ?? { floorSeq: this.floorSeq, lastSeq: this.floorSeq, news: [] };
    const news = { seq: Math.max(ring.lastSeq + 1, timeSeq()), message };
    ring.lastSeq = news.seq;
    ring.news.push(news);
    const dropped = ring.news.length > perRing ? ring.news.shift() : undefined;
    if (dropped) ring.floorSeq = dropped.seq;
    this.keep(key, ring);
    return news;
  }

  /** The number that stands for now: what comes later is higher. */
  lastSeq(key: string): number {
    return this.rings.get(key)?.lastSeq ?? this.floorSeq;
  }

  /** What came after `since`, or undefined when some of it may be gone. */
  after(key: string, since: number): readonly News[] | undefined {
    const ring = this.rings.get(key);
    if (since < (ring?.floorSeq ?? this.floorSeq)) return undefined;
    return ring?.news.filter(({ seq }) => seq > since) ?? [];
  }

  /** Messages may have been missed: nothing kept so far is complete any more. */
  forgetAll(): void {
    const highest = Math.max(timeSeq(), ...[...this.rings.values()].map(({ lastSeq }) => lastSeq));
    this.rings.clear();
    this.floorSeq = highest;
  }

  // The channel that was quiet the longest gives way; whoever asks for it later reads by HTTP.
  private keep(key: string, ring: Ring): void {
    this.rings.delete(key);
    this.rings.set(key, ring);
    if (this.rings.size <= maxRings) return;
    const [quietest] = this.rings;
    if (!quietest) return;
    this.rings.delete(quietest[0]);
    this.floorSeq = Math.max(this.floorSeq, quietest[1].lastSeq);
  }
}
