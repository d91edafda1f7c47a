/** Both ends of a connection in a test: a server of ours, and senders and receivers that write what they like. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { afterEach, vi } from "vitest";
import { type FrameEvent, FrameReader } from "../frames";
import { type MllpServerOptions, startMllpServer } from "../server";

const closing: (() => unknown)[] = [];

/** Done after the test, the last first. */
export function afterTest(close: () => unknown): void {
  closing.unshift(close);
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Waits until an expectation holds. */
export function eventually<T>(expectation: () => T): Promise<T> {
  return vi.waitFor(expectation, { timeout: 5_000, interval: 2 });
}

export const bytes = (text: string) => Buffer.from(text, "latin1");

/** A server on a free port, closed after the test. */
export async function serve(options: Partial<MllpServerOptions> & Pick<MllpServerOptions, "take">) {
  const server = await startMllpServer({ host: "127.0.0.1", port: 0, ...options });
  afterTest(() => server.close(0));
  return server;
}

/** What came on a socket so far, in frames. */
class Heard {
  readonly frames: string[] = [];
  hasEnded = false;
  private readonly reader = new FrameReader(1_000_000);

  constructor(socket: Socket) {
    socket.on("data", (piece) => this.add(this.reader.read(piece)));
    socket.on("end", () => {
      this.hasEnded = true;
    });
    socket.on("close", () => {
      this.hasEnded = true;
    });
    socket.on("error", () => undefined);
  }

  private add(events: readonly FrameEvent[]): void {
    for (const event of events)
      if (event.kind === "frame") this.frames.push(event.content.toString("latin1"));
  }
}

export interface Party {
  readonly socket: Socket;
  readonly heard: Heard;
  write(text: string): void;
  /** Waits for so many frames, and answers all there are. */
  frames(count: number): Promise<string[]>;
}

function party(socket: Socket): Party {
  const heard = new Heard(socket);
  afterTest(() => socket.destroy());
  return {
    socket,
    heard,
    write: (text) => void socket.write(bytes(text)),
    frames: (count) =>
      eventually(() => {
        if (heard.frames.length < count) throw new Error(`${heard.frames.length} of ${count} frames came`);
        return heard.frames;
      }),
  };
}

/** A sender may end its side and read on. */
const halfOpen = { allowHalfOpen: true };

/** A sender that is connected. */
export async function sendTo(port: number): Promise<Party> {
  const socket = connect({ ...halfOpen, port, host: "127.0.0.1" });
  await once(socket, "connect");
  return party(socket);
}

export async function sendOverTlsTo(port: number, options: ConnectionOptions): Promise<Party> {
  const socket = connectTls({ ...halfOpen, port, host: "127.0.0.1", ...options });
  await once(socket, "secureConnect");
  return party(socket);
}

/** A receiver that does with each connection what the test says. */
export async function receive(take: (sender: Party) => void): Promise<number> {
  const server = createServer((socket) => take(party(socket)));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterTest(() => server.close());
  return (server.address() as AddressInfo).port;
}
