/** A port on which senders of HL7 v2 connect. It knows frames and answers, and nothing of what messages mean. */
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket } from "node:tls";
import { newId } from "@/lib/platform/ids";
import { type Intake, type Peer, Sender, type SenderLimits } from "./sender";

export interface MllpServerTls {
  /** Certificate chain and key of ours, in PEM. */
  readonly cert: string;
  readonly key: string;
  /** Authorities of client certificates, in PEM; those of the system where there are none. */
  readonly ca?: string | readonly string[];
  /** Whether a sender shows a certificate. One that is shown and not trusted is refused even where none is asked for. */
  readonly clientCertificates: "none" | "optional" | "required";
}

/** Why a connection came to nothing; `not_accepted` where the system gave none, as when files run out. */
export type Refusal =
  | "handshake_failed"
  | "certificate_untrusted"
  | "too_many_connections"
  | "too_many_of_address"
  | "not_accepted";

export interface MllpServerOptions extends Intake, Partial<SenderLimits> {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: MllpServerTls;
  /** Most connections at one time; more are closed at once. */
  readonly maxConnections?: number;
  /** Most of them from one address, so that no sender that forgets to close its own keeps all others out. */
  readonly maxOfAddress?: number;
  /** A connection that came to nothing; its address is empty where it is gone already. */
  onRefused?(reason: Refusal, address: string): void;
}

export interface MllpServer {
  readonly port: number;
  /** How many senders are connected. */
  connections(): number;
  /** Accepts nothing more, answers what is taken, and ends; what is left after the time is cut off. */
  close(withinMs?: number): Promise<void>;
}

const defaults: SenderLimits = {
  maxMessageBytes: 16 * 1024 * 1024,
  idleMs: 10 * 60_000,
  frameMs: 60_000,
  maxInFlight: 16,
  trailerMs: 200,
};
const usualMaxConnections = 500;
const usualMaxOfAddress = 100;
const handshakeTimeoutMs = 10_000;
const keepAliveAfterMs = 60_000;
const usualCloseMs = 10_000;

/** A sender may end its side and still read our answer. */
const socketOptions = {
  allowHalfOpen: true,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: keepAliveAfterMs,
};

function listener(options: MllpServerOptions, take: (socket: Socket) => void): Server {
  const { tls } = options;
  if (!tls) return createServer(socketOptions, take);
  return createTlsServer(
    {
      ...socketOptions,
      cert: tls.cert,
      key: tls.key,
      ca: typeof tls.ca === "object" ? [...tls.ca] : tls.ca,
      requestCert: tls.clientCertificates !== "none",
      rejectUnauthorized: tls.clientCertificates === "required",
      minVersion: "TLSv1.2",
      handshakeTimeout: handshakeTimeoutMs,
    },
    take,
  );
}

function certificateOf(socket: Socket): Peer["certificate"] {
  const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return shown && { subject: shown.subject.split("\n").join(", "), fingerprint256: shown.fingerprint256 };
}

function isUntrusted(socket: Socket): boolean {
  return socket instanceof TLSSocket && !socket.authorized && socket.getPeerX509Certificate() !== undefined;
}

function welcome(socket: Socket, options: MllpServerOptions, limits: SenderLimits): Sender | undefined {
  const address = socket.remoteAddress ?? "";
  if (isUntrusted(socket)) {
    options.onRefused?.("certificate_untrusted", address);
    socket.destroy();
    return undefined;
  }
  const certificate = certificateOf(socket);
  const peer = { address, port: socket.remotePort ?? 0, certificate, connection: newId() };
  return new Sender(socket, peer, options, limits);
}

function isOneTooMany(
  { remoteAddress }: Socket,
  sockets: ReadonlySet<Socket>,
  { maxOfAddress = usualMaxOfAddress, onRefused }: MllpServerOptions,
): boolean {
  const ofAddress = [...sockets].filter((one) => one.remoteAddress === remoteAddress).length;
  if (ofAddress <= maxOfAddress) return false;
  onRefused?.("too_many_of_address", remoteAddress ?? "");
  return true;
}

/** Resolves with the port that is open. Rejects with the system's error where it cannot be opened. */
async function listen(server: Server, { host, port, onRefused }: MllpServerOptions): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  server.on("error", () => onRefused?.("not_accepted", ""));
  const address = server.address();
  return typeof address === "object" && address ? address.port : port;
}

/** Opens the port. */
export async function startMllpServer(options: MllpServerOptions): Promise<MllpServer> {
  const sockets = new Set<Socket>();
  const senders = new Set<Sender>();
  const limits = { ...defaults, ...options };
  const server = listener(options, (socket) => {
    if (socket.destroyed) return;
    const sender = welcome(socket, options, limits);
    if (!sender) return;
    senders.add(sender);
    socket.on("close", () => senders.delete(sender));
  });
  server.maxConnections = options.maxConnections ?? usualMaxConnections;
  // First of all: of TLS these are the sockets below, which are there before a handshake and without one.
  server.prependListener("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    if (isOneTooMany(socket, sockets, options)) socket.destroy();
  });
  server.on("drop", (dropped) => options.onRefused?.("too_many_connections", dropped?.remoteAddress ?? ""));
  server.on("tlsClientError", (_error, socket: Socket) =>
    options.onRefused?.("handshake_failed", socket.remoteAddress ?? ""),
  );
  const port = await listen(server, options);

  return {
    port,
    connections: () => senders.size,
    async close(withinMs = usualCloseMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const sender of senders) sender.close();
      const limit = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, withinMs);
      await closed;
      clearTimeout(limit);
    },
  };
}
