/** The windows that are open now, for admins: who is how near to a limit, and a way to start anew. */
import { z } from "zod";
import { nowMs } from "@/lib/platform/clock";
import { quickRedis } from "@/lib/platform/redis";
import { httpErrors } from "./errors";
import { dropLocalWindow, limitGroups, limitKey, limitOf } from "./rate-limits";

const maxListed = 1_000;

export const rateLimitWindowSchema = z
  .object({
    key: z.string().describe("group:kind:id, to reset it by"),
    group: z.enum(limitGroups),
    requests: z.int(),
    windowMs: z.int(),
    used: z.int(),
    remaining: z.int(),
    resetsAt: z.iso.datetime(),
  })
  .meta({ id: "RateLimitWindow" });

type RateLimitWindow = z.infer<typeof rateLimitWindowSchema>;

/** The limits of all groups, as configured. */
export const rateLimitTableSchema = z.array(
  z.object({ group: z.enum(limitGroups), requests: z.int(), windowMs: z.int() }),
);

export function rateLimitTable(): z.infer<typeof rateLimitTableSchema> {
  return limitGroups.map((group) => ({ group, ...limitOf(group) }));
}

async function keysOf(owner: string | undefined): Promise<string[]> {
  const found = new Set<string>();
  const pattern = limitKey(owner, "*");
  let place = "0";
  do {
    const [next, keys] = await quickRedis().scan(place, "MATCH", pattern, "COUNT", 1_000);
    for (const key of keys) found.add(key);
    place = next;
  } while (place !== "0" && found.size < maxListed);
  return [...found];
}

function toWindow(name: string, used: number, leftMs: number): RateLimitWindow | undefined {
  const group = limitGroups.find((candidate) => name.startsWith(`${candidate}:`));
  if (!group) return undefined;
  const { requests, windowMs } = limitOf(group);
  const resetsAt = new Date(nowMs() + Math.max(leftMs, 0)).toISOString();
  return { key: name, group, requests, windowMs, used, remaining: Math.max(0, requests - used), resetsAt };
}

async function windowOf(owner: string | undefined, key: string): Promise<RateLimitWindow | undefined> {
  const [used, leftMs] = await Promise.all([quickRedis().get(key), quickRedis().pttl(key)]);
  return used === null ? undefined : toWindow(key.slice(limitKey(owner, "").length), Number(used), leftMs);
}

/**
 * The open windows of an organization's people and keys, and those of addresses, which belong to nobody; the
 * most used first. Throws `limits_not_counted` while Redis is away.
 */
export async function openWindows(organizationId: string): Promise<RateLimitWindow[]> {
  try {
    const owners = [organizationId, undefined];
    const windows = await Promise.all(
      owners.map(async (owner) => Promise.all((await keysOf(owner)).map((key) => windowOf(owner, key)))),
    );
    return windows
      .flat()
      .filter((window) => window !== undefined)
      .sort((a, b) => b.used - a.used);
  } catch (cause) {
    throw httpErrors.limits_not_counted({
      detail: "Ask again when Redis answers.",
      retryAfterMs: 5_000,
      cause,
    });
  }
}

/** Starts a window anew. Throws `not_found` when none of that name is open. */
export async function resetWindow(organizationId: string, name: string): Promise<void> {
  const owner = name.split(":")[1] === "ip" ? undefined : organizationId;
  const key = limitKey(owner, name);
  const droppedHere = dropLocalWindow(key);
  const dropped = await quickRedis()
    .del(key)
    .catch(() => 0);
  if (dropped === 0 && !droppedHere) throw httpErrors.not_found();
}
