import { beforeEach, describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import {
  type Actor,
  authenticateHeaders,
  changeUser,
  createApiKey,
  createUser,
  listApiKeys,
  listUsers,
  type Permission,
  revokeApiKey,
} from ".";
import { newApiKeySchema, newUserSchema } from "./schema";
import { signInWithPassword } from "./sign-in";
import { openBrowser, signedIn } from "./testing/people";

const installation = installationForTests();
let admin: Actor;

beforeEach(async () => {
  admin = await signedIn(await installation.addOrganization(), "admin");
});

const aUser = (changes: object = {}) =>
  newUserSchema.parse({
    email: `${newId()}@Example.org`,
    name: " Ana Souza ",
    role: "lab_staff",
    ...changes,
  });

function limitedTo(...permissions: Permission[]): Actor {
  return { ...admin, kind: "key", permissions: new Set(permissions) };
}

describe("adding a person", () => {
  it("lets them sign in, and tells the trail neither name nor password", async () => {
    const wanted = aUser({ password: "nine purple umbrellas" });
    const user = await createUser(admin, wanted);
    expect(user).toMatchObject({
      email: wanted.email,
      name: "Ana Souza",
      role: "lab_staff",
      disabledAt: null,
    });
    expect(
      await signInWithPassword(
        { email: user.email, password: "nine purple umbrellas", shared: false },
        "::1",
      ),
    ).toBeDefined();
    const { data } = await listAudit(admin, { action: "user.created" }, { limit: 5 });
    expect(data).toMatchObject([{ target: { entity: "user", recordId: user.id, role: "lab_staff" } }]);
    expect(JSON.stringify(data)).not.toMatch(/Souza|umbrellas/);
  });

  it("refuses an address that is taken, in this organization or another, whatever its case", async () => {
    const { email } = await createUser(admin, aUser());
    const elsewhere = await signedIn(await installation.addOrganization(), "admin");
    for (const actor of [admin, elsewhere]) {
      await expect(createUser(actor, aUser({ email: email.toUpperCase() }))).rejects.toMatchObject({
        code: "email_taken",
      });
    }
    expect((await listUsers(elsewhere, { limit: 10 })).data).toHaveLength(1);
  });

  it("refuses a password that is guessed first", async () => {
    await expect(createUser(admin, aUser({ password: "Welcome2026" }))).rejects.toMatchObject({
      code: "password_weak",
    });
  });

  it("hands on no right that one lacks", async () => {
    const clerk = limitedTo("users:manage", "records:read");
    await expect(createUser(clerk, aUser({ role: "admin" }))).rejects.toMatchObject({
      code: "beyond_your_rights",
    });
    expect(await createUser(clerk, aUser({ role: "clinic_staff" }))).toMatchObject({ role: "clinic_staff" });
  });
});

describe("changing a person", () => {
  it("changes what is given and leaves the rest", async () => {
    const user = await createUser(admin, aUser());
    expect(await changeUser(admin, user.id, { name: "Ana Maria Souza" })).toEqual({
      ...user,
      name: "Ana Maria Souza",
    });
    const clinicId = newId();
    expect(await changeUser(admin, user.id, { role: "clinic_staff", clinicIds: [clinicId] })).toMatchObject({
      name: "Ana Maria Souza",
      role: "clinic_staff",
      clinicIds: [clinicId],
    });
  });

  it("never leaves the organization without an admin", async () => {
    await expect(changeUser(admin, admin.id, { disabled: true })).rejects.toMatchObject({
      code: "last_admin",
    });
    await expect(changeUser(admin, admin.id, { role: "driver" })).rejects.toMatchObject({
      code: "last_admin",
    });
    expect((await listUsers(admin, { limit: 5 })).data).toMatchObject([{ role: "admin", disabledAt: null }]);
  });

  it("keeps one admin when two take each other's role at the same moment", async () => {
    const other = await signedIn(admin.organizationId, "admin");
    const outcomes = await Promise.allSettled([
      changeUser(admin, other.id, { role: "lab_staff" }),
      changeUser(other, admin.id, { disabled: true }),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("sets a password that ends every other session and lets the new one in", async () => {
    const user = await createUser(admin, aUser());
    const { headers } = await openBrowser({ ...user, organizationId: admin.organizationId });
    await changeUser(admin, user.id, { password: "nine purple umbrellas" });
    expect(await authenticateHeaders(headers)).toBeUndefined();
    expect(
      await signInWithPassword(
        { email: user.email, password: "nine purple umbrellas", shared: false },
        "::1",
      ),
    ).toBeDefined();
  });

  it("takes over nobody who may do more than oneself", async () => {
    const clerk = limitedTo("users:manage");
    const change = { password: "nine purple umbrellas" };
    await expect(changeUser(clerk, admin.id, change)).rejects.toMatchObject({ code: "beyond_your_rights" });
  });

  it("finds nobody of another organization", async () => {
    const elsewhere = await signedIn(await installation.addOrganization(), "admin");
    await expect(changeUser(elsewhere, admin.id, { name: "X" })).rejects.toMatchObject({
      code: "user_not_found",
    });
  });
});

describe("lists", () => {
  it("of people and keys go on where the page before ended, newest first, and show no other organization's", async () => {
    for (let made = 0; made < 4; made += 1) {
      await createUser(admin, aUser());
      await createApiKey(admin, newApiKeySchema.parse({ name: `Key ${made}`, scopes: ["records:read"] }));
    }
    for (const [read, total] of [
      [listUsers, 5],
      [listApiKeys, 4],
    ] as const) {
      const first = await read(admin, { limit: 3 });
      const second = await read(admin, { limit: 3, after: first.next ?? undefined });
      const ids = [...first.data, ...second.data].map((item) => item.id);
      expect(ids).toHaveLength(total);
      expect(new Set(ids).size).toBe(total);
      expect(second.next).toBeNull();
    }
  });
});

describe("an API key", () => {
  it("is shown once, with what it may do", async () => {
    const key = await createApiKey(
      admin,
      newApiKeySchema.parse({ name: "Reader", role: "integration", scopes: ["records:read"] }),
    );
    expect(key.key).toMatch(/^cl_[\w-]{43}$/);
    expect(key).toMatchObject({ scopes: ["records:read"], hint: key.key.slice(-4) });
    const { key: _, ...shown } = key;
    expect((await listApiKeys(admin, { limit: 5 })).data).toEqual([shown]);
  });

  it("cannot do more than who made it, nor begin in the past", async () => {
    const clerk = limitedTo("keys:manage");
    const wanted = newApiKeySchema.parse({ name: "X", role: "admin" });
    await expect(createApiKey(clerk, wanted)).rejects.toMatchObject({ code: "beyond_your_rights" });
    const past = newApiKeySchema.parse({ name: "X", role: "integration", expiresAt: "2020-01-01T00:00:00Z" });
    await expect(createApiKey(admin, past)).rejects.toMatchObject({ code: "expiry_past" });
  });

  it("needs a role that sees no single clinic, or a scope", () => {
    expect(newApiKeySchema.safeParse({ name: "X", role: "clinic_staff" }).success).toBe(false);
    expect(newApiKeySchema.safeParse({ name: "X" }).success).toBe(false);
    expect(newApiKeySchema.safeParse({ name: "a\u0000b", role: "admin" }).success).toBe(false);
  });

  it("is gone from the list once revoked, is revoked once, and by its own organization alone", async () => {
    const { id } = await createApiKey(admin, newApiKeySchema.parse({ name: "X", role: "integration" }));
    const elsewhere = await signedIn(await installation.addOrganization(), "admin");
    await expect(revokeApiKey(elsewhere, id)).rejects.toMatchObject({ code: "api_key_not_found" });
    await revokeApiKey(admin, id);
    expect((await listApiKeys(admin, { limit: 5 })).data).toEqual([]);
    await expect(revokeApiKey(admin, id)).rejects.toMatchObject({ code: "api_key_not_found" });
  });
});
