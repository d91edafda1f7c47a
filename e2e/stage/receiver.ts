/** The other system of a journey about webhooks: it takes messages in, on this machine, and answers as it is told. */
import { once } from "node:events";
import { createServer } from "node:http";

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** What it answers from now on; 204 until told. */
  answer(status: number, body?: string): void;
  close(): void;
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let answer = { status: 204, body: "" };
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    received.push({ headers: Object.fromEntries(headers), body: Buffer.concat(chunks).toString() });
    response.writeHead(answer.status).end(answer.body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answer: (status, body = "") => {
      answer = { status, body };
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
