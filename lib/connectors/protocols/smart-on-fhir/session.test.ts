import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt, decodeProtectedHeader, generateKeyPair } from "jose";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { SigningKey } from "@/lib/connectors/contract";
import { createClient, openNetwork, outboundErrors } from "@/lib/http/client";
import { nowMs, setClock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { missingAccess, systemScopes } from "./scopes";
import { openSmartSession } from "./session";

interface TokenReply {
  readonly status?: number;
  readonly body: object;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

let key: SigningKey;
beforeAll(async () => {
  const { privateKey } = await generateKeyPair("RS384");
  key = { keyId: "k1", algorithm: "RS384", privateKey };
});

const granted = (value: string, seconds = 1_000): TokenReply => ({
  body: { access_token: value, token_type: "bearer", expires_in: seconds, scope: "system/Patient.rs" },
});

/** A token endpoint that gives these replies one after the other, the last one for ever. */
async function endpoint(...replies: TokenReply[]) {
  const assertions: string[] = [];
  const server = createServer((request, response) => {
    let form = "";
    request.on("data", (chunk) => {
      form += String(chunk);
    });
    request.on("end", () => {
      const { status = 200, body } =
        replies[Math.min(assertions.length, replies.length - 1)] ?? granted("none");
      assertions.push(new URLSearchParams(form).get("client_assertion") ?? "");
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  const session = openSmartSession(newId(), {
    clientId: "client-1",
    tokenUrl,
    scopes: [],
    proof: { by: "key", signingKey: async () => key },
    http: createClient({
      name: "test",
      timeoutMs: 2_000,
      firstDelayMs: 2,
      retries: 1,
      network: openNetwork({ allow: ["127.0.0.1"] }),
    }),
  });
  return { session, assertions, tokenUrl };
}

function later(ms: number): void {
  const at = nowMs() + ms;
  closers.push(setClock(() => at));
}

const expired = () => Promise.reject(outboundErrors.vendor_sign_in_expired());

describe("openSmartSession", () => {
  it("signs what SMART and Epic ask for", async () => {
    const { session, assertions, tokenUrl } = await endpoint(granted("t1"));
    await session.token();
    const [assertion = ""] = assertions;
    const { iat = 0, exp = 0, ...claims } = decodeJwt(assertion);
    expect(claims).toEqual({ iss: "client-1", sub: "client-1", aud: tokenUrl, jti: expect.any(String) });
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: "RS384", kid: "k1", typ: "JWT" });
    expect(Number.isInteger(iat) && iat * 1_000 < nowMs()).toBe(true);
    expect(exp - iat).toBeLessThanOrEqual(300);
  });

  it("gets one token for fifty who ask at once", async () => {
    const { session, assertions } = await endpoint(granted("t1"));
    const tokens = await Promise.all(Array.from({ length: 50 }, () => session.token()));
    expect(new Set(tokens.map(({ value }) => value))).toEqual(new Set(["t1"]));
    expect(assertions).toHaveLength(1);
  });

  it("renews a token when four fifths of its life are over", async () => {
    const { session, assertions } = await endpoint(granted("t1", 1_000), granted("t2", 1_000));
    await session.token();
    later(790_000);
    expect((await session.token()).value).toBe("t1");
    later(11_000);
    expect((await session.token()).value).toBe("t2");
    expect(assertions).toHaveLength(2);
  });

  it("goes on with the old token while it lives and the endpoint is away", async () => {
    const { session } = await endpoint(granted("t1", 1_000), { status: 500, body: {} });
    await session.token();
    later(900_000);
    expect((await session.token()).value).toBe("t1");
    later(200_000);
    await expect(session.token()).rejects.toMatchObject({ kind: "retryable" });
  });

  it("signs anew for every try, because a jti may be used once", async () => {
    const { session, assertions } = await endpoint({ status: 503, body: {} }, granted("t1"));
    await session.token();
    const ids = assertions.map((assertion) => decodeJwt(assertion).jti);
    expect(new Set(ids).size).toBe(2);
  });

  it("replaces a refused token once for all who used it", async () => {
    const { session, assertions } = await endpoint(granted("t1"), granted("t2"));
    const call = (authorization: string) =>
      authorization === "Bearer t1" ? expired() : Promise.resolve(authorization);
    const answers = await Promise.all(Array.from({ length: 50 }, () => session.authorized(call)));
    expect(new Set(answers)).toEqual(new Set(["Bearer t2"]));
    expect(assertions).toHaveLength(2);
  });

  it("does not go on for ever when every token is refused", async () => {
    const { session, assertions } = await endpoint(granted("t1"));
    await expect(session.authorized(expired)).rejects.toMatchObject({
      code: "sign_in_refused",
      kind: "auth_expired",
      owner: "tenant",
      detail: expect.stringContaining("new access token"),
    });
    expect(assertions).toHaveLength(2);
  });

  it.each([
    [400, "invalid_client", "sign_in_refused"],
    [400, "invalid_grant", "sign_in_refused"],
    [400, "unauthorized_client", "sign_in_refused"],
    [401, "", "sign_in_refused"],
    [400, "invalid_scope", "scope_refused"],
    [400, "invalid_request", "token_refused"],
  ])("says of %d %s who has to act", async (status, error, code) => {
    const { session } = await endpoint({ status, body: { error } });
    await expect(session.token()).rejects.toMatchObject({ code });
  });
});

describe("missingAccess", () => {
  const wanted = [
    { type: "Patient", interaction: "read" },
    { type: "Observation", interaction: "search" },
  ] as const;

  it.each([
    "system/*.*",
    "system/Patient.read system/Observation.read",
    "system/Patient.r system/Observation.s?category=x|y",
  ])("finds nothing missing in %s", (scope) => {
    expect(missingAccess(scope, wanted)).toEqual([]);
  });

  it("names what was not granted", () => {
    expect(missingAccess("system/Patient.s system/Observation.write user/Patient.read", wanted)).toEqual(
      wanted,
    );
  });
});

describe("systemScopes", () => {
  const wanted = [
    { type: "Patient", interaction: "search" },
    { type: "Patient", interaction: "read" },
    { type: "Observation", interaction: "update" },
    { type: "Observation", interaction: "create" },
  ] as const;

  it.each([
    ["v1", ["system/Patient.read", "system/Observation.write"]],
    ["v2", ["system/Patient.rs", "system/Observation.cu"]],
  ] as const)("asks in %s for what is wanted and nothing else", (notation, scopes) => {
    expect(systemScopes(wanted, notation)).toEqual(scopes);
    expect(missingAccess(scopes.join(" "), wanted)).toEqual([]);
  });
});
