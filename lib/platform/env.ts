/**
 * The environment, checked once at start. Every secret may be given as NAME_FILE instead, naming a file that
 * is read again when it changes, so that an agent can rotate it without a restart.
 */
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { parseRange } from "./address-range";
import { shared } from "./container";
import { defineErrors } from "./errors";

const envErrors = defineErrors("platform", {
  environment_invalid: {
    status: 500,
    owner: "carelane",
    kind: "fatal",
    title: "The environment is not complete",
  },
});

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const flag = z.stringbool().default(false);
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean),
  );

/** Short names for networks that are the same everywhere (RFC 1122, 1918, 4193, 4291). */
const namedNetworks: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

const addressRanges = list.transform((entries, context) =>
  entries.flatMap((entry) => {
    const ranges = (namedNetworks[entry] ?? [entry]).map(parseRange).filter((range) => range !== undefined);
    if (ranges.length === 0)
      context.addIssue({
        code: "custom",
        message: "write addresses or networks such as 10.20.0.0/16, or loopback, or private",
      });
    return ranges;
  }),
);

const roles = ["sync", "webhooks", "conflicts", "transformations", "scheduler", "relay", "mllp"] as const;
const workerRoles = z
  .string()
  .default(roles.join(","))
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.enum(roles)).min(1));

const keyring = z.string().regex(/^[\w-]{1,32}:[A-Za-z0-9+/]{43}=(,[\w-]{1,32}:[A-Za-z0-9+/]{43}=)*$/, {
  error: "write id:base64 of 32 random bytes, the current key first, older ones after commas",
});

const rateLimits = z
  .string()
  .default("{}")
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({
        code: "custom",
        message: 'write JSON such as {"sign-in":{"requests":60,"windowMs":60000}}',
      });
      return z.NEVER;
    }
  })
  .pipe(
    z.record(
      z.string(),
      z.object({ requests: z.number().int().positive(), windowMs: z.number().int().positive() }),
    ),
  );

/** Secrets: each may come as NAME or NAME_FILE. */
const secretFields = {
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "write postgresql://user:password@host:5432/database",
  }),
  DIRECT_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "write redis://host:6379/0 or rediss://…" }),
  NEXTAUTH_SECRET: z
    .string()
    .min(32, { error: "write at least 32 random characters, for example of `openssl rand -base64 33`" }),
  CARELANE_KEYS: keyring,
  MLLP_TLS_CERT: z.string().optional(),
  MLLP_TLS_KEY: z.string().optional(),
  MLLP_TLS_CA: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
} as const;

const plainFields = {
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  NEXTAUTH_URL: z.url({
    protocol: /^https?$/,
    error: "write the address people open, such as https://hub.example.org",
  }),
  TRUSTED_PROXIES: addressRanges,
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  WORKER_ROLES: workerRoles,
  MLLP_HOST: z.string().default("127.0.0.1"),
  MLLP_PORT: z.coerce.number().int().min(0).max(65535).default(2575),
  MLLP_TLS_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  MLLP_TLS_CLIENTS: z.enum(["none", "optional", "required"]).default("optional"),
  SYNC_CONCURRENCY: count(5),
  WEBHOOK_CONCURRENCY: count(10),
  CONFLICT_CONCURRENCY: count(3),
  TRANSFORMATION_CONCURRENCY: count(10),
  JOB_RETRIES: z.coerce.number().int().min(0).default(3),
  JOB_BACKOFF_MS: count(2_000),
  MESSAGE_RETENTION_DAYS: count(1_095),
  SYNC_BATCH_SIZE: z.coerce.number().int().min(10).max(1_000).optional(),
  DATABASE_POOL_SIZE: count(10),
  OUTBOUND_ALLOW: list,
  OUTBOUND_TIMEOUT_MS: count(30_000),
  RATE_LIMITS: rateLimits,
  SPOOL_DIR: z.string().default(".data/spool"),
  SPOOL_MAX_BYTES: count(2_147_483_648),
  SESSION_IDLE_MINUTES: count(480),
  SESSION_SHARED_IDLE_MINUTES: count(15),
  SESSION_HOURS: count(12),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_NAME: z.string().default("single sign-on"),
  AUDIT_HEADS_FILE: z.string().optional(),
  CARELANE_DEMO: flag,
  CARELANE_DEMO_FILE: z.string().optional(),
} as const;

const environmentSchema = z
  .object({ ...secretFields, ...plainFields })
  .refine(({ OIDC_ISSUER, OIDC_CLIENT_ID }) => !OIDC_ISSUER === !OIDC_CLIENT_ID, {
    path: ["OIDC_CLIENT_ID"],
    error: "set OIDC_ISSUER and OIDC_CLIENT_ID both, or neither",
  })
  .refine(
    (given) => given.MLLP_TLS_PORT === undefined || Boolean(given.MLLP_TLS_CERT && given.MLLP_TLS_KEY),
    {
      path: ["MLLP_TLS_CERT"],
      error: "set MLLP_TLS_CERT and MLLP_TLS_KEY beside MLLP_TLS_PORT",
    },
  );

export type Environment = z.output<typeof environmentSchema>;
type SecretName = keyof typeof secretFields;
export type WorkerRole = (typeof roles)[number];

type Source = Record<string, string | undefined>;

function readSecretFile(name: string, path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch (cause) {
    throw envErrors.environment_invalid({ detail: `${name}_FILE names a file that cannot be read.`, cause });
  }
}

function withSecretFiles(source: Source): Source {
  const merged: Source = { ...source };
  for (const name of Object.keys(secretFields)) {
    const path = source[`${name}_FILE`];
    if (path) merged[name] = readSecretFile(name, path);
  }
  for (const [name, value] of Object.entries(merged)) if (value === "") delete merged[name];
  return merged;
}

/**
 * Checks an environment whole. The error names each variable that is missing or wrong and what to write,
 * and prints no value.
 */
export function parseEnvironment(source: Source): Environment {
  const parsed = environmentSchema.safeParse(withSecretFiles(source));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? "");
    const missing = withSecretFiles(source)[name] === undefined;
    return `${name} ${missing ? "is not set" : "is not right"}: ${issue.message}`;
  });
  throw envErrors.environment_invalid({
    detail: `${lines.join("\n")}\nSee .env.example for every variable.`,
  });
}

/** The process's environment. Throws `environment_invalid` at the first call when it is not complete. */
export function env(): Environment {
  return shared("env", () => parseEnvironment(process.env));
}

const fileReads = new Map<string, { mtimeMs: number; value: string }>();

/** A secret as it stands now: a NAME_FILE that changed since start is read again. */
export function secret(name: SecretName): string {
  const path = process.env[`${name}_FILE`];
  if (!path) return env()[name] ?? "";
  const { mtimeMs } = statSync(path);
  const known = fileReads.get(path);
  if (known?.mtimeMs === mtimeMs) return known.value;
  const value = readSecretFile(name, path);
  fileReads.set(path, { mtimeMs, value });
  return value;
}
