/** Identifiers: time-ordered UUIDs (RFC 9562, version 7), made here because PostgreSQL 15 has none. */
import { createHash, randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { z } from "zod";

/** A new id; later ids sort after earlier ones. */
export function newId(): string {
  return uuidv7();
}

/** Any GUID, since vendors' and older ids need not be RFC versions. */
export const idSchema = z.guid();

/** `byteCount` random bytes as URL-safe text, for secrets and tickets. */
export function randomToken(byteCount: number): string {
  return randomBytes(byteCount).toString("base64url");
}

/** SHA-256 of a text or bytes, as bytes. */
export function sha256(content: string | Uint8Array): Buffer {
  return createHash("sha256").update(content).digest();
}
