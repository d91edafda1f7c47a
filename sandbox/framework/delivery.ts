/** Puts a reply on the wire, whole or spoiled as the faults in force demand. */
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { FaultOrder, Faults, FaultTarget } from "@/sandbox/framework/faults";
import type { Reply } from "@/sandbox/framework/reply";

/** Lines are gathered to pieces of about this many characters: one write per line would cost most of the time. */
const pieceSize = 64 * 1024;
const defaultCutBytes = 1_000;
const defaultPauseMs = 1_000;

/** Sends the reply; resolves when it is sent, cut, or the client is gone. Returns the status sent, 0 for none. */
export async function deliver(
  reply: Reply,
  response: ServerResponse,
  faults: Faults,
  target: FaultTarget,
): Promise<number> {
  if (faults.take("drop", target)) {
    response.destroy();
    return 0;
  }
  const spoiled = isPage(reply, target) && faults.take("malformed_page", target) ? halved(reply) : reply;
  const cut = faults.take("truncate", target);
  const slow = faults.take("slow_body", target);
  response.writeHead(spoiled.status, headersOf(spoiled));
  let pieces: AsyncIterable<Buffer> = piecesOf(spoiled);
  if (cut) pieces = upTo(pieces, cutLength(spoiled, cut));
  if (slow) pieces = slowly(pieces, slow);
  try {
    await pipeline(Readable.from(pieces), response, { end: !cut });
    if (cut) response.destroy();
  } catch {
    // The client hung up: nothing is left to tell it.
    response.destroy();
  }
  return spoiled.status;
}

function isPage(reply: Reply, target: FaultTarget): boolean {
  const type = reply.headers?.["content-type"] ?? "";
  return target.method === "GET" && reply.status === 200 && reply.body !== undefined && type.includes("json");
}

/** A document that ends half way though the transfer is complete. */
function halved(reply: Reply): Reply {
  const body = reply.body ?? "";
  return { status: reply.status, headers: reply.headers, body: body.slice(0, Math.floor(body.length / 2)) };
}

function headersOf(reply: Reply): Record<string, string> {
  if (reply.body === undefined) return { ...reply.headers };
  return { ...reply.headers, "content-length": String(Buffer.byteLength(reply.body)) };
}

async function* piecesOf(reply: Reply): AsyncGenerator<Buffer> {
  if (reply.body !== undefined) {
    if (reply.body !== "") yield Buffer.from(reply.body);
    return;
  }
  let piece = "";
  for (const line of reply.lines) {
    piece += `${line}\n`;
    if (piece.length < pieceSize) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  if (piece !== "") yield Buffer.from(piece);
}

function cutLength(reply: Reply, order: FaultOrder): number {
  if (order.bytes !== undefined) return order.bytes;
  return reply.body === undefined ? defaultCutBytes : Math.floor(Buffer.byteLength(reply.body) / 2);
}

async function* upTo(pieces: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const piece of pieces) {
    yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) return;
  }
}

async function* slowly(pieces: AsyncIterable<Buffer>, order: FaultOrder): AsyncGenerator<Buffer> {
  const size = order.bytes ?? 1;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += size) {
      yield piece.subarray(at, at + size);
      await delay(order.ms ?? defaultPauseMs);
    }
  }
}
