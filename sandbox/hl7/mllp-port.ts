/** A vendor's port for HL7 v2 messages, framed as MLLP has it (release 1: VT … FS CR). */
import { createServer, type Socket } from "node:net";

const start = 0x0b;
const end = Buffer.of(0x1c, 0x0d);

export interface MllpPort {
  readonly port: number;
  close(): void;
}

/** What a message is answered; undefined ends the connection without an answer. */
type Take = (text: string) => Promise<string | undefined>;

async function converse(socket: Socket, take: Take): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of socket) {
    rest = Buffer.concat([rest, piece]);
    for (let at = rest.indexOf(end); at !== -1; at = rest.indexOf(end)) {
      const text = rest.subarray(rest.indexOf(start) + 1, at).toString();
      rest = rest.subarray(at + end.length);
      const answer = await take(text);
      if (answer === undefined) return;
      socket.write(Buffer.concat([Buffer.of(start), Buffer.from(answer), end]));
    }
  }
}

/** Opens a free port on loopback. */
export async function openMllpPort(take: Take): Promise<MllpPort> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // Whoever goes away in the middle of a message has said nothing.
    converse(socket, take)
      .catch(() => undefined)
      .finally(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("MLLP listens on no port");
  return {
    port: address.port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
