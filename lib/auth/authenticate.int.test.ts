import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { setClock } from "@/lib/platform/clock";
import { closePool, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { closeRedis, quickRedis } from "@/lib/platform/redis";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import {
  authenticate,
  authenticateHeaders,
  changeUser,
  createApiKey,
  onAccessChanged,
  revokeApiKey,
  stillThere,
} from ".";
import { signOut } from "./sign-in";
import { addPerson, browserHeaders, openBrowser, type Person, signedIn } from "./testing/people";

const installation = installationForTests();
let organizationId: string;
let person: Person;
let at: number;
let restoreClock: () => void;

const minute = 60_000;

beforeAll(async () => {
  organizationId = await installation.addOrganization();
});
beforeEach(async () => {
  at = Date.now();
  restoreClock = setClock(() => at);
  person = await addPerson(organizationId, "lab_staff");
});
afterEach(() => restoreClock());

function withKey(key: string): Request {
  return new Request("http://localhost/api/me", { headers: { authorization: `Bearer ${key}` } });
}

describe("a browser's session", () => {
  it("is the person with the rights of the role, in the organization of the session", async () => {
    const { headers, sessionId } = await openBrowser(person);
    const actor = await authenticateHeaders(headers);
    expect(actor).toMatchObject({
      kind: "user",
      id: person.id,
      role: "lab_staff",
      organizationId,
      sessionId,
      clinicIds: null,
    });
    expect(actor?.permissions.has("records:read")).toBe(true);
    expect(actor?.permissions.has("users:manage")).toBe(false);
  });

  it.each(["clinic_staff", "driver"] as const)("holds %s to their clinics", async (role) => {
    const clinicId = newId();
    const { headers } = await openBrowser(await addPerson(organizationId, role, [clinicId]));
    expect((await authenticateHeaders(headers))?.clinicIds).toEqual([clinicId]);
  });

  it("is nobody without a cookie, with another's cookie name, or with one that was tampered with", async () => {
    const { headers } = await openBrowser(person);
    const cookie = headers.get("cookie") ?? "";
    for (const forged of ["", cookie.replace("carelane", "other"), cookie.slice(0, -3), `${cookie}x`]) {
      expect(await authenticateHeaders(new Headers({ cookie: forged }))).toBeUndefined();
    }
    expect(await authenticateHeaders(await browserHeaders(newId()))).toBeUndefined();
  });

  it("is nobody under a cookie made with another secret", async () => {
    const { sessionId } = await openBrowser(person);
    const { NEXTAUTH_SECRET } = process.env;
    setEnvironment({ NEXTAUTH_SECRET: "another secret of thirty-two characters" });
    const forged = await browserHeaders(sessionId);
    setEnvironment({ NEXTAUTH_SECRET });
    expect(await authenticateHeaders(forged)).toBeUndefined();
  });

  it("ends after twelve hours, used or not", async () => {
    const { headers } = await openBrowser(person);
    for (let hour = 0; hour < 11; hour += 1) {
      at += 60 * minute;
      expect(await authenticateHeaders(headers)).toBeDefined();
    }
    at += 61 * minute;
    expect(await authenticateHeaders(headers)).toBeUndefined();
  });

  it("ends on a shared computer after fifteen minutes without use, and use moves that on", async () => {
    const { headers } = await openBrowser(person, true);
    for (let step = 0; step < 3; step += 1) {
      at += 14 * minute;
      expect(await authenticateHeaders(headers)).toBeDefined();
    }
    at += 15 * minute + 1;
    expect(await authenticateHeaders(headers)).toBeUndefined();
  });

  it("is not kept alive by a screen that polls while nobody is there", async () => {
    const { headers } = await openBrowser(person, true);
    headers.set("carelane-unattended", "1");
    at += 14 * minute;
    expect(await authenticateHeaders(headers)).toBeDefined();
    at += 2 * minute;
    expect(await authenticateHeaders(headers)).toBeUndefined();
  });

  it("ends at once, everywhere, when the person signs out", async () => {
    const { headers, sessionId } = await openBrowser(person);
    const other = await openBrowser(person);
    expect(await authenticateHeaders(headers)).toBeDefined();
    await signOut(sessionId);
    expect(await authenticateHeaders(headers)).toBeUndefined();
    expect(await authenticateHeaders(other.headers)).toBeDefined();
  });

  it("ends at once when the person is disabled, and does not come back with them", async () => {
    const admin = await signedIn(organizationId, "admin");
    const { headers } = await openBrowser(person);
    const actor = await authenticateHeaders(headers);
    await changeUser(admin, person.id, { disabled: true });
    expect(await authenticateHeaders(headers)).toBeUndefined();
    expect(actor && (await stillThere(actor))).toBeUndefined();
    await changeUser(admin, person.id, { disabled: false });
    expect(await authenticateHeaders(headers)).toBeUndefined();
  });

  it("has the rights of a new role at the next request", async () => {
    const admin = await signedIn(organizationId, "admin");
    const { headers } = await openBrowser(person);
    await authenticateHeaders(headers);
    await changeUser(admin, person.id, { role: "dispatcher" });
    const actor = await authenticateHeaders(headers);
    expect(actor?.role).toBe("dispatcher");
    expect(actor?.permissions.has("records:read")).toBe(false);
  });

  it("follows a change made past the product within five seconds", async () => {
    const { headers } = await openBrowser(person);
    await authenticateHeaders(headers);
    await installation.owner.query("update users set disabled_at = now() where id = $1", [person.id]);
    at += 5_001;
    expect(await authenticateHeaders(headers)).toBeUndefined();
  });
});

describe("an API key", () => {
  it("is the key with the rights of its role or its scopes alone", async () => {
    const admin = await signedIn(organizationId, "admin");
    const byRole = await createApiKey(admin, { name: "EHR", role: "integration", scopes: [] });
    const byScope = await createApiKey(admin, { name: "Reader", scopes: ["records:read"] });
    expect(await authenticate(withKey(byRole.key))).toMatchObject({
      kind: "key",
      id: byRole.id,
      role: "integration",
    });
    const reader = await authenticate(withKey(byScope.key));
    expect([...(reader?.permissions ?? [])]).toEqual(["records:read"]);
  });

  it("counts before the cookie, and a wrong one leaves nobody", async () => {
    const { headers } = await openBrowser(person);
    headers.set("authorization", "Bearer cl_wrong");
    expect(await authenticateHeaders(headers)).toBeUndefined();
    headers.set("authorization", "Bearer eyJhbGciOiJub25lIn0.e30.");
    expect(await authenticateHeaders(headers)).toBeUndefined();
  });

  it("ends at its expiry, and at once when it is revoked", async () => {
    const admin = await signedIn(organizationId, "admin");
    const expiresAt = new Date(at + 2_000).toISOString();
    const brief = await createApiKey(admin, { name: "Brief", role: "integration", scopes: [], expiresAt });
    const lasting = await createApiKey(admin, { name: "Lasting", role: "integration", scopes: [] });
    expect(await authenticate(withKey(brief.key))).toBeDefined();
    at += 2_000;
    expect(await authenticate(withKey(brief.key))).toBeUndefined();
    const actor = await authenticate(withKey(lasting.key));
    expect(actor && (await stillThere(actor))).toBeDefined();
    await revokeApiKey(admin, lasting.id);
    expect(await authenticate(withKey(lasting.key))).toBeUndefined();
    expect(actor && (await stillThere(actor))).toBeUndefined();
  });

  it("notes its use at most once a minute", async () => {
    const admin = await signedIn(organizationId, "admin");
    const { id, key } = await createApiKey(admin, { name: "EHR", role: "integration", scopes: [] });
    const lastUsed = () =>
      withOrganization({ organizationId }, (tx) =>
        tx.one<{ ms: string }>(
          "select extract(epoch from last_used_at) * 1000 as ms from api_keys where id = $1",
          [id],
        ),
      ).then((row) => Math.round(Number(row?.ms)));
    await authenticate(withKey(key));
    const first = at;
    expect(await lastUsed()).toBe(first);
    at += 30_000;
    await authenticate(withKey(key));
    expect(await lastUsed()).toBe(first);
    at += 30_000;
    await authenticate(withKey(key));
    expect(await lastUsed()).toBe(at);
  });

  it("stands in the database as a hash alone", async () => {
    const admin = await signedIn(organizationId, "admin");
    const { key } = await createApiKey(admin, { name: "EHR", role: "integration", scopes: [] });
    const { rows } = await installation.owner.query(
      "select k::text as text from api_keys k union all select a::text from audit_events a",
    );
    expect(rows.filter(({ text }: { text: string }) => text.includes(key))).toEqual([]);
  });
});

describe("news of changed access", () => {
  it("reaches other processes over Redis", async () => {
    const heard: unknown[] = [];
    const stop = onAccessChanged((change) => heard.push(change));
    const change = { organizationId, userId: newId() };
    await vi.waitFor(async () => {
      await quickRedis().publish("carelane:access", JSON.stringify(change));
      expect(heard).toContainEqual(change);
    });
    await quickRedis().publish("carelane:access", "not json");
    stop();
  });

  it("still ends sessions of this process at once while Redis is away", async () => {
    const { REDIS_URL } = process.env;
    const { headers, sessionId } = await openBrowser(person);
    await authenticateHeaders(headers);
    await closeRedis("quick");
    setEnvironment({ REDIS_URL: "redis://127.0.0.1:1" });
    await signOut(sessionId);
    expect(await authenticateHeaders(headers)).toBeUndefined();
    await closeRedis("quick");
    setEnvironment({ REDIS_URL });
  });
});

describe("the cache", () => {
  it("answers for five seconds while the database is away, and then lets nobody in", async () => {
    const { DATABASE_URL } = process.env;
    const { headers } = await openBrowser(person);
    await authenticateHeaders(headers);
    await closePool();
    setEnvironment({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" });
    expect(await authenticateHeaders(headers)).toMatchObject({ id: person.id });
    at += 5_001;
    await expect(authenticateHeaders(headers)).rejects.toMatchObject({ code: "database_unavailable" });
    await closePool();
    setEnvironment({ DATABASE_URL });
  });
});
