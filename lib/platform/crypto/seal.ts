/**
 * AES-256-GCM with associated data. A sealed value is version (1 byte), nonce (12), tag (16), ciphertext;
 * it opens only under the same key and the same associated data, so it cannot be moved to another row.
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from "node:crypto";
import { cryptoErrors } from "./errors";

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = 1 + nonceBytes + tagBytes;

const noncePool = Buffer.alloc(nonceBytes * 512);
let nonceAt = noncePool.length;

// Asking the system for 12 bytes each time costs more than the encryption itself.
function freshNonce(): Buffer {
  if (nonceAt >= noncePool.length) {
    randomFillSync(noncePool);
    nonceAt = 0;
  }
  const nonce = Buffer.from(noncePool.subarray(nonceAt, nonceAt + nonceBytes));
  nonceAt += nonceBytes;
  return nonce;
}

/** Length-prefixed, so that ["ab","c"] and ["a","bc"] differ. */
function associated(parts: readonly string[]): Buffer {
  return Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join("|"));
}

/** Seals `plain` under `key`; the same `parts` must be given to open it. */
export function sealBytes(key: KeyObject, plain: Uint8Array, parts: readonly string[]): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associated(parts));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]);
}

/** Opens what `sealBytes` made. Anything wrong with it is the one error `seal_broken`. */
export function openBytes(key: KeyObject, sealed: Uint8Array, parts: readonly string[]): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < headBytes || bytes[0] !== version) throw cryptoErrors.seal_broken();
  const nonce = bytes.subarray(1, 1 + nonceBytes);
  const tag = bytes.subarray(1 + nonceBytes, headBytes);
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(associated(parts));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(headBytes)), decipher.final()]);
  } catch {
    throw cryptoErrors.seal_broken();
  }
}
