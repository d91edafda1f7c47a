/**
 * Idempotency-Key: a POST that creates may be sent again without creating twice. The key is claimed in a
 * transaction of its own before the operation starts, so nobody waits on a lock; the answer is kept sealed for
 * a day. While the operation runs the claim is a lease: a process that died gives it back after minutes.
 */
import { z } from "zod";
import type { Actor } from "@/lib/auth";
import { now, nowMs } from "@/lib/platform/clock";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { sha256 } from "@/lib/platform/ids";
import { type Answer, answerSchema } from "./answer";
import { httpErrors } from "./errors";

const keptMs = 24 * 3_600_000;
const leaseMs = 5 * 60_000;
const keySchema = z.string().min(1).max(255);
const sealedSchema = z.object({ sealed: z.base64() });

/** What makes a request the same as an earlier one. */
interface KeyedRequest {
  readonly key: string;
  /** Method and path: keys of different routes never meet. */
  readonly source: string;
  readonly contentHash: Buffer;
}

/** The claim of a first request. Exactly one of `keep` and `release` ends it. */
export interface Claim {
  readonly kept: boolean;
  /** Stores the answer in `tx`, so that it is there exactly when the effect is. */
  keep(tx: Tx, answer: Answer): Promise<void>;
  /** Gives the key back after a failure, so that the same request may be tried again. */
  release(): Promise<void>;
}

/** The request under its Idempotency-Key, or undefined when it carries none. */
export function keyedRequest(request: Request, actor: Actor, body: Uint8Array): KeyedRequest | undefined {
  const given = request.headers.get("idempotency-key");
  if (given === null) return undefined;
  const key = keySchema.safeParse(given);
  if (!key.success) throw httpErrors.idempotency_key_invalid({ detail: "Send a random UUID." });
  const url = new URL(request.url);
  // A colleague who may see less must not be answered what somebody else was.
  const scope = JSON.stringify([url.search, actor.role ?? null, actor.clinicIds ?? null]);
  return {
    key: key.data,
    source: `${request.method} ${url.pathname}`,
    contentHash: sha256(Buffer.concat([Buffer.from(scope), Buffer.from([0]), body])),
  };
}

interface KeyRow {
  content_hash: Buffer;
  answer: unknown;
}

const claimSql = `
  insert into inbound_keys as held (organization_id, kind, source, key, content_hash, created_at, expires_at)
  values ($1, 'idempotency', $2, $3, $4, $5, $6)
  on conflict (organization_id, kind, source, key) do update
     set content_hash = excluded.content_hash, answer = null,
         created_at = excluded.created_at, expires_at = excluded.expires_at
   where held.expires_at <= excluded.created_at
  returning key`;

const whose = "organization_id = $1 and kind = 'idempotency' and source = $2 and key = $3";

function sealParts({ source, key }: KeyedRequest): string[] {
  return ["inbound_keys", source, key];
}

function claimOf(actor: Actor, request: KeyedRequest, vault: Vault, claimedAt: Date): Claim {
  const place = [actor.organizationId, request.source, request.key, claimedAt];
  const claim = {
    kept: false,
    async keep(tx: Tx, answer: Answer) {
      const sealed = vault.sealText(JSON.stringify(answer), sealParts(request)).toString("base64");
      const rows = await tx.execute(
        `update inbound_keys set answer = $5, expires_at = $6 where ${whose} and created_at = $4`,
        [...place, JSON.stringify({ sealed }), new Date(nowMs() + keptMs)],
      );
      // The lease ran out and somebody else does the work: this transaction must not.
      if (rows === 0) throw httpErrors.in_progress({ detail: "Send the request again in a moment." });
      claim.kept = true;
    },
    async release() {
      await withOrganization(actor, (tx) =>
        tx.execute(`delete from inbound_keys where ${whose} and created_at = $4 and answer is null`, place),
      );
    },
  };
  return claim;
}

function openAnswer(stored: unknown, vault: Vault, request: KeyedRequest): Answer {
  const { sealed } = sealedSchema.parse(stored);
  const text = vault.openText(Buffer.from(sealed, "base64"), sealParts(request));
  return answerSchema.parse(JSON.parse(text));
}

/**
 * Claims the key, or finds the answer its first request was given. Throws `idempotency_key_reused` for another
 * request under the same key and `in_progress` while the first one runs.
 */
export async function claimKey(actor: Actor, request: KeyedRequest): Promise<Claim | { replayed: Answer }> {
  const vault = await openVault(actor.organizationId, "messages");
  const claimedAt = now();
  const place = [actor.organizationId, request.source, request.key];
  const held = await withOrganization(actor, async (tx) => {
    const expiresAt = new Date(claimedAt.getTime() + leaseMs);
    const claimed = await tx.one(claimSql, [...place, request.contentHash, claimedAt, expiresAt]);
    if (claimed) return "by us" as const;
    return tx.one<KeyRow>(`select content_hash, answer from inbound_keys where ${whose}`, place);
  });
  if (held === "by us") return claimOf(actor, request, vault, claimedAt);
  if (held && !held.content_hash.equals(request.contentHash)) {
    throw httpErrors.idempotency_key_reused({ detail: "Use a new key for a new request." });
  }
  // A key that is gone again was released by a first request that failed at this moment.
  if (!held || held.answer === null) {
    throw httpErrors.in_progress({ detail: "Send the request again in a moment.", retryAfterMs: 1_000 });
  }
  return { replayed: openAnswer(held.answer, vault, request) };
}
