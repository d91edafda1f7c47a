import { connect } from "node:net";
import { describe, expect, it, vi } from "vitest";
import type { MllpServerOptions } from "./server";
import { makeAuthority } from "./testing/certificates";
import { afterTest, bytes, eventually, sendOverTlsTo, sendTo, serve } from "./testing/parties";

type Take = MllpServerOptions["take"];

const answerTo = async (frame: Buffer) => Buffer.concat([bytes("ACK "), frame]);

/** Takes whose answers the test gives. */
function held() {
  const taken = new Map<string, PromiseWithResolvers<Buffer | null>>();
  const take = (frame: Buffer) => {
    const promised = Promise.withResolvers<Buffer | null>();
    taken.set(frame.toString("latin1"), promised);
    return promised.promise;
  };
  return { take, taken, answer: (name: string) => taken.get(name)?.resolve(bytes(`ACK ${name}`)) };
}

describe("a sender", () => {
  it("is answered, frame by frame, whether they come split or glued", async () => {
    const { port } = await serve({ take: answerTo });
    const sender = await sendTo(port);
    sender.write("\vone\x1c\r\vtw");
    expect(await sender.frames(1)).toEqual(["ACK one"]);
    sender.write("o\x1c");
    sender.write("\r");
    expect(await sender.frames(2)).toEqual(["ACK one", "ACK two"]);
  });

  it("is told to the taker", async () => {
    const take = vi.fn<Take>(answerTo);
    const { port, connections } = await serve({ take });
    const sender = await sendTo(port);
    sender.write("\vone\x1c\r\vtwo\x1c\r");
    await sender.frames(2);
    const [[, first] = [], [, second] = []] = take.mock.calls;
    expect(first).toMatchObject({
      address: "127.0.0.1",
      port: sender.socket.localPort,
      certificate: undefined,
    });
    expect(second).toBe(first);
    expect(connections()).toBe(1);
  });

  it("is answered although it leaves out the CR, or has ended its side", async () => {
    const { port } = await serve({ take: answerTo, trailerMs: 1 });
    const sender = await sendTo(port);
    sender.write("\vone\x1c");
    expect(await sender.frames(1)).toEqual(["ACK one"]);
    sender.socket.end(bytes("\vtwo\x1c"));
    expect(await sender.frames(2)).toEqual(["ACK one", "ACK two"]);
    await eventually(() => expect(sender.heard.hasEnded).toBe(true));
  });

  it("gets no answer where none is owed, to empty frames and to commits", async () => {
    const take = vi.fn(async (frame: Buffer) => (frame.includes("none") ? null : frame));
    const { port } = await serve({ take });
    const sender = await sendTo(port);
    sender.write("\vnone\x1c\r\v\x1c\r\v\x06\x1c\r\vsome\x1c\r");
    expect(await sender.frames(1)).toEqual(["some"]);
    expect(take).toHaveBeenCalledTimes(2);
  });

  it("may send on before it is answered, and is answered in order", async () => {
    const { take, taken, answer } = held();
    const { port } = await serve({ take, maxInFlight: 3 });
    const sender = await sendTo(port);
    sender.write("\va\x1c\r\vb\x1c\r\vc\x1c\r\vd\x1c\r");
    await eventually(() => expect([...taken.keys()]).toEqual(["a", "b", "c"]));
    answer("c");
    answer("b");
    expect(sender.heard.frames).toEqual([]);
    answer("a");
    expect(await sender.frames(3)).toEqual(["ACK a", "ACK b", "ACK c"]);
    await eventually(() => expect([...taken.keys()]).toEqual(["a", "b", "c", "d"]));
  });

  it("is not read while as much is taken as may be", async () => {
    const { take, taken, answer } = held();
    const { port } = await serve({ take, maxInFlight: 1 });
    const sender = await sendTo(port);
    const large = "x".repeat(60_000);
    sender.write("\vfirst\x1c\r");
    await eventually(() => expect(taken.size).toBe(1));
    // The kernel's buffers fill up, and the sender notices.
    for (let count = 0; count < 200; count++) sender.write(`\v${count}${large}\x1c\r`);
    expect(sender.socket.writableLength).toBeGreaterThan(1_000_000);
    expect(taken.size).toBe(1);
    for (let count = 0; count <= 200; count++) {
      await eventually(() => expect(taken.size).toBeGreaterThan(count));
      answer([...taken.keys()][count] ?? "");
    }
    await eventually(() => expect(sender.socket.writableLength).toBe(0));
  });

  it("is not answered, nor anybody after it, where its message could not be taken", async () => {
    const onTrouble = vi.fn();
    const { take, taken, answer } = held();
    const { port } = await serve({ take, onTrouble });
    const sender = await sendTo(port);
    sender.write("\va\x1c\r\vb\x1c\r\vc\x1c\r");
    await eventually(() => expect(taken.size).toBe(3));
    answer("c");
    taken.get("b")?.reject(new Error("no database"));
    answer("a");
    await eventually(() => expect(sender.heard.hasEnded).toBe(true));
    expect(sender.heard.frames).toEqual(["ACK a"]);
    expect(onTrouble).toHaveBeenCalledWith("not_taken", expect.anything(), new Error("no database"));
  });

  it("that writes outside of frames is told about and heard again from the next frame on", async () => {
    const onTrouble = vi.fn();
    const { port } = await serve({ take: answerTo, onTrouble });
    const sender = await sendTo(port);
    sender.write("MSH|no frame\r\vMSH|cut\vMSH|whole\x1c\r");
    expect(await sender.frames(1)).toEqual(["ACK MSH|whole"]);
    expect(onTrouble.mock.calls.map(([code]) => code)).toEqual(["bytes_outside_frame", "frame_cut_off"]);
  });

  it("that breaks the connection off harms nobody else", async () => {
    const { take, taken, answer } = held();
    const { port, connections } = await serve({ take });
    const sender = await sendTo(port);
    const other = await sendTo(port);
    sender.write("\va\x1c\r");
    other.write("\vb\x1c\r");
    await eventually(() => expect(taken.size).toBe(2));
    sender.socket.resetAndDestroy();
    await eventually(() => expect(connections()).toBe(1));
    answer("a");
    answer("b");
    expect(await other.frames(1)).toEqual(["ACK b"]);
  });
});

describe("limits", () => {
  it("a frame that is too large is answered by its head, and the connection ends", async () => {
    const takeTooLarge = vi.fn(async (head: Buffer) => Buffer.concat([bytes("NAK "), head.subarray(0, 5)]));
    const { port } = await serve({ take: answerTo, takeTooLarge, maxMessageBytes: 100 });
    const sender = await sendTo(port);
    sender.write(`\vsmall\x1c\r\vMSH|1${"x".repeat(5_000_000)}\x1c\r\vlater\x1c\r`);
    expect(await sender.frames(2)).toEqual(["ACK small", "NAK MSH|1"]);
    await eventually(() => expect(sender.heard.hasEnded).toBe(true));
    expect(takeTooLarge).toHaveBeenCalledTimes(1);
  });

  it("a silent sender is let go, one whose message is being taken is not", async () => {
    const { take, taken, answer } = held();
    const { port } = await serve({ take, idleMs: 250 });
    const silent = await sendTo(port);
    const waiting = await sendTo(port);
    waiting.write("\va\x1c\r");
    await eventually(() => expect(taken.size).toBe(1));
    await eventually(() => expect(silent.heard.hasEnded).toBe(true));
    expect(waiting.heard.hasEnded).toBe(false);
    answer("a");
    expect(await waiting.frames(1)).toEqual(["ACK a"]);
    await eventually(() => expect(waiting.heard.hasEnded).toBe(true));
  });

  it.each(["\vMSH|", "MSH|"])(
    "a frame that does not come to its end is not waited for: %j",
    async (begin) => {
      const onTrouble = vi.fn();
      const { port } = await serve({ take: answerTo, onTrouble, frameMs: 40 });
      const sender = await sendTo(port);
      sender.write(begin);
      const drip = setInterval(() => sender.write("x"), 5);
      await eventually(() => expect(sender.heard.hasEnded).toBe(true));
      clearInterval(drip);
      expect(onTrouble).toHaveBeenCalledWith("frame_too_slow", expect.anything(), undefined);
    },
  );

  it("a sender whose frames never end where a piece does is none that is too slow", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    afterTest(() => vi.useRealTimers());
    const onTrouble = vi.fn();
    const { port } = await serve({ take: answerTo, onTrouble, frameMs: 60_000 });
    const sender = await sendTo(port);
    sender.write("\v");
    for (let count = 1; count <= 3; count++) {
      sender.write(`${count}\x1c\r\v`);
      await sender.frames(count);
      vi.advanceTimersByTime(40_000);
    }
    expect(onTrouble).not.toHaveBeenCalled();
    vi.advanceTimersByTime(40_000);
    expect(onTrouble).toHaveBeenCalledWith("frame_too_slow", expect.anything(), undefined);
  });

  it("a sender that reads no answer is let go", async () => {
    const onTrouble = vi.fn();
    const answer = Buffer.alloc(4_000_000, "x");
    const { port } = await serve({ take: async () => answer, onTrouble, idleMs: 250, maxInFlight: 2 });
    const sender = await sendTo(port);
    sender.socket.pause();
    sender.write("\va\x1c\r".repeat(20));
    await eventually(() =>
      expect(onTrouble).toHaveBeenCalledWith("answers_unread", expect.anything(), undefined),
    );
  });

  it("more connections than may be are refused", async () => {
    const onRefused = vi.fn();
    const { port } = await serve({ take: answerTo, onRefused, maxConnections: 1 });
    const first = await sendTo(port);
    const second = connect(port, "127.0.0.1");
    second.on("error", () => undefined);
    await eventually(() => expect(second.closed).toBe(true));
    expect(onRefused).toHaveBeenCalledWith("too_many_connections", "127.0.0.1");
    first.write("\va\x1c\r");
    expect(await first.frames(1)).toEqual(["ACK a"]);
  });
});

describe("connections from one address", () => {
  it("may be so many, and one more again when one of them has ended", async () => {
    const onRefused = vi.fn();
    const { port, connections } = await serve({ take: answerTo, onRefused, maxOfAddress: 1 });
    const first = await sendTo(port);
    const second = connect(port, "127.0.0.1");
    second.on("error", () => undefined);
    await eventually(() => expect(second.closed).toBe(true));
    expect(onRefused).toHaveBeenCalledWith("too_many_of_address", "127.0.0.1");
    first.socket.destroy();
    await eventually(() => expect(connections()).toBe(0));
    const third = await sendTo(port);
    third.write("\va\x1c\r");
    expect(await third.frames(1)).toEqual(["ACK a"]);
  });
});

describe("closing", () => {
  it("answers what is taken, takes nothing more, and ends", async () => {
    const { take, taken, answer } = held();
    const server = await serve({ take, maxInFlight: 2 });
    const sender = await sendTo(server.port);
    sender.write("\va\x1c\r\vb\x1c\r\vc\x1c\r");
    await eventually(() => expect(taken.size).toBe(2));
    const closed = server.close();
    sender.write("\vd\x1c\r");
    answer("b");
    answer("a");
    expect(await sender.frames(2)).toEqual(["ACK a", "ACK b"]);
    await eventually(() => expect(sender.heard.hasEnded).toBe(true));
    sender.socket.end();
    await closed;
    expect(taken.size).toBe(2);
    await expect(sendTo(server.port)).rejects.toThrow();
  });

  it("waits for nobody longer than it is told", async () => {
    const { take, taken } = held();
    const server = await serve({ take });
    const sender = await sendTo(server.port);
    sender.write("\va\x1c\r");
    await eventually(() => expect(taken.size).toBe(1));
    await server.close(1);
    await eventually(() => expect(sender.heard.hasEnded).toBe(true));
    expect(sender.heard.frames).toEqual([]);
  });
});

it("says so when the port is taken", async () => {
  const { port } = await serve({ take: answerTo });
  await expect(serve({ take: answerTo, port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

describe("over TLS", () => {
  const authority = makeAuthority("Lakeside CA");
  const own = authority.issue("carelane");
  const client = authority.issue("lab");
  const stranger = makeAuthority("Nobody").issue("stranger");

  const serveTls = (clientCertificates: "none" | "optional" | "required") => {
    const [onRefused, take] = [vi.fn(), vi.fn<Take>(answerTo)];
    const tls = { ...own, ca: authority.ca, clientCertificates };
    return serve({ take, tls, onRefused }).then((server) => ({ ...server, take, onRefused }));
  };

  it.each(["optional", "required"] as const)(
    "a certificate tells who sends, where it is %s",
    async (when) => {
      const { port, take } = await serveTls(when);
      const sender = await sendOverTlsTo(port, { ca: authority.ca, ...client });
      sender.write("\va\x1c\r");
      expect(await sender.frames(1)).toEqual(["ACK a"]);
      expect(take.mock.calls[0]?.[1]?.certificate).toEqual({
        subject: "CN=lab",
        fingerprint256: expect.stringMatching(/^([\dA-F]{2}:){31}[\dA-F]{2}$/),
      });
    },
  );

  it.each(["none", "optional"] as const)("none is needed where it is %s", async (when) => {
    const { port, take } = await serveTls(when);
    const sender = await sendOverTlsTo(port, { ca: authority.ca });
    sender.socket.write(bytes("\va\x1c\r"));
    expect(await sender.frames(1)).toEqual(["ACK a"]);
    expect(take.mock.calls[0]?.[1]?.certificate).toBeUndefined();
  });

  it.each([
    ["required", {}, "handshake_failed"],
    ["required", stranger, "handshake_failed"],
    ["optional", stranger, "certificate_untrusted"],
  ] as const)("a sender is refused where one is %s and it shows %o", async (when, shown, reason) => {
    const { port, take, onRefused } = await serveTls(when);
    const sender = await sendOverTlsTo(port, { ca: authority.ca, ...shown });
    sender.write("\va\x1c\r");
    await eventually(() => expect(onRefused).toHaveBeenCalledWith(reason, expect.any(String)));
    await eventually(() => expect(sender.heard.hasEnded).toBe(true));
    expect(take).not.toHaveBeenCalled();
  });

  it("a sender that has ended its side is answered", async () => {
    const { port } = await serveTls("none");
    const sender = await sendOverTlsTo(port, { ca: authority.ca });
    sender.socket.end(bytes("\va\x1c\r\vb\x1c"));
    expect(await sender.frames(2)).toEqual(["ACK a", "ACK b"]);
    await eventually(() => expect(sender.heard.hasEnded).toBe(true));
  });

  it("whoever does not speak it harms nobody, and does not hold up the end", async () => {
    const { port, onRefused, close } = await serveTls("none");
    const plain = await sendTo(port);
    plain.write("\vMSH|plain\x1c\r");
    await eventually(() => expect(onRefused).toHaveBeenCalledWith("handshake_failed", "127.0.0.1"));
    const silent = await sendTo(port);
    await close(1);
    await eventually(() => expect(silent.heard.hasEnded).toBe(true));
  });
});
