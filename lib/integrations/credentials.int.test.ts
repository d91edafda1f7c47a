import { createPublicKey, verify } from "node:crypto";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { GET as jwks } from "@/app/api/integrations/[id]/jwks.json/route";
import { POST as rotateKey } from "@/app/api/integrations/[id]/rotate-key/route";
import { POST as test } from "@/app/api/integrations/[id]/test/route";
import { setClock } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { loadConnectorContext } from "./index";
import { jwksSchema } from "./schema";
import { beforeEachTest, type Caller, call, createEpic } from "./testing/routes";

let admin: Caller;
let id: string;

beforeEachTest((stage) => {
  ({ admin, id } = stage);
});

describe("credentials", () => {
  it("are sealed in the database, each bound to its own place", async () => {
    const stored = await withOrganization(admin, (tx) =>
      tx.one<{ credentials: unknown }>("select credentials from integrations where id = $1", [id]),
    );
    expect(JSON.stringify(stored)).not.toContain("a-very-long-client-secret");
    await withOrganization(admin, (tx) =>
      tx.execute(
        `update integrations set credentials = jsonb_set(credentials, '{clientId}', credentials -> 'clientSecret')
          where id = $1`,
        [id],
      ),
    );
    await expect(loadConnectorContext(admin, id)).rejects.toMatchObject({ code: "seal_broken" });
  });

  it("reach the connector opened and checked, with a key to sign", async () => {
    const { connector: epic, context } = await loadConnectorContext(admin, id);
    expect(epic.id).toBe("epic");
    expect(context.config).toMatchObject({ clientId: "your-client-id" });
    const key = await context.signingKey?.();
    expect(key).toMatchObject({ algorithm: "RS384" });
  });
});

describe("the key pair", () => {
  async function publishedKeys() {
    const { status, headers, json } = await call("GET", jwks, { id });
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toContain("max-age");
    return jwksSchema.parse(json).keys;
  }

  async function signingKey() {
    const { context } = await loadConnectorContext(admin, id);
    const key = await context.signingKey?.();
    if (!key) throw new Error("the connector signs nothing");
    return key;
  }

  it("is published without its private half, open to all, and verifies what it signs", async () => {
    const [published, ...others] = await publishedKeys();
    expect(others).toEqual([]);
    expect(Object.keys(published ?? {}).toSorted()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
    const { privateKey, keyId } = await signingKey();
    expect(keyId).toBe(published?.kid);
    const jwt = await new SignJWT({}).setProtectedHeader({ alg: "RS384", kid: keyId }).sign(privateKey);
    const [head, body, signature] = jwt.split(".");
    const publicKey = createPublicKey({ key: { ...published }, format: "jwk" });
    expect(
      verify("sha384", Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature ?? "", "base64url")),
    ).toBe(true);
  });

  it("is published before it signs when it is rotated, and the old one until nobody needs it", async () => {
    const [old] = await publishedKeys();
    expect((await call("POST", rotateKey, { caller: admin, id })).status).toBe(200);
    const [fresh, kept] = await publishedKeys();
    expect(kept).toEqual(old);
    expect((await signingKey()).keyId).toBe(old?.kid);
    const hourMs = 3_600_000;
    const startMs = Date.now();
    const restore = setClock(() => startMs + 31 * hourMs);
    expect((await signingKey()).keyId).toBe(fresh?.kid);
    expect(await publishedKeys()).toHaveLength(2);
    restore();
    const restoreAgain = setClock(() => startMs + 61 * hourMs);
    expect(await publishedKeys()).toEqual([fresh]);
    restoreAgain();
  });

  it("is asked for in vain where there is none", async () => {
    expect((await call("GET", jwks, { id: newId() })).status).toBe(404);
    expect((await call("GET", jwks, { id: "x" })).status).toBe(404);
  });
});

describe("a test of the connection", () => {
  it("says what is missing instead of failing", async () => {
    const bare = await createEpic(admin, { name: "Bare", provider: "epic" });
    const { status, json } = await call("POST", test, { caller: admin, id: bare });
    expect(status).toBe(200);
    expect(json).toMatchObject({ success: false, checks: [{ name: "Settings", ok: false }] });
    expect(json.checks[0].fix).toContain("clientId");
  });
});
