/**
 * Tokens for backend services: a client proves who it is by an assertion that it signed with its own key
 * (https://hl7.org/fhir/smart-app-launch/backend-services.html, RFC 7523).
 */
import { createLocalJWKSet, decodeJwt, type JWTPayload, errors as joseErrors, jwtVerify } from "jose";
import { z } from "zod";
import { TimedCache } from "@/lib/auth";
import { createClient } from "@/lib/http/client";
import { nowMs } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";
import { withOrganization } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { idSchema, sha256 } from "@/lib/platform/ids";
import { signAccessToken, tokenSeconds } from "./access-token";
import { type FhirClient, findClient, jwksSchema } from "./client-store";
import { tokenErrors } from "./oauth-error";
import { assertionAlgorithms } from "./schema";
import { isCovered, parseScope } from "./scopes";

type Jwks = z.output<typeof jwksSchema>;

const longestAssertionSeconds = 300;
/** The client's clock may be ahead of ours. */
const clockToleranceSeconds = 30;

const requestSchema = z.object({
  grant_type: z.string(),
  scope: z.string().min(1).max(5_000),
  client_assertion_type: z.literal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
  client_assertion: z.string().min(1).max(20_000),
});

export interface GrantedToken {
  readonly access_token: string;
  readonly token_type: "bearer";
  readonly expires_in: number;
  readonly scope: string;
}

/** The address that assertions are made out to. */
export function tokenUrl(): string {
  return `${env().NEXTAUTH_URL.replace(/\/$/, "")}/api/fhir/token`;
}

function unproven(detail: string, cause?: unknown) {
  return tokenErrors.client_unproven({ detail, cause });
}

const keySets = () => shared("fhir.key-sets", () => new TimedCache<Jwks>(300_000, 1_000));
const outbound = () =>
  shared("fhir.key-set-client", () => createClient({ name: "fhir key sets", retries: 1, timeoutMs: 5_000 }));

async function fetchKeys(url: string): Promise<Jwks> {
  const reply = await outbound().request({ url, maxBytes: 200_000, headers: { accept: "application/json" } });
  return jwksSchema.parse(JSON.parse(new TextDecoder().decode(reply.bytes)));
}

async function keysOf({ jwks, jwksUrl }: FhirClient, afresh: boolean): Promise<Jwks> {
  if (jwks) return jwks;
  if (!jwksUrl) throw unproven("The client has no keys.");
  try {
    if (afresh) keySets().drop(() => true);
    return await keySets().get(jwksUrl, () => fetchKeys(jwksUrl));
  } catch (cause) {
    throw unproven("The client's key set could not be read from its address.", cause);
  }
}

async function verified(client: FhirClient, assertion: string, afresh = false): Promise<JWTPayload> {
  const keys = await keysOf(client, afresh);
  try {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(keys), {
      algorithms: [...assertionAlgorithms],
      audience: tokenUrl(),
      issuer: client.id,
      subject: client.id,
      requiredClaims: ["exp", "jti"],
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(nowMs()),
    });
    return payload;
  } catch (cause) {
    // A key that was published since.
    const isNew = cause instanceof joseErrors.JWKSNoMatchingKey && client.jwksUrl && !afresh;
    if (isNew) return verified(client, assertion, true);
    throw unproven(`Sign it with RS384 or ES384 and a registered key, for ${tokenUrl()}.`, cause);
  }
}

function subjectOf(assertion: string): string | undefined {
  try {
    return idSchema.safeParse(decodeJwt(assertion).sub).data;
  } catch {
    return undefined;
  }
}

/** Notes that the assertion was used. Throws for one that was used before: whoever sends it again has only seen it. */
async function noteUse(client: FhirClient, { jti = "", exp = 0 }: JWTPayload): Promise<void> {
  const leftSeconds = exp - nowMs() / 1_000;
  if (leftSeconds > longestAssertionSeconds + clockToleranceSeconds) {
    throw unproven("It may be good for five minutes at most.");
  }
  if (jti === "" || jti.length > 255) throw unproven("Its jti is 1 to 255 characters long.");
  const noted = await withOrganization(client, (tx) =>
    tx.execute(
      `insert into inbound_keys (organization_id, kind, source, key, content_hash, expires_at)
       values ($1, 'fhir assertion', $2, $3, $4, $5) on conflict do nothing`,
      [
        client.organizationId,
        client.id,
        jti,
        sha256(jti),
        new Date((exp + 2 * clockToleranceSeconds) * 1_000),
      ],
    ),
  );
  if (noted === 0) throw unproven("It was used before: sign a new one for each request.");
}

/** Of the scopes asked for those that the client holds. Throws `scope_refused` where that is none. */
function grantedScopes({ scopes }: FhirClient, asked: string): string[] {
  const held = scopes.flatMap((scope) => parseScope(scope) ?? []);
  const granted = asked.split(" ").filter((scope) => {
    const parsed = parseScope(scope);
    return parsed !== undefined && isCovered(parsed, held);
  });
  if (granted.length > 0) return [...new Set(granted)];
  throw tokenErrors.scope_refused({ detail: "Ask for scopes that the client was registered with." });
}

/** Throws `client_unproven`, `scope_refused`, `grant_unsupported`, `token_request_invalid`. */
export async function grantToken(form: URLSearchParams): Promise<GrantedToken> {
  const parsed = requestSchema.safeParse(Object.fromEntries(form));
  if (form.has("grant_type") && form.get("grant_type") !== "client_credentials")
    throw tokenErrors.grant_unsupported();
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => path.join(".")))].join(", ");
    throw tokenErrors.token_request_invalid({ detail: `Look at ${names}.` });
  }
  const { client_assertion, scope } = parsed.data;
  const subject = subjectOf(client_assertion);
  const client = subject && (await findClient(subject));
  if (!client) throw unproven("Its iss and sub name no registered client.");
  await noteUse(client, await verified(client, client_assertion));
  const scopes = grantedScopes(client, scope);
  return {
    access_token: await signAccessToken(client.id, scopes),
    token_type: "bearer",
    expires_in: tokenSeconds,
    scope: scopes.join(" "),
  };
}
