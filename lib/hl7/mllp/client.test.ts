import { once } from "node:events";
import { createServer as createTlsServer } from "node:tls";
import { describe, expect, it, vi } from "vitest";
import { openNetwork } from "@/lib/http/client";
import { MllpClient, type MllpClientOptions } from "./client";
import { makeAuthority } from "./testing/certificates";
import { afterTest, bytes, eventually, type Party, receive, sendTo, serve } from "./testing/parties";

const coded = (code: string, kind: string) => expect.objectContaining({ code, kind });
const network = openNetwork({ allow: ["127.0.0.1"] });

/** A client that may call this machine, closed after the test. */
function open(port: number, options: Partial<MllpClientOptions> = {}): MllpClient {
  const client = new MllpClient({ host: "127.0.0.1", port, network, ...options });
  afterTest(() => client.close());
  return client;
}

const text = ({ answer }: { readonly answer: Buffer }) => answer.toString("latin1");
const isAnswerTo = (answer: Buffer, message: Buffer) => answer.toString() === `ACK ${message}`;

/** A receiver whose connections the test plays, one after the other as they come. */
async function played() {
  const parties: Party[] = [];
  const port = await receive((party) => parties.push(party));
  const connection = (n: number) =>
    eventually(() => {
      const party = parties[n - 1];
      if (!party) throw new Error(`There is no connection ${n}`);
      return party;
    });
  return { port, parties, connection };
}

describe("messages", () => {
  it("are sent over one connection, and answered", async () => {
    const { port, connections } = await serve({ take: async (frame) => bytes(`ACK ${frame}`) });
    const client = open(port);
    expect(text(await client.send(bytes("one")))).toBe("ACK one");
    expect(await client.send(bytes("two"))).toEqual({ answer: bytes("ACK two"), isMatched: true });
    expect(connections()).toBe(1);
  });

  it("go out one after the other, each when the one before is answered", async () => {
    const { port, connection } = await played();
    const client = open(port);
    const answers = ["a", "b", "c"].map((name) => client.send(bytes(name)));
    const receiver = await connection(1);
    expect(await receiver.frames(1)).toEqual(["a"]);
    receiver.write("\vACK a\x1c\r");
    expect(await receiver.frames(2)).toEqual(["a", "b"]);
    receiver.write("\vACK b\x1c");
    expect(await receiver.frames(3)).toEqual(["a", "b", "c"]);
    receiver.write("\vACK c\x1c\r");
    expect((await Promise.all(answers)).map(text)).toEqual(["ACK a", "ACK b", "ACK c"]);
  });

  it("may be several on the way, whose answers find them in any order", async () => {
    const { port, connection } = await played();
    const client = open(port, { window: 2, isAnswerTo });
    const answers = ["a", "b", "c"].map((name) => client.send(bytes(name)));
    const receiver = await connection(1);
    expect(await receiver.frames(2)).toEqual(["a", "b"]);
    receiver.write("\vACK b\x1c\r\vACK a\x1c\r");
    expect(await receiver.frames(3)).toEqual(["a", "b", "c"]);
    receiver.write("\vACK of something\x1c\r");
    expect(await Promise.all(answers)).toEqual([
      { answer: bytes("ACK a"), isMatched: true },
      { answer: bytes("ACK b"), isMatched: true },
      { answer: bytes("ACK of something"), isMatched: false },
    ]);
  });

  it("are not taken for answered by a second answer to the one before", async () => {
    const { port, connection } = await played();
    const onUnasked = vi.fn();
    const client = open(port, { isAnswerTo, onUnasked });
    const first = client.send(bytes("a"));
    const second = client.send(bytes("b"));
    const receiver = await connection(1);
    receiver.write("\vACK a\x1c\r\vACK a\x1c\r");
    await first;
    await receiver.frames(2);
    receiver.write("\vACK b\x1c\r\vACK b\x1c\r");
    expect(text(await second)).toBe("ACK b");
    await eventually(() => expect(onUnasked.mock.calls).toEqual([[bytes("ACK a")], [bytes("ACK b")]]));
  });

  it("wait for their answer past the commit of release 2, and fail where it says no", async () => {
    const { port, connection } = await played();
    const client = open(port);
    const [stored, lost] = [client.send(bytes("a")), client.send(bytes("b"))];
    const receiver = await connection(1);
    receiver.write("\v\x06\x1c\r\vACK a\x1c\r");
    expect(text(await stored)).toBe("ACK a");
    await receiver.frames(2);
    receiver.write("\v\x15\x1c\r");
    await expect(lost).rejects.toThrow(coded("mllp_not_stored", "retryable"));
  });

  it("that could not be told from the end of a frame are refused", async () => {
    await expect(open(1).send(bytes("a\x1cb"))).rejects.toThrow(coded("mllp_unsendable", "invalid"));
  });
});

describe("a connection", () => {
  it("that ends before the answer leaves its message in doubt; the next one gets another", async () => {
    const { port, connection } = await played();
    const client = open(port);
    const [first, second] = [client.send(bytes("a")), client.send(bytes("b"))];
    const receiver = await connection(1);
    await receiver.frames(1);
    receiver.socket.resetAndDestroy();
    await expect(first).rejects.toThrow(coded("mllp_answer_missing", "ambiguous"));
    const again = await connection(2);
    expect(await again.frames(1)).toEqual(["b"]);
    again.write("\vACK b\x1c\r");
    expect(text(await second)).toBe("ACK b");
  });

  it("whose answer does not come in time is given up, so that a late one is nobody else's", async () => {
    const { port, connection, parties } = await played();
    const client = open(port, { answerTimeoutMs: 20 });
    await expect(client.send(bytes("a"))).rejects.toThrow(coded("mllp_answer_missing", "ambiguous"));
    const receiver = await connection(1);
    await eventually(() => expect(receiver.heard.hasEnded).toBe(true));
    await expect(client.send(bytes("b"))).rejects.toThrow(coded("mllp_answer_missing", "ambiguous"));
    expect(parties).toHaveLength(2);
  });

  it("is given up over an answer that is too large", async () => {
    const { port } = await serve({ take: async () => Buffer.alloc(2_000, "x") });
    const client = open(port, { maxAnswerBytes: 1_000 });
    await expect(client.send(bytes("a"))).rejects.toThrow(coded("mllp_answer_missing", "ambiguous"));
  });

  it("is closed when nothing is sent, and opened again", async () => {
    const { port, connections } = await serve({ take: async (frame) => frame });
    const client = open(port, { idleMs: 10 });
    await client.send(bytes("a"));
    await eventually(() => expect(connections()).toBe(0));
    expect(text(await client.send(bytes("b")))).toBe("b");
  });

  it("that the receiver closed meanwhile is opened again", async () => {
    const { port, connections } = await serve({ take: async (frame) => frame, idleMs: 250 });
    const client = open(port);
    for (const name of ["a", "b"]) {
      expect(text(await client.send(bytes(name)))).toBe(name);
      await eventually(() => expect(connections()).toBe(0));
    }
  });

  it("is tried again until there is one", async () => {
    const { port, close } = await serve({ take: async (frame) => frame });
    await close(0);
    const client = open(port);
    const sent = client.send(bytes("a"));
    await expect(sendTo(port)).rejects.toThrow();
    await serve({ take: async (frame) => frame, port });
    expect(text(await sent)).toBe("a");
  });

  it("is not waited for longer than it is told", async () => {
    const { port, close } = await serve({ take: async (frame) => frame });
    await close(0);
    const client = open(port, { connectTimeoutMs: 10 });
    const sent = [client.send(bytes("a")), client.send(bytes("b"))];
    for (const one of sent) await expect(one).rejects.toThrow(coded("mllp_unreachable", "retryable"));
  });

  it.each(["127.0.0.1", "localhost", "10.0.0.1"])(
    "is not opened to %s unless it is allowed",
    async (host) => {
      const { port, connections } = await serve({ take: async (frame) => frame });
      const client = new MllpClient({ host, port, network: openNetwork({ allow: [] }) });
      await expect(client.send(bytes("a"))).rejects.toThrow(coded("endpoint_not_allowed", "invalid"));
      expect(connections()).toBe(0);
    },
  );

  it("is closed when what was given is answered", async () => {
    const { port, connection } = await played();
    const client = open(port);
    const sent = client.send(bytes("a"));
    const closed = client.close();
    await expect(client.send(bytes("b"))).rejects.toThrow(coded("mllp_closed", "retryable"));
    const receiver = await connection(1);
    expect(await receiver.frames(1)).toEqual(["a"]);
    receiver.write("\vACK a\x1c\r");
    expect(text(await sent)).toBe("ACK a");
    await closed;
    await eventually(() => expect(receiver.heard.hasEnded).toBe(true));
  });
});

describe("over TLS", () => {
  const authority = makeAuthority("Lakeside CA");
  const own = authority.issue("lab");
  const take = async (frame: Buffer) => frame;

  it("both sides show who they are", async () => {
    const tls = { ...own, ca: authority.ca, clientCertificates: "required" } as const;
    const { port } = await serve({ take, tls });
    const client = open(port, { tls: { ca: authority.ca, ...authority.issue("carelane") } });
    expect(text(await client.send(bytes("a")))).toBe("a");
  });

  it.each([
    ["receiver's authority is not known", {}],
    ["receiver has another name", { ca: authority.ca, servername: "lab.example.org" }],
    ["receiver wants a certificate", { ca: authority.ca }],
  ])("nothing is sent where the %s", async (_what, tls) => {
    const received = vi.fn(take);
    const required = { ...own, ca: authority.ca, clientCertificates: "required" } as const;
    const { port } = await serve({ take: received, tls: required });
    const client = open(port, { tls });
    await expect(client.send(bytes("a"))).rejects.toThrow(coded("mllp_not_trusted", "fatal"));
    expect(received).not.toHaveBeenCalled();
  });

  it("a connection that breaks after the handshake is a broken one", async () => {
    const server = createTlsServer(own, (socket) => socket.once("data", () => socket.destroy()));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    afterTest(() => server.close());
    const address = server.address();
    const client = open(typeof address === "object" && address ? address.port : 0, {
      tls: { ca: authority.ca },
    });
    await expect(client.send(bytes("a"))).rejects.toThrow(coded("mllp_answer_missing", "ambiguous"));
  });
});
