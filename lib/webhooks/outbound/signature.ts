/**
 * Signing what is sent: Standard Webhooks 1.0 (standardwebhooks.com), `v1` always, `v1a` beside it for ed25519, and a
 * header of our own for receivers that want SHA-512. Pure.
 */
import { createHmac, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from "node:crypto";
import type { WebhookAlgorithm } from "./schema";

/** What is signed: every retry of a message has its id, each try its own time. */
interface SignedContent {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** Exactly the text that is sent. */
  readonly body: string;
}

const encodedPrefix = "whsec_";

/** The bytes of a secret: base64 after "whsec_", else the text itself as UTF-8. */
export function secretBytes(secret: string): Buffer {
  return secret.startsWith(encodedPrefix)
    ? Buffer.from(secret.slice(encodedPrefix.length), "base64")
    : Buffer.from(secret, "utf8");
}

/** A secret of these bytes as people copy it. */
export function encodeSecret(bytes: Uint8Array): string {
  return encodedPrefix + Buffer.from(bytes).toString("base64");
}

// RFC 8410: an Ed25519 private key in PKCS #8 is this prefix and its 32 bytes.
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

/** The secret is of any length and a seed has 32 bytes, and one secret must not serve two algorithms as it is. */
function ed25519Key(secret: string): KeyObject {
  const seed = hkdfSync("sha256", secretBytes(secret), "", "carelane webhook ed25519", 32);
  return createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, Buffer.from(seed)]),
    format: "der",
    type: "pkcs8",
  });
}

/** What a receiver verifies `v1a` with: "whpk_" and the base64 of the 32 bytes. */
export function ed25519PublicKey(secret: string): string {
  const spki = createPublicKey(ed25519Key(secret)).export({ format: "der", type: "spki" });
  return `whpk_${spki.subarray(-32).toString("base64")}`;
}

/**
 * The headers that prove who sent `content`. With several secrets, as while they rotate, each has its signature and a
 * receiver accepts any; they stand apart by spaces.
 */
export function signatureHeaders(
  algorithm: WebhookAlgorithm,
  secrets: readonly string[],
  { id, timestamp, body }: SignedContent,
): Record<string, string> {
  const content = `${id}.${timestamp}.${body}`;
  const mac = (hash: "sha256" | "sha512", secret: string) =>
    createHmac(hash, secretBytes(secret)).update(content);
  const signatures = secrets.flatMap((secret) => {
    const v1 = `v1,${mac("sha256", secret).digest("base64")}`;
    if (algorithm !== "ed25519") return [v1];
    return [v1, `v1a,${sign(null, Buffer.from(content), ed25519Key(secret)).toString("base64")}`];
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signatures.join(" "),
    ...(algorithm === "hmac-sha512" && {
      "x-carelane-signature": secrets
        .map((secret) => `sha512=${mac("sha512", secret).digest("hex")}`)
        .join(" "),
    }),
  };
}
