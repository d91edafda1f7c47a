/** Sockets of a test at a gateway that is served on a port, with every frame they were sent. */
import { expect, vi } from "vitest";
import { WebSocket } from "ws";
import type { Caller } from "@/lib/http/testing/callers";
import type { ServedRoutes } from "@/lib/http/testing/served-routes";
import { quickRedis } from "@/lib/platform/redis";

export type Frame = { type: string; seq: number; channel: string; code?: string } & Record<string, unknown>;

export interface LiveClient {
  readonly frames: Frame[];
  readonly ws: WebSocket;
  send(message: object | string): void;
  of(type: string): Frame[];
}

export class LiveClients {
  private readonly open = new Set<WebSocket>();

  constructor(private readonly server: () => ServedRoutes) {}

  /** A socket that was let in, or the status it was refused with. */
  connect(query: string, headers: Record<string, string> = {}): Promise<LiveClient | number> {
    const ws = new WebSocket(`ws://127.0.0.1:${this.server().port}/ws${query}`, { headers });
    this.open.add(ws);
    const frames: Frame[] = [];
    ws.on("message", (data) => frames.push(JSON.parse(String(data))));
    return new Promise((resolve, reject) => {
      ws.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
      ws.on("error", reject);
      ws.on("open", () =>
        resolve({
          frames,
          ws,
          send: (message) => ws.send(typeof message === "string" ? message : JSON.stringify(message)),
          of: (type) => frames.filter((frame) => frame.type === type),
        }),
      );
    });
  }

  async connectAs(caller: Caller): Promise<LiveClient> {
    const client = await this.connect("", { ...caller.headers, origin: this.server().url });
    if (typeof client === "number") throw new Error(`refused with ${client}`);
    return client;
  }

  async follow(caller: Caller, channel: string, since?: number): Promise<LiveClient> {
    const client = await this.connectAs(caller);
    client.send({ type: "subscribe", channel, since });
    await vi.waitFor(() => {
      if (client.of("SUBSCRIBED").length === 0) throw new Error(`not subscribed to ${channel}`);
    });
    return client;
  }

  /** Waits until news reaches this gateway over Redis. */
  async untilHeard(caller: Caller): Promise<void> {
    await vi.waitFor(async () => expect(await quickRedis().ping()).toBe("PONG"));
    await vi.waitFor(async () => expect((await this.follow(caller, "sync")).of("ERROR")).toEqual([]));
  }

  terminateAll(): void {
    for (const ws of this.open) ws.terminate();
    this.open.clear();
  }
}
