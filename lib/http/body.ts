/** Reads a request's body within its limits. */
import { httpErrors } from "./errors";

const jsonType = /^application\/(?:[\w.+-]+\+)?json$/;

function tooLarge(maxBytes: number) {
  return httpErrors.body_too_large({ detail: `At most ${maxBytes} bytes are read here.` });
}

/** The body as it arrives. A client that hangs up half way is no failure of ours. */
async function* arriving(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw httpErrors.body_cut_short({ cause });
  }
}

/** The bytes of the body; counts while they arrive and stops at the limit. Throws `body_too_large`, `body_cut_short`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by an error cancels the stream, so the rest is never taken in.
  for await (const chunk of arriving(request.body)) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks, size);
}

/**
 * Refuses a body that is not declared as JSON. `trusting` callers (API keys, pages of ours) may leave the
 * type out or say text/plain; from anyone else that is how a foreign page avoids the browser's questions.
 */
export function assertJsonType(contentType: string | null, trusting: boolean): void {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (jsonType.test(type)) return;
  if (trusting && (type === "" || type === "text/plain")) return;
  throw httpErrors.body_type_unsupported({ detail: "Send Content-Type: application/json." });
}

/**
 * The JSON value in `bytes` (RFC 8259, UTF-8), as `parse` reads it. Throws `body_malformed`, which quotes nothing of it.
 */
export function parseJson(bytes: Uint8Array, parse: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw httpErrors.body_malformed({ detail: "Send one JSON value in UTF-8." });
  }
}

/** Lets go of a body nobody read, so that the connection can be used again. */
export async function discardBody(request: Request): Promise<void> {
  if (request.method === "GET" || request.method === "HEAD" || request.bodyUsed) return;
  await request.body?.cancel().catch(() => undefined);
}
