/**
 * How fast callers may be: fixed windows per caller and group of routes, counted in Redis for all processes,
 * or by each process alone while Redis is away.
 */
import { nowMs } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";
import { env } from "@/lib/platform/env";
import { quickRedis } from "@/lib/platform/redis";
import { httpErrors } from "./errors";

export const limitGroups = ["default", "sign-in", "tokens", "health", "webhooks", "fhir"] as const;
export type LimitGroup = (typeof limitGroups)[number];

interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

/** Whose requests are counted together. */
export interface LimitSubject {
  /** Absent while nobody is signed in: an address belongs to no organization. */
  readonly organizationId?: string;
  readonly kind: "key" | "user" | "ip";
  readonly id: string;
}

interface LimitState extends RateLimit {
  readonly used: number;
  readonly resetsInMs: number;
}

const defaults: Record<LimitGroup, RateLimit> = {
  default: { requests: 600, windowMs: 60_000 },
  "sign-in": { requests: 60, windowMs: 60_000 },
  tokens: { requests: 60, windowMs: 60_000 },
  // Probes share an address with everything behind the same balancer.
  health: { requests: 6_000, windowMs: 60_000 },
  // A vendor tells of the changes of a whole practice from a few addresses.
  webhooks: { requests: 6_000, windowMs: 60_000 },
  // Systems load and read whole populations resource by resource.
  fhir: { requests: 60_000, windowMs: 60_000 },
};

/** After a failure Redis is left alone for this long, so that no request waits for it. */
const restMs = 1_000;
const maxLocalWindows = 50_000;

interface LocalWindow {
  used: number;
  endsAtMs: number;
}

interface LocalShare {
  readonly windows: Map<string, LocalWindow>;
  restUntilMs: number;
}

const localShare = () => shared<LocalShare>("http.limits", () => ({ windows: new Map(), restUntilMs: 0 }));

/** The limit of a group: RATE_LIMITS over our defaults. */
export function limitOf(group: LimitGroup): RateLimit {
  return env().RATE_LIMITS[group] ?? defaults[group];
}

/** Refuses a RATE_LIMITS that names a group which does not exist: it would limit nothing. */
export function assertRateLimitsKnown(): void {
  const unknown = Object.keys(env().RATE_LIMITS).filter(
    (name) => !limitGroups.some((group) => group === name),
  );
  if (unknown.length === 0) return;
  throw httpErrors.rate_limits_invalid({
    detail: `RATE_LIMITS names ${unknown.join(", ")}; there are ${limitGroups.join(", ")}.`,
  });
}

/** What `subject` is called among the limits, as shown to admins. */
function limitName(group: LimitGroup, subject: LimitSubject): string {
  return `${group}:${subject.kind}:${subject.id}`;
}

const prefix = "carelane:limit:";

export function limitKey(organizationId: string | undefined, name: string): string {
  return `${prefix}${organizationId ?? "-"}:${name}`;
}

async function takeFromRedis(key: string, windowMs: number): Promise<LocalWindow> {
  const redis = quickRedis();
  const replies = await redis.pipeline().incr(key).pttl(key).exec();
  const [used, leftMs] = [replies?.[0]?.[1], replies?.[1]?.[1]];
  if (typeof used !== "number" || typeof leftMs !== "number") throw new Error("Redis gave no count");
  // New, or left without an end by a process that ended here: whoever comes next gives it one.
  if (leftMs < 0) await redis.pexpire(key, windowMs);
  return { used, endsAtMs: nowMs() + (leftMs < 0 ? windowMs : leftMs) };
}

function takeLocally(share: LocalShare, key: string, windowMs: number): LocalWindow {
  const known = share.windows.get(key);
  if (known && known.endsAtMs > nowMs()) {
    known.used += 1;
    return known;
  }
  if (share.windows.size >= maxLocalWindows) share.windows.clear();
  const fresh = { used: 1, endsAtMs: nowMs() + windowMs };
  share.windows.set(key, fresh);
  return fresh;
}

/** Forgets a window of this process's own share; answers whether there was one. */
export function dropLocalWindow(key: string): boolean {
  return localShare().windows.delete(key);
}

async function takeFromWindow(key: string, windowMs: number): Promise<LocalWindow> {
  const share = localShare();
  if (share.restUntilMs > nowMs()) return takeLocally(share, key, windowMs);
  try {
    return await takeFromRedis(key, windowMs);
  } catch {
    share.restUntilMs = nowMs() + restMs;
    return takeLocally(share, key, windowMs);
  }
}

/** Counts one request of `subject` and tells how the window stands; the caller decides what follows. */
export async function takeRequest(group: LimitGroup, subject: LimitSubject): Promise<LimitState> {
  const limit = limitOf(group);
  const key = limitKey(subject.organizationId, limitName(group, subject));
  const { used, endsAtMs } = await takeFromWindow(key, limit.windowMs);
  return { ...limit, used, resetsInMs: Math.max(0, endsAtMs - nowMs()) };
}

/** Headers that tell a caller where it stands (RateLimit header fields, times in seconds). */
export function limitHeaders(state: LimitState): Record<string, string> {
  return {
    "ratelimit-limit": String(state.requests),
    "ratelimit-remaining": String(Math.max(0, state.requests - state.used)),
    "ratelimit-reset": String(Math.ceil(state.resetsInMs / 1_000)),
  };
}

/** Throws `too_many_requests`, with the time to wait, when the window is used up. */
export function assertWithinLimit(state: LimitState): void {
  if (state.used <= state.requests) return;
  throw httpErrors.too_many_requests({
    detail: `At most ${state.requests} requests in ${state.windowMs / 1_000} seconds. Wait and go on.`,
    retryAfterMs: state.resetsInMs,
  });
}
