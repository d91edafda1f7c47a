/**
 * Slows guessing down. Tries are counted per account and address together, so that nobody can lock somebody
 * else out by typing wrong passwords for them. When Redis is away each process counts for itself.
 */
import { createHmac } from "node:crypto";
import { nowMs } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";
import { secret } from "@/lib/platform/env";
import { quickRedis } from "@/lib/platform/redis";
import { authErrors } from "./errors";

const maxTries = 10;
const windowMs = 15 * 60_000;
const maxLocalEntries = 10_000;

interface Tries {
  readonly count: number;
  readonly leftMs: number;
}

/** Who tries, as a name that tells nobody the address or account. */
function throttleKey(email: string, address: string): string {
  const digest = createHmac("sha256", secret("NEXTAUTH_SECRET"))
    .update(`${email}\n${address}`)
    .digest("base64url");
  return `carelane:sign-in:${digest}`;
}

function localTries(): Map<string, { count: number; endsAtMs: number }> {
  return shared("auth.sign-in-tries", () => new Map());
}

function countLocally(key: string): Tries {
  const tries = localTries();
  const known = tries.get(key);
  const current = known && known.endsAtMs > nowMs() ? known : { count: 0, endsAtMs: nowMs() + windowMs };
  const next = { ...current, count: current.count + 1 };
  tries.delete(key);
  tries.set(key, next);
  const [oldest] = tries.keys();
  if (tries.size > maxLocalEntries && oldest !== undefined) tries.delete(oldest);
  return { count: next.count, leftMs: next.endsAtMs - nowMs() };
}

async function countInRedis(key: string): Promise<Tries> {
  const replies = await quickRedis().multi().set(key, 0, "PX", windowMs, "NX").incr(key).pttl(key).exec();
  const [count, leftMs] = [replies?.[1]?.[1], replies?.[2]?.[1]];
  if (typeof count !== "number" || typeof leftMs !== "number") throw new Error("Redis counted nothing");
  return { count, leftMs };
}

/** Counts a try before it is made, so that a thousand at once are not all first. Throws `too_many_sign_ins`. */
export async function countSignInTry(email: string, address: string): Promise<void> {
  const key = throttleKey(email, address);
  const { count, leftMs } = await countInRedis(key).catch(() => countLocally(key));
  if (count <= maxTries) return;
  throw authErrors.too_many_sign_ins({
    detail: `Try again in ${Math.ceil(leftMs / 60_000)} minutes, or ask an admin to set a new password.`,
    retryAfterMs: Math.max(leftMs, 1_000),
  });
}

/** Forgets the tries of somebody who has now signed in. */
export async function forgetSignInTries(email: string, address: string): Promise<void> {
  const key = throttleKey(email, address);
  localTries().delete(key);
  // Redis away: the count ends by itself.
  await quickRedis()
    .del(key)
    .catch(() => 0);
}
