import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseEnvironment, secret } from "./env";
import { isCarelaneError } from "./errors";
import { setEnvironment } from "./testing/installation";

const complete = {
  DATABASE_URL: "postgresql://user:hunter2hunter2@localhost/db",
  REDIS_URL: "redis://localhost:6379",
  NEXTAUTH_URL: "https://hub.example.org",
  NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
  CARELANE_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
};

const touched = [...Object.keys(complete), "NEXTAUTH_SECRET_FILE"];
const before = Object.fromEntries(touched.map((name) => [name, process.env[name]]));

function complaint(source: Record<string, string | undefined>): string {
  try {
    parseEnvironment(source);
  } catch (error) {
    if (isCarelaneError(error)) return error.detail ?? "";
    throw error;
  }
  throw new Error("the environment was accepted");
}

describe("the environment", () => {
  it("needs nothing but addresses and secrets", () => {
    expect(parseEnvironment(complete)).toMatchObject({ PORT: 3000, SYNC_CONCURRENCY: 5, SESSION_HOURS: 12 });
  });

  it.each(Object.keys(complete))("names %s when it is missing", (name) => {
    expect(complaint({ ...complete, [name]: undefined })).toContain(`${name} is not set`);
    expect(complaint({ ...complete, [name]: "" })).toContain(`${name} is not set`);
  });

  it.each([
    ["DATABASE_URL", "mysql://x", "write postgresql://"],
    ["REDIS_URL", "localhost:6379", "write redis://"],
    ["NEXTAUTH_URL", "hub.example.org", "write the address people open"],
    ["NEXTAUTH_SECRET", "short", "at least 32 random characters"],
    ["CARELANE_KEYS", "k1:short", "write id:base64 of 32 random bytes"],
    ["RATE_LIMITS", "{oops", "write JSON such as"],
    ["PORT", "70000", "65535"],
    ["WORKER_ROLES", "sync,syncc", "WORKER_ROLES is not right"],
    ["SYNC_BATCH_SIZE", "5000", "1000"],
    ["SESSION_SHARED_IDLE_MINUTES", "0", "SESSION_SHARED_IDLE_MINUTES is not right"],
    ["TRUSTED_PROXIES", "10.0.0.0/8, proxy.internal", "write addresses or networks such as 10.20.0.0/16"],
    ["TRUSTED_PROXIES", "127", "write addresses or networks such as 10.20.0.0/16"],
    ["CARELANE_DEMO", "perhaps", "CARELANE_DEMO is not right"],
    ["OIDC_ISSUER", "not an address", "OIDC_ISSUER is not right"],
    ["OIDC_ISSUER", "https://id.example.org", "OIDC_CLIENT_ID is not set"],
    ["OIDC_CLIENT_ID", "carelane", "set OIDC_ISSUER and OIDC_CLIENT_ID both"],
  ])("says of a wrong %s what to write", (name, value, advice) => {
    expect(complaint({ ...complete, [name]: value })).toContain(advice);
  });

  it("tells everything that is wrong at once, and prints no value", () => {
    const text = complaint({ ...complete, NEXTAUTH_SECRET: "my-secret", DATABASE_URL: "postgres-password" });
    expect(text).toContain("NEXTAUTH_SECRET");
    expect(text).toContain("DATABASE_URL");
    expect(text).not.toMatch(/my-secret|postgres-password|hunter2/);
  });
});

describe("a secret in a file", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "carelane-env-"));
    file = join(folder, "secret");
  });
  afterEach(() => {
    setEnvironment(before);
    rmSync(folder, { recursive: true });
  });

  it("is read without the line end that editors leave", () => {
    writeFileSync(file, `${complete.NEXTAUTH_SECRET}\n`);
    const { NEXTAUTH_SECRET: _, ...rest } = complete;
    expect(parseEnvironment({ ...rest, NEXTAUTH_SECRET_FILE: file }).NEXTAUTH_SECRET).toBe(
      complete.NEXTAUTH_SECRET,
    );
  });

  it("is read again when it changes, without a restart", () => {
    writeFileSync(file, "first");
    setEnvironment({ ...complete, NEXTAUTH_SECRET_FILE: file });
    expect(secret("NEXTAUTH_SECRET")).toBe("first");
    writeFileSync(file, "second");
    utimesSync(file, new Date(), new Date(Date.now() + 5_000));
    expect(secret("NEXTAUTH_SECRET")).toBe("second");
  });

  it("that cannot be read is named", () => {
    expect(complaint({ ...complete, REDIS_URL_FILE: join(folder, "missing") })).toContain("REDIS_URL_FILE");
  });
});
