import { beforeEach, describe, expect, it, vi } from "vitest";
import { withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeRedis, quickRedis } from "@/lib/platform/redis";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { authOptions } from "./next-auth-options";
import { credentialsSchema, signInWithPassword, signInWithProvider } from "./sign-in";
import { addPerson, type Person, password } from "./testing/people";

const installation = installationForTests();
let person: Person;

beforeEach(async () => {
  person = await addPerson(await installation.addOrganization(), "lab_staff");
});

function signIn(given: { email?: string; password?: string; shared?: string }, address = "10.0.0.1") {
  const input = { email: person.email, password, ...given };
  return signInWithPassword(credentialsSchema.parse(input), address);
}

async function auditActions(): Promise<string[]> {
  const { rows } = await installation.owner.query<{ action: string }>(
    "select action from audit_events where organization_id = $1 order by at, id",
    [person.organizationId],
  );
  return rows.map((row) => row.action);
}

describe("signing in with a password", () => {
  it("starts a new session each time and stands in the trail", async () => {
    const first = await signIn({});
    const second = await signIn({ email: ` ${person.email.toUpperCase()} ` });
    expect(first).toBeDefined();
    expect(second).not.toBe(first);
    expect(await auditActions()).toEqual(["session.started", "session.started"]);
  });

  it("notes a shared computer, which forms send as text", async () => {
    const sessionId = await signIn({ shared: "true" });
    const { rows } = await installation.owner.query("select shared from sessions where id = $1", [sessionId]);
    expect(rows).toEqual([{ shared: true }]);
  });

  it("answers the same for a wrong password, an unknown, a disabled and a passwordless account", async () => {
    expect(await signIn({ password: "wrong password" })).toBeUndefined();
    expect(await signIn({ email: "nobody@example.org" })).toBeUndefined();
    await withSystem("seed", (tx) =>
      tx.execute("update users set password_hash = null where id = $1", [person.id]),
    );
    expect(await signIn({})).toBeUndefined();
    const disabled = await addPerson(person.organizationId, "admin");
    await withSystem("seed", (tx) =>
      tx.execute("update users set disabled_at = now() where id = $1", [disabled.id]),
    );
    expect(await signIn({ email: disabled.email })).toBeUndefined();
    await vi.waitFor(async () => expect(await auditActions()).toContain("session.refused"));
  });

  it("spends as long on an unknown account as on a wrong password", async () => {
    const median = async (given: { email?: string; password?: string }) => {
      const times: number[] = [];
      for (let round = 0; round < 9; round += 1) {
        const start = performance.now();
        await signIn(given, newId());
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[4] ?? 0;
    };
    await median({ email: "warm-up@example.org" });
    const [known, unknown] = [
      await median({ password: "wrong" }),
      await median({ email: "nobody@example.org" }),
    ];
    // Without the decoy hash the unknown account answers ten times faster; a busy machine blurs the rest.
    expect(unknown / known).toBeGreaterThan(0.2);
    expect(unknown / known).toBeLessThan(5);
  });
});

describe("guessing", () => {
  const guess = (address: string) => signIn({ password: "wrong" }, address).catch((error: unknown) => error);

  it("is stopped per account and address, also when all guesses come at once", async () => {
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => guess("10.6.6.6")));
    expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(10);
    expect(outcomes.at(-1)).toMatchObject({ code: "too_many_sign_ins", retryAfterMs: expect.any(Number) });
    await expect(signIn({}, "10.6.6.6")).rejects.toMatchObject({ code: "too_many_sign_ins" });
  });

  it("from elsewhere never locks the person out", async () => {
    for (let round = 0; round < 11; round += 1) await guess("10.6.6.6");
    expect(await signIn({}, "10.0.0.1")).toBeDefined();
  });

  it("is forgotten once the person signs in", async () => {
    for (let round = 0; round < 9; round += 1) await guess("10.0.0.1");
    expect(await signIn({}, "10.0.0.1")).toBeDefined();
    for (let round = 0; round < 9; round += 1) await guess("10.0.0.1");
    expect(await signIn({}, "10.0.0.1")).toBeDefined();
  });

  it("is still stopped while Redis is away", async () => {
    const { REDIS_URL } = process.env;
    await closeRedis("quick");
    setEnvironment({ REDIS_URL: "redis://127.0.0.1:1" });
    for (let round = 0; round < 10; round += 1) expect(await guess("10.7.7.7")).toBeUndefined();
    expect(await guess("10.7.7.7")).toMatchObject({ code: "too_many_sign_ins" });
    await closeRedis("quick");
    setEnvironment({ REDIS_URL });
  });

  it("leaves neither account nor address in Redis", async () => {
    // A Redis that is slow for a moment is done without.
    const keys = await vi.waitFor(async () => {
      await guess("10.8.8.8");
      const found = (await quickRedis().keys("*")).join();
      expect(found).toContain("carelane:sign-in:");
      return found;
    });
    expect(keys).not.toContain(person.email);
    expect(keys).not.toContain("10.8.8.8");
  });
});

describe("the organization's own provider", () => {
  const oidc = { provider: "oidc", type: "oauth", providerAccountId: "1" } as const;

  it("is offered only where the environment names one", () => {
    expect(authOptions().providers.map((provider) => provider.id)).toEqual(["credentials"]);
    setEnvironment({
      OIDC_ISSUER: "https://id.example.org/",
      OIDC_CLIENT_ID: "carelane",
      OIDC_CLIENT_SECRET: "s",
    });
    expect(authOptions().providers[1]).toMatchObject({
      id: "oidc",
      wellKnown: "https://id.example.org/.well-known/openid-configuration",
      checks: ["pkce", "state", "nonce"],
    });
    setEnvironment({ OIDC_ISSUER: undefined, OIDC_CLIENT_ID: undefined, OIDC_CLIENT_SECRET: undefined });
  });

  it("lets in only people whom an admin added, by an address the provider has verified", async () => {
    const admit = (profile: object) =>
      authOptions().callbacks?.signIn?.({
        user: { id: "" },
        account: oidc,
        profile: { sub: "1", ...profile },
      });
    expect(await admit({ email: person.email })).toBe(true);
    expect(await admit({ email: person.email.toUpperCase(), email_verified: true })).toBe(true);
    expect(await admit({ email: person.email, email_verified: false })).toBe(false);
    expect(await admit({ email: "stranger@example.org" })).toBe(false);
    expect(await admit({})).toBe(false);
  });

  it("gives a session like any other", async () => {
    expect(await signInWithProvider(person.email)).toBeDefined();
    expect(await auditActions()).toEqual(["session.started"]);
  });
});

describe("the cookie's token", () => {
  const callbacks = () => authOptions().callbacks;
  const account = { provider: "credentials", type: "credentials", providerAccountId: "1" } as const;

  it("holds the session's id and nothing else", async () => {
    const token = { name: "Mara", email: person.email, sub: person.id };
    const kept = await callbacks()?.jwt?.({ token, user: { id: "the-session" }, account });
    expect(kept).toEqual({ sessionId: "the-session" });
  });

  it("is refused once its session has ended", async () => {
    const user = { id: "" };
    const read = (sessionId: string | undefined) =>
      Promise.resolve(callbacks()?.jwt?.({ token: { sessionId }, user, account: null }));
    const sessionId = await signIn({});
    expect(await read(sessionId)).toEqual({ sessionId });
    await authOptions().events?.signOut?.({ token: { sessionId }, session: { expires: "" } });
    await expect(read(sessionId)).rejects.toThrow("This session has ended");
    await expect(read("not-an-id")).rejects.toThrow("This session has ended");
  });
});
