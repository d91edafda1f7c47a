/**
 * Redis connections. Redis holds nothing that cannot be made again, so callers that serve a request get one
 * that fails within a second, and workers one that waits for ever.
 */
import { Redis, type RedisOptions } from "ioredis";
import { forget, shared } from "./container";
import { secret } from "./env";
import { defineErrors } from "./errors";
import { createLogger } from "./logger";

const log = createLogger("redis");

const redisErrors = defineErrors("redis", {
  redis_unsuitable: {
    status: 500,
    owner: "carelane",
    kind: "fatal",
    title: "Redis may throw away jobs",
  },
});

function connect(name: string, options: RedisOptions): Redis {
  const redis = new Redis(secret("REDIS_URL"), {
    connectionName: `carelane:${name}`,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 5), 2_000),
    ...options,
  });
  let reported = false;
  redis.on("error", (error) => {
    if (!reported) log.warn("Redis does not answer, work goes on in PostgreSQL", { error });
    reported = true;
  });
  redis.on("ready", () => {
    reported = false;
  });
  return redis;
}

/** For limits, caches, publishing and enqueuing: answers or fails in under a second. */
export function quickRedis(): Redis {
  return shared("redis.quick", () =>
    connect("quick", {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: 800,
      connectTimeout: 800,
    }),
  );
}

/** For workers and subscriptions: waits until Redis is back. */
export function patientRedis(name: string): Redis {
  return shared(`redis.patient.${name}`, () => connect(name, { maxRetriesPerRequest: null }));
}

/** Closes a connection made above. */
export async function closeRedis(name: "quick" | `patient.${string}`): Promise<void> {
  const redis = forget<Redis>(`redis.${name}`);
  if (redis) redis.disconnect();
}

/** Refuses a Redis that evicts keys: it would silently lose jobs. */
export async function assertRedisKeepsJobs(): Promise<void> {
  const reply = await quickRedis()
    .config("GET", "maxmemory-policy")
    .catch(() => undefined);
  const policy = Array.isArray(reply) ? reply[1] : undefined;
  if (typeof policy === "string" && policy !== "noeviction") {
    throw redisErrors.redis_unsuitable({
      detail: `Its maxmemory-policy is ${policy}. Set it to noeviction and start again.`,
    });
  }
}
