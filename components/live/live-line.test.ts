import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type WebSocket as ServerSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { LiveLine } from "./live-line";
import type { LiveMessage } from "./live-message";

const addressSchema = z.object({ port: z.number() });

/** A gateway that says what the test tells it to. */
class Gateway {
  readonly server = new WebSocketServer({ port: 0 });
  readonly received: unknown[] = [];
  socket: ServerSocket | undefined;

  constructor() {
    this.server.on("connection", (socket) => {
      this.socket = socket;
      socket.on("message", (data) => this.received.push(JSON.parse(data.toString())));
      this.say({ type: "HELLO", sessionId: "s1", serverTime: "2026-11-17T15:42:16.000Z" });
    });
  }

  async url(): Promise<string> {
    if (!this.server.address()) await once(this.server, "listening");
    return `ws://127.0.0.1:${addressSchema.parse(this.server.address()).port}/ws`;
  }

  say(frame: object): void {
    this.socket?.send(JSON.stringify(frame));
  }

  change(seq: number, recordId: string): void {
    const channel = "records:patients";
    this.say({
      type: "RECORD_CHANGED",
      channel,
      seq,
      entity: "patients",
      recordId,
      version: 2,
      change: "updated",
    });
  }

  async asked(frame: object): Promise<void> {
    await vi.waitFor(() => expect(this.received).toContainEqual(frame));
  }
}

let gateway: Gateway;
let line: LiveLine;
const heard: string[] = [];
const onResync = vi.fn();
const onSignedOut = vi.fn();

function note(message: LiveMessage): void {
  if (message.type === "RECORD_CHANGED") heard.push(message.recordId);
}

async function open(checkEveryMs?: number): Promise<void> {
  line = new LiveLine({ url: await gateway.url(), onResync, onSignedOut, checkEveryMs });
  line.listen("records:patients", note);
  line.start();
  await gateway.asked({ type: "subscribe", channel: "records:patients" });
}

beforeEach(() => {
  gateway = new Gateway();
  heard.length = 0;
});

afterEach(() => {
  line.stop();
  for (const socket of gateway.server.clients) socket.terminate();
  gateway.server.close();
});

describe("the live line", () => {
  it("hands the news of a channel to those who listen to it", async () => {
    await open();
    gateway.change(7, "r1");
    await vi.waitFor(() => expect(heard).toEqual(["r1"]));
    expect(line.state).toEqual({ mode: "live", lastHeardAt: expect.any(Date) });
  });

  it("comes back after a loss where it was left, and drops what it heard before", async () => {
    await open();
    gateway.change(7, "r1");
    await vi.waitFor(() => expect(heard).toEqual(["r1"]));
    gateway.socket?.terminate();
    await vi.waitFor(() => expect(line.state.mode).toBe("polling"));
    await gateway.asked({ type: "subscribe", channel: "records:patients", since: 7 });
    gateway.change(7, "r1");
    gateway.change(8, "r2");
    await vi.waitFor(() => expect(heard).toEqual(["r1", "r2"]));
    expect(line.state.mode).toBe("live");
  });

  it("tells that the person is signed out instead of coming back", async () => {
    await open();
    gateway.socket?.close(1008, "signed out");
    await vi.waitFor(() => expect(onSignedOut).toHaveBeenCalledOnce());
  });

  it("has everything read again when the server no longer knows what was missed", async () => {
    await open();
    gateway.say({ type: "RESYNC", channel: "records:patients" });
    await vi.waitFor(() => expect(onResync).toHaveBeenCalledOnce());
  });

  it("asks instead while the server itself hears nothing", async () => {
    await open();
    gateway.say({ type: "ERROR", code: "not_live", title: "Live updates do not arrive at the moment" });
    await vi.waitFor(() => expect(line.state.mode).toBe("polling"));
    gateway.say({ type: "RESYNC", channel: "records:patients" });
    await vi.waitFor(() => expect(line.state.mode).toBe("live"));
  });

  it("finds out that a line is dead though nobody closed it", async () => {
    await open(20);
    await vi.waitFor(() => expect(line.state.mode).toBe("polling"));
  });

  it("says no connection when questions are not answered either", async () => {
    await open();
    line.noteAnswer(false);
    expect(line.state.mode).toBe("live");
    gateway.server.close();
    gateway.socket?.terminate();
    await vi.waitFor(() => expect(line.state.mode).toBe("offline"));
  });

  it("stops following a channel nobody listens to any more", async () => {
    await open();
    const stop = line.listen("sync", note);
    await gateway.asked({ type: "subscribe", channel: "sync" });
    stop();
    await gateway.asked({ type: "unsubscribe", channel: "sync" });
  });
});
