/** From Redis to the sockets of this process: every organization's news to its own people alone. */
import type { Redis } from "ioredis";
import { z } from "zod";
import { type Broadcast, broadcastChannel } from "@/lib/platform/broadcast";
import { patientRedis } from "@/lib/platform/redis";
import { ClinicNews } from "./clinic-news";
import { realtimeErrors } from "./errors";
import { History, type News } from "./history";
import type { LiveSocket } from "./live-socket";
import { Pulse } from "./pulse";

const broadcastSchema = z.object({
  organizationId: z.string(),
  channel: z.string(),
  messages: z.array(z.looseObject({ type: z.string() })),
}) satisfies z.ZodType<Broadcast>;

function parseBroadcast(text: string): Broadcast | undefined {
  try {
    return broadcastSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export class FanOut {
  private readonly sockets = new Map<string, Set<LiveSocket>>();
  private readonly history = new History();
  private readonly clinicNews = new ClinicNews();
  private readonly pulse: Pulse;
  private isSubscribed = false;
  private isAnswering = true;
  /** News arrive: it is subscribed and Redis answers. */
  private listening = false;

  constructor(beatEveryMs: number) {
    const redis = patientRedis("realtime");
    redis.on("message", (_channel, text) => this.receive(text));
    redis.on("close", () => {
      this.isSubscribed = false;
      this.settle();
    });
    redis.on("ready", () => void this.listen(redis));
    if (redis.status === "ready") void this.listen(redis);
    this.pulse = new Pulse(
      redis,
      (isAnswering) => {
        this.isAnswering = isAnswering;
        this.settle();
      },
      beatEveryMs,
    );
  }

  close(): void {
    this.pulse.stop();
  }

  all(): LiveSocket[] {
    return [...this.sockets.values()].flatMap((sockets) => [...sockets]);
  }

  of(organizationId: string): ReadonlySet<LiveSocket> {
    return this.sockets.get(organizationId) ?? new Set();
  }

  add(socket: LiveSocket): void {
    const { organizationId } = socket.actor;
    const sockets = this.sockets.get(organizationId) ?? new Set();
    this.sockets.set(organizationId, sockets.add(socket));
    if (!this.listening) socket.sendError(realtimeErrors.not_live());
  }

  remove(socket: LiveSocket): void {
    const { organizationId } = socket.actor;
    const sockets = this.sockets.get(organizationId);
    sockets?.delete(socket);
    if (sockets?.size === 0) this.sockets.delete(organizationId);
  }

  /** Starts a subscription and sends what came after `since`, or RESYNC when that is no longer known. */
  subscribe(socket: LiveSocket, channel: string, since: number | undefined): void {
    socket.follow(channel);
    const key = `${socket.actor.organizationId}/${channel}`;
    socket.send({ type: "SUBSCRIBED", channel, seq: this.history.lastSeq(key) });
    if (since === undefined) return;
    const missed = this.history.after(key, since);
    if (!missed) socket.send({ type: "RESYNC", channel });
    this.deliver(channel, missed ?? [], [socket]);
  }

  private async listen(redis: Redis): Promise<void> {
    // A connection that breaks again at this moment becomes ready once more.
    const count = await redis.subscribe(broadcastChannel).catch(() => 0);
    if (Number(count) === 0) return;
    this.isSubscribed = true;
    this.isAnswering = true;
    this.settle();
  }

  private receive(text: string): void {
    const broadcast = parseBroadcast(text);
    if (!broadcast) return;
    const { organizationId, channel, messages } = broadcast;
    const news = messages.map((message) => this.history.add(`${organizationId}/${channel}`, message));
    this.deliver(channel, news, [...this.of(organizationId)]);
  }

  private deliver(channel: string, news: readonly News[], sockets: readonly LiveSocket[]): void {
    for (const socket of sockets) {
      if (!socket.actor.clinicIds) for (const item of news) socket.deliver(channel, item);
    }
    this.clinicNews.deliver(
      channel,
      news,
      sockets.filter((socket) => socket.actor.clinicIds),
    );
  }

  /** Tells every socket when news begin or cease to arrive. What came between is not known. */
  private settle(): void {
    const isListening = this.isSubscribed && this.isAnswering;
    if (isListening === this.listening) return;
    this.listening = isListening;
    if (isListening) this.history.forgetAll();
    for (const socket of this.all()) {
      if (isListening) socket.resync();
      else socket.sendError(realtimeErrors.not_live());
    }
  }
}
