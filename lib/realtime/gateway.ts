/** The WebSocket gateway at /ws: who may open a socket, how long it lives, and what it is told. */
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { type AccessChange, type Actor, authenticateHeaders, onAccessChanged, stillThere } from "@/lib/auth";
import { isCrossOrigin } from "@/lib/http";
import { createLogger } from "@/lib/platform/logger";
import { realtimeErrors } from "./errors";
import { FanOut } from "./fan-out";
import { LiveSocket } from "./live-socket";
import { beatEveryMs } from "./pulse";
import { clientFrameSchema } from "./schema";
import { redeemTicket } from "./ticket";

const log = createLogger("realtime");

const pingEveryMs = 20_000;
const maxFrameBytes = 16_384;
/** Sockets one person or key may hold open. */
const maxSocketsPerActor = 30;
/** Close codes of RFC 6455 section 7.4.1. */
const goingAway = 1001;
const policyViolation = 1008;

export interface Gateway {
  /** Takes over the connection of an upgrade request for /ws. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** Closes every socket, telling clients to come back elsewhere. */
  close(): void;
}

function refuse(socket: Duplex, status: 401 | 403 | 429 | 503): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

/** The actor of an upgrade: the ticket's holder, else that of the session cookie from a page of ours. */
async function actorOf(request: IncomingMessage): Promise<Actor | "cross-origin" | undefined> {
  const ticket = new URL(request.url ?? "/", "http://localhost").searchParams.get("ticket");
  if (ticket) return redeemTicket(ticket);
  const headers = headersOf(request);
  if (isCrossOrigin(headers)) return "cross-origin";
  return authenticateHeaders(headers);
}

class WebSocketGateway implements Gateway {
  private readonly server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxFrameBytes,
  });
  private readonly fanOut: FanOut;
  private readonly connections = new Map<LiveSocket, { ws: WebSocket; answered: boolean }>();
  private readonly pinging = setInterval(() => void this.tend(), pingEveryMs);
  private readonly stopWatching = onAccessChanged((change) => void this.onAccessChange(change));

  constructor(beatMs: number) {
    this.fanOut = new FanOut(beatMs);
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on("error", () => socket.destroy());
    const actor = await actorOf(request).catch((error: unknown) => {
      log.warn("A socket could not be admitted", { error });
      return "unavailable" as const;
    });
    if (actor === "unavailable") return refuse(socket, 503);
    if (actor === "cross-origin") return refuse(socket, 403);
    if (!actor) return refuse(socket, 401);
    if (this.countOf(actor) >= maxSocketsPerActor) return refuse(socket, 429);
    this.server.handleUpgrade(request, socket, head, (ws) => this.open(ws, actor));
  }

  close(): void {
    clearInterval(this.pinging);
    this.stopWatching();
    this.fanOut.close();
    for (const { ws } of this.connections.values()) ws.close(goingAway);
    this.server.close();
  }

  private countOf(actor: Actor): number {
    return [...this.fanOut.of(actor.organizationId)].filter((socket) => socket.actor.id === actor.id).length;
  }

  private open(ws: WebSocket, actor: Actor): void {
    const socket = new LiveSocket(ws, actor);
    const connection = { ws, answered: true };
    this.connections.set(socket, connection);
    this.fanOut.add(socket);
    ws.on("pong", () => {
      connection.answered = true;
    });
    ws.on("message", (data) => this.onMessage(socket, data));
    ws.on("error", () => ws.terminate());
    ws.on("close", () => {
      this.connections.delete(socket);
      this.fanOut.remove(socket);
    });
  }

  private onMessage(socket: LiveSocket, data: RawData): void {
    const frame = parseFrame(data);
    try {
      if (!frame) throw realtimeErrors.message_invalid({ detail: "Send subscribe or unsubscribe." });
      if (frame.type === "subscribe") this.fanOut.subscribe(socket, frame.channel, frame.since);
      else socket.unfollow(frame.channel);
    } catch (error) {
      socket.sendError(error, frame?.channel);
    }
  }

  /** Ends sockets that gave no sign of life since the last time, and those whose session has ended. */
  private async tend(): Promise<void> {
    for (const [socket, connection] of this.connections) {
      if (!connection.answered) connection.ws.terminate();
      connection.answered = false;
      connection.ws.ping();
      socket.settleMissed();
    }
    for (const socket of this.fanOut.all()) await this.recheck(socket);
  }

  private async onAccessChange(change: AccessChange): Promise<void> {
    for (const socket of this.fanOut.of(change.organizationId)) await this.recheck(socket);
  }

  private async recheck(socket: LiveSocket): Promise<void> {
    try {
      const actor = await stillThere(socket.actor);
      if (actor) socket.refresh(actor);
      else this.connections.get(socket)?.ws.close(policyViolation, "signed out");
    } catch (error) {
      log.warn("The session behind a socket could not be looked up", { error });
    }
  }
}

function parseFrame(data: RawData) {
  try {
    return clientFrameSchema.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined;
  }
}

/** Opens the gateway of this process; it follows Redis from now on, and asks it so often whether it is there. */
export function openGateway(beatMs: number = beatEveryMs): Gateway {
  return new WebSocketGateway(beatMs);
}
