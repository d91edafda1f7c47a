/**
 * Our key pairs: with the private half a connector signs itself in, the public half the vendor fetches. A new
 * key is published well before it signs, and an old one stays published until nobody can still hold only it.
 */
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair, importPKCS8 } from "jose";
import { z } from "zod";
import type { Actor } from "@/lib/auth";
import type { SigningKey } from "@/lib/connectors/contract";
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization, withSystem } from "@/lib/platform/db";
import { idSchema, newId } from "@/lib/platform/ids";
import type { CredentialOwner } from "./credentials";
import { integrationErrors } from "./errors";
import { findIntegration } from "./integration-store";
import type { Jwks, SigningKeyView } from "./schema";

const algorithm = "RS384";
const modulusBits = 2_048;

const hourMs = 3_600_000;
/** Epic keeps a key set for up to 29 hours: a key signs only after everyone must have seen it. */
const publishedBeforeUseMs = 30 * hourMs;
/** How long a replaced key stays published: until its successor signs, and once more that long. */
const keptAfterReplacementMs = 2 * publishedBeforeUseMs;

const publicJwk = z.object({ kty: z.string(), n: z.string(), e: z.string(), kid: z.string() });

interface KeyRow {
  id: string;
  publicJwk: unknown;
  privateKey: Buffer;
  createdAt: Date;
  /** Until when it stays published; null for the newest. */
  retiredAt: Date | null;
}

interface NewSigningKey {
  readonly id: string;
  readonly publicJwk: z.output<typeof publicJwk>;
  readonly sealedPrivateKey: Buffer;
}

const sealParts = (keyId: string) => ["integration_keys", keyId];

/** Makes a key pair; it takes about a tenth of a second, so it is done before any transaction opens. */
export async function makeSigningKey({ organizationId }: CredentialOwner): Promise<NewSigningKey> {
  const id = newId();
  const pair = await generateKeyPair(algorithm, { modulusLength: modulusBits, extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const vault = await openVault(organizationId, "credentials");
  return {
    id,
    publicJwk: publicJwk.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk) }),
    sealedPrivateKey: vault.seal(await exportPKCS8(pair.privateKey), sealParts(id)),
  };
}

/** Publishes a key; those before it end their service in time. */
export async function insertSigningKey(tx: Tx, owner: CredentialOwner, key: NewSigningKey): Promise<void> {
  await tx.execute(
    "update integration_keys set retired_at = $2 where integration_id = $1 and retired_at is null",
    [owner.id, new Date(now().getTime() + keptAfterReplacementMs)],
  );
  await tx.execute(
    `insert into integration_keys (id, organization_id, integration_id, algorithm, public_jwk, private_key, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      key.id,
      owner.organizationId,
      owner.id,
      algorithm,
      JSON.stringify(key.publicJwk),
      key.sealedPrivateKey,
      now(),
    ],
  );
}

const publishedKeys = `select id, public_jwk as "publicJwk", private_key as "privateKey", created_at as "createdAt",
         retired_at as "retiredAt"
    from integration_keys
   where integration_id = $1 and (retired_at is null or retired_at > $2)
   order by created_at desc, id desc`;

/**
 * Of published keys, newest first, the one that signs now: the newest that has been published long enough, else the
 * oldest there is, which is the only one of a new integration.
 */
function signingRow(rows: readonly KeyRow[]): KeyRow | undefined {
  const knownSince = now().getTime() - publishedBeforeUseMs;
  return rows.find(({ createdAt }) => createdAt.getTime() <= knownSince) ?? rows.at(-1);
}

/** The key that signs now. Throws `signing_key_missing`. */
export async function currentSigningKey(tx: Tx, owner: CredentialOwner): Promise<SigningKey> {
  const row = signingRow(await tx.query<KeyRow>(publishedKeys, [owner.id, now()]));
  if (!row) {
    throw integrationErrors.signing_key_missing({
      detail: "Rotate its key to make one.",
      internal: { id: owner.id },
    });
  }
  const vault = await openVault(owner.organizationId, "credentials");
  const pkcs8 = vault.open(row.privateKey, sealParts(row.id)).toString("utf8");
  return {
    keyId: publicJwk.parse(row.publicJwk).kid,
    algorithm,
    privateKey: await importPKCS8(pkcs8, algorithm),
  };
}

/** The published keys of an integration, newest first, and the part of each. Throws `integration_not_found`. */
export async function listSigningKeys(actor: Actor, integrationId: string): Promise<SigningKeyView[]> {
  const rows = await withOrganization(actor, async (tx) => {
    const row = await findIntegration(tx, integrationId);
    if (!row) throw integrationErrors.integration_not_found();
    return tx.query<KeyRow>(publishedKeys, [row.id, now()]);
  });
  const signing = signingRow(rows);
  return rows.map((row) => ({
    keyId: publicJwk.parse(row.publicJwk).kid,
    state: row === signing ? "signing" : row.retiredAt === null ? "announced" : "replaced",
    publishedAt: row.createdAt.toISOString(),
    signsFrom: new Date(row.createdAt.getTime() + publishedBeforeUseMs).toISOString(),
    publishedUntil: row.retiredAt?.toISOString() ?? null,
  }));
}

/** The public keys of an integration, for any vendor that asks. Throws `integration_not_found`. */
export async function readJwks(integrationId: string): Promise<Jwks> {
  if (!idSchema.safeParse(integrationId).success) throw integrationErrors.integration_not_found();
  const rows = await withSystem("inbound", (tx) => tx.query<KeyRow>(publishedKeys, [integrationId, now()]));
  if (rows.length === 0) throw integrationErrors.integration_not_found();
  const keys = rows.map((row) => ({
    ...publicJwk.parse(row.publicJwk),
    use: "sig" as const,
    alg: algorithm,
  }));
  return { keys };
}
