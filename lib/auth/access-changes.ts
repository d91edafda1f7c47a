/**
 * News that somebody's access changed: disabled, another role, a session or key revoked. It reaches every
 * process over Redis within milliseconds; when Redis is away, caches of seconds still bound the delay.
 */
import { z } from "zod";
import { shared } from "@/lib/platform/container";
import { idSchema } from "@/lib/platform/ids";
import { createLogger } from "@/lib/platform/logger";
import { patientRedis, quickRedis } from "@/lib/platform/redis";

const log = createLogger("auth");
const channel = "carelane:access";

const accessChangeSchema = z.object({
  organizationId: idSchema,
  userId: idSchema.optional(),
  sessionId: idSchema.optional(),
  keyId: idSchema.optional(),
});

/** Whose access to look at again: a person in all sessions, one session, or one key. */
export type AccessChange = z.infer<typeof accessChangeSchema>;

type Listener = (change: AccessChange) => void;

const listeners = shared("auth.access-listeners", () => new Set<Listener>());

function tell(change: AccessChange): void {
  for (const listener of listeners) listener(change);
}

function receive(text: string): void {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return;
  }
  const change = accessChangeSchema.safeParse(message).data;
  if (change) tell(change);
}

function subscribe(): true {
  const redis = patientRedis("access");
  redis.on("message", (_channel, text) => receive(text));
  redis.subscribe(channel).catch((error: unknown) => {
    log.warn("News of revoked access does not arrive; caches of seconds bound the delay", { error });
  });
  return true;
}

/** Calls `listener` at every change, wherever it was made; answers a function that stops that. */
export function onAccessChanged(listener: Listener): () => void {
  shared("auth.access-subscription", subscribe);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells this process at once and the others over Redis. Call it after the change is committed. */
export async function announceAccessChange(change: AccessChange): Promise<void> {
  tell(change);
  await quickRedis()
    .publish(channel, JSON.stringify(change))
    .catch((error: unknown) => log.warn("Other processes learn of revoked access seconds later", { error }));
}
