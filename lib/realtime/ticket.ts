/** Tickets: a socket opened without a cookie shows one. It is good for a minute and once. */
import { z } from "zod";
import { type Actor, stillThere } from "@/lib/auth";
import { nowMs } from "@/lib/platform/clock";
import { randomToken, sha256 } from "@/lib/platform/ids";
import { quickRedis } from "@/lib/platform/redis";
import { realtimeErrors } from "./errors";

const lifeMs = 60_000;

const holderSchema = z.object({
  kind: z.enum(["user", "key"]),
  id: z.guid(),
  organizationId: z.guid(),
  sessionId: z.guid().optional(),
});

function ticketKey(ticket: string): string {
  return `carelane:ticket:${sha256(ticket).toString("base64url")}`;
}

/** A new ticket for `actor`. Throws `ticket_unavailable` while Redis is away. */
export async function issueTicket(actor: Actor): Promise<{ ticket: string; expiresAt: string }> {
  const ticket = randomToken(32);
  const holder = holderSchema.parse(actor);
  try {
    await quickRedis().set(ticketKey(ticket), JSON.stringify(holder), "PX", lifeMs);
  } catch (cause) {
    throw realtimeErrors.ticket_unavailable({
      detail: "Ask again in some seconds.",
      retryAfterMs: 5_000,
      cause,
    });
  }
  return { ticket, expiresAt: new Date(nowMs() + lifeMs).toISOString() };
}

/** Uses a ticket up: whoever it was given to, as they stand now; undefined when it is no good or Redis is away. */
export async function redeemTicket(ticket: string): Promise<Actor | undefined> {
  const text = await quickRedis()
    .getdel(ticketKey(ticket))
    .catch(() => null);
  if (text === null) return undefined;
  const holder = holderSchema.parse(JSON.parse(text));
  return stillThere({ ...holder, name: "", permissions: new Set() });
}
