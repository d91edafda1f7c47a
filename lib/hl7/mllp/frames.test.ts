import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canBeFramed, type FrameEvent, FrameReader, frameOf, isCommit } from "./frames";

const bytes = (text: string) => Buffer.from(text, "latin1");
const text = (content: Buffer) => content.toString("latin1");

/** What is read of pieces that come one after the other, in words. */
function read(pieces: readonly Buffer[], { maxBytes = 1_000, ends = true } = {}): string[] {
  const reader = new FrameReader(maxBytes);
  const events = pieces.flatMap((piece) => reader.read(piece));
  return [...events, ...(ends ? reader.end() : [])].map(words);
}

function words(event: FrameEvent): string {
  switch (event.kind) {
    case "frame":
      return text(event.content);
    case "too_large":
      return `too large: ${text(event.head)}`;
    default:
      return event.kind;
  }
}

describe("a stream of frames", () => {
  it.each([
    ["one frame", "\vMSH|a\x1c\r", ["MSH|a"]],
    ["frames glued together", "\vMSH|a\x1c\r\vMSH|b\x1c\r", ["MSH|a", "MSH|b"]],
    ["an empty frame", "\v\x1c\r", [""]],
    ["the CR left out before the next frame", "\va\x1c\vb\x1c\r", ["a", "b"]],
    ["the CR left out at the end", "\va\x1c", ["a"]],
    ["LF in place of CR, and after it", "\va\x1c\n\vb\x1c\r\n\vc\x1c\r", ["a", "b", "c"]],
    ["the end written twice", "\va\x1c\r\x1c\r\vb\x1c\r", ["a", "b"]],
    ["blanks between frames", " \0\r\n\va\x1c\r\r\n\t\vb\x1c\r", ["a", "b"]],
    ["bytes between frames, told once", "x\va\x1c\ryy\rzz\vb\x1c\r", ["outside", "a", "outside", "b"]],
    ["a message without a frame", "MSH|a\rPID|1\r", ["outside"]],
    ["an FS that is content", "\vMSH|a\x1cb\rPID|\x1c\x1c\r\vc\x1c\r", ["MSH|a\x1cb\rPID|\x1c", "c"]],
    ["a VT that is content", "\vMSH|a\vb\x1c\r", ["MSH|a\vb"]],
    ["a frame begun anew", "\vMSH|a\rPI\vMSH|a\rPID|1\x1c\r", ["cut_off", "MSH|a\rPID|1"]],
    ["a frame begun twice", "\v\vMSH|a\x1c\r", ["MSH|a"]],
    ["a frame without an end", "\va\x1c\r\vb", ["a", "cut_off"]],
  ])("may hold %s", (_what, stream, expected) => {
    expect(read([bytes(stream)])).toEqual(expected);
  });

  it("ends a frame at an FS only when it is known that no CR follows", () => {
    const reader = new FrameReader(100);
    expect(reader.read(bytes("\va\x1c"))).toEqual([]);
    expect(reader.isPerhapsWhole).toBe(true);
    expect(reader.end().map(words)).toEqual(["a"]);
    expect(reader.read(bytes("\r\vb\x1c\r")).map(words)).toEqual(["b"]);
  });

  it("is read no further after a frame that is too large, of which the beginning is kept", () => {
    const large = `MSH|${"a".repeat(50_000)}`;
    const pieces = [bytes(`\v${large.slice(0, 3_000)}`), bytes(large.slice(3_000)), bytes("\x1c\r\vb\x1c\r")];
    expect(read(pieces, { maxBytes: 40_000 })).toEqual([`too large: ${large.slice(0, 4_096)}`]);
    expect(read([bytes("\v1234\x1c\r\v12345\x1c\r")], { maxBytes: 4 })).toEqual(["1234", "too large: 1234"]);
  });

  it("holds the same, however it is cut into pieces", () => {
    const part = fc.oneof(
      fc.constantFrom("\v", "\x1c", "\r", "\n", "\x1c\r", "\vMSH|a\x1c\r", "MSH", "\v\x1c\r", " "),
      fc.string({ unit: "binary-ascii" }),
    );
    const stream = fc.array(part, { maxLength: 40 }).map((parts) => bytes(parts.join("")));
    fc.assert(
      fc.property(stream, fc.array(fc.nat(200)), fc.integer({ min: 1, max: 60 }), (whole, cuts, maxBytes) => {
        const at = [0, ...cuts.filter((cut) => cut < whole.length).sort((a, b) => a - b), whole.length];
        const pieces = at.slice(1).map((end, index) => whole.subarray(at[index], end));
        const single = Array.from(whole, (byte) => Buffer.of(byte));
        const expected = read([whole], { maxBytes });
        expect(read(pieces, { maxBytes })).toEqual(expected);
        expect(read(single, { maxBytes })).toEqual(expected);
      }),
    );
  });

  it("gives back whatever was framed", () => {
    const content = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.array(content), (contents) => {
        const sendable = contents.filter((one) => canBeFramed(one) && !one.includes("\vMSH"));
        const reader = new FrameReader(300);
        const events = reader.read(Buffer.concat(sendable.map(frameOf)));
        expect(events).toEqual(sendable.map((one) => ({ kind: "frame", content: one })));
      }),
    );
  });

  it("costs no more than its length, in pieces of a byte", () => {
    const reader = new FrameReader(4_000_000);
    const piece = bytes("a");
    /** Processor time in microseconds: other programs do not count. */
    const costOf = (pieces: number) => {
      const before = process.cpuUsage();
      for (let count = 0; count < pieces; count++) reader.read(piece);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    reader.read(bytes("\v"));
    const first = costOf(30_000);
    // Where each piece cost as much as what came before it, it would be 99 times as much.
    expect(costOf(270_000) / first).toBeLessThan(45);
  });
});

it("knows the commits of release 2 from messages", () => {
  expect([bytes("\x06"), bytes("\x15"), bytes("a"), bytes("\x06\r"), bytes("")].map(isCommit)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
