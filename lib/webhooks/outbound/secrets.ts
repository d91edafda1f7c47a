/** An endpoint's secrets: sealed, shown once, and two of them valid while they rotate. */
import { randomBytes } from "node:crypto";
import { nowMs } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { ed25519PublicKey, encodeSecret } from "./signature";

/** One secret as its endpoint keeps it. */
export interface SealedSecret {
  /** Base64. */
  readonly sealed: string;
  readonly hint: string;
  readonly publicKey: string;
  /** Absent for the newest; signatures with the one before end at this time. */
  readonly until?: string;
}

interface SecretOwner {
  readonly id: string;
  readonly organizationId: string;
}

const overlapMs = 24 * 3_600_000;
const sealParts = (endpointId: string) => ["webhook_endpoints", endpointId, "secret"];

/** A secret as Carelane makes it: 32 random bytes. */
export function makeSecret(): string {
  return encodeSecret(randomBytes(32));
}

/** The secrets after `secret` became the newest; the one before stays valid for 24 hours. */
export async function addSecret(
  owner: SecretOwner,
  secret: string,
  before: readonly SealedSecret[] = [],
): Promise<SealedSecret[]> {
  const vault = await openVault(owner.organizationId, "credentials");
  const newest = {
    sealed: vault.seal(secret, sealParts(owner.id)).toString("base64"),
    // Of a short secret its end would tell too much.
    hint: secret.length >= 16 ? `…${secret.slice(-4)}` : "…",
    publicKey: ed25519PublicKey(secret),
  };
  const [previous] = before;
  if (!previous) return [newest];
  return [newest, { ...previous, until: new Date(nowMs() + overlapMs).toISOString() }];
}

/** The secrets that sign now, the newest first. */
export async function openSecrets(owner: SecretOwner, secrets: readonly SealedSecret[]): Promise<string[]> {
  const vault = await openVault(owner.organizationId, "credentials");
  return secrets
    .filter(({ until }) => until === undefined || Date.parse(until) > nowMs())
    .map(({ sealed }) => vault.open(Buffer.from(sealed, "base64"), sealParts(owner.id)).toString("utf8"));
}
