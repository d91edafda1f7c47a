/** One open socket: what it follows, and how fast it is told. */
import { WebSocket } from "ws";
import { z } from "zod";
import type { Actor } from "@/lib/auth";
import { nowMs } from "@/lib/platform/clock";
import { isCarelaneError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { assertMayFollow } from "./channels";
import { realtimeErrors } from "./errors";
import type { News } from "./history";
import type { ServerFrame } from "./schema";

/** A browser that reads slower than this many bytes behind misses news and is told to read again. */
const maxBufferedBytes = 1_048_576;
const maxChannels = 100;
/** SYNC_PROGRESS of one job comes at most four times a second. */
const progressEveryMs = 250;

const progressSchema = z.object({ type: z.literal("SYNC_PROGRESS"), jobId: z.string() });

interface Pace {
  readonly timer: NodeJS.Timeout;
  waiting?: () => void;
}

export class LiveSocket {
  readonly id = newId();
  private readonly channels = new Set<string>();
  /** Channels whose news were dropped because the browser did not keep up. */
  private readonly missed = new Set<string>();
  private readonly paces = new Map<string, Pace>();

  constructor(
    private readonly ws: WebSocket,
    public actor: Actor,
  ) {
    ws.on("close", () => {
      for (const { timer } of this.paces.values()) clearTimeout(timer);
      this.paces.clear();
    });
    this.send({ type: "HELLO", sessionId: this.id, serverTime: new Date(nowMs()).toISOString() });
  }

  send(frame: ServerFrame): void {
    if (this.ws.readyState === WebSocket.OPEN) this.ws.send(JSON.stringify(frame));
  }

  /** Tells what went wrong with a message; what is not one of our errors is not explained. */
  sendError(error: unknown, channel?: string): void {
    const { code, title, detail } = isCarelaneError(error) ? error : realtimeErrors.message_invalid();
    this.send({ type: "ERROR", code, title, detail, channel });
  }

  /** Starts to follow a channel. Throws when the actor may not or follows too many. */
  follow(channel: string): void {
    assertMayFollow(this.actor, channel);
    if (this.channels.size >= maxChannels && !this.channels.has(channel)) {
      throw realtimeErrors.too_many_channels({ detail: `At most ${maxChannels}.` });
    }
    this.channels.add(channel);
  }

  follows(channel: string): boolean {
    return this.channels.has(channel);
  }

  unfollow(channel: string): void {
    this.channels.delete(channel);
    this.missed.delete(channel);
  }

  /** Takes over the actor's present rights; channels they no longer cover end with an ERROR. */
  refresh(actor: Actor): void {
    this.actor = actor;
    for (const channel of this.channels) {
      try {
        assertMayFollow(actor, channel);
      } catch (error) {
        this.unfollow(channel);
        this.sendError(error, channel);
      }
    }
  }

  /** Every followed channel may have missed something. */
  resync(): void {
    for (const channel of this.channels) this.send({ type: "RESYNC", channel });
  }

  /** Passes on news of a channel, if it is followed and the browser keeps up. */
  deliver(channel: string, news: News): void {
    if (!this.channels.has(channel)) return;
    const progress = progressSchema.safeParse(news.message).data;
    if (progress) this.paced(`${channel}/${progress.jobId}`, () => this.pass(channel, news));
    else this.pass(channel, news);
  }

  /** Notes that news of a followed channel could not be passed on. */
  miss(channel: string): void {
    if (this.channels.has(channel)) this.missed.add(channel);
  }

  /** Tells a browser that has caught up again what it missed. */
  settleMissed(): void {
    if (this.missed.size === 0 || this.ws.bufferedAmount > 0) return;
    for (const channel of this.missed) this.send({ type: "RESYNC", channel });
    this.missed.clear();
  }

  private pass(channel: string, { seq, message }: News): void {
    if (!this.channels.has(channel)) return;
    this.settleMissed();
    if (this.missed.has(channel) || this.ws.bufferedAmount > maxBufferedBytes) {
      this.miss(channel);
      return;
    }
    this.send({ ...message, channel, seq });
  }

  // The first goes out at once; of what follows within the pace, the newest goes out at its end.
  private paced(key: string, pass: () => void): void {
    const pace = this.paces.get(key);
    if (pace) {
      pace.waiting = pass;
      return;
    }
    pass();
    this.startPace(key);
  }

  private startPace(key: string): void {
    const timer = setTimeout(() => {
      const waiting = this.paces.get(key)?.waiting;
      this.paces.delete(key);
      if (!waiting) return;
      waiting();
      this.startPace(key);
    }, progressEveryMs);
    this.paces.set(key, { timer });
  }
}
