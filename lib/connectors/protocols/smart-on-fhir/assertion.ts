/** The signed statement by which a backend service says who it is (RFC 7523; SMART asymmetric authentication). */
import { SignJWT } from "jose";
import type { SigningKey } from "@/lib/connectors/contract";
import { nowMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";

/** The other side's clock may be behind ours, and an assertion from the future is refused. */
const backdatedSeconds = 30;
/** Five minutes are the most; our own clock may be ahead. */
const livesSeconds = 240;

interface AssertionClaims {
  readonly clientId: string;
  readonly tokenUrl: string;
  readonly key: SigningKey;
}

/** Signs an assertion for one try: its jti is never used again. */
export function signAssertion({ clientId, tokenUrl, key }: AssertionClaims): Promise<string> {
  const issuedAt = Math.floor(nowMs() / 1_000) - backdatedSeconds;
  return new SignJWT()
    .setProtectedHeader({ alg: key.algorithm, kid: key.keyId, typ: "JWT" })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenUrl)
    .setJti(newId())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + livesSeconds)
    .sign(key.privateKey);
}
