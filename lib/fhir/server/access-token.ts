/** Access tokens of SMART clients: signed by us, good for minutes, and only while the client is registered. */
import { hkdfSync } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { Actor } from "@/lib/auth";
import { nowMs } from "@/lib/platform/clock";
import { secret } from "@/lib/platform/env";
import { idSchema } from "@/lib/platform/ids";
import { type FhirClient, findClient } from "./client-store";

/** The longest that SMART Backend Services recommend. */
export const tokenSeconds = 300;

const algorithm = "HS256";
const issuer = "carelane";
const audience = "carelane fhir";

/** One secret, many uses: each has a key of its own. */
function signingKey(): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret("NEXTAUTH_SECRET"), "", "carelane fhir access token", 32));
}

const claims = z.object({ sub: idSchema, scope: z.string() });

export function signAccessToken(clientId: string, scopes: readonly string[]): Promise<string> {
  const issuedAt = Math.floor(nowMs() / 1_000);
  return new SignJWT({ scope: scopes.join(" ") })
    .setProtectedHeader({ alg: algorithm, typ: "at+jwt" })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(clientId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + tokenSeconds)
    .sign(signingKey());
}

function actorOf({ id, name, organizationId }: FhirClient, fhirScopes: readonly string[]): Actor {
  return {
    kind: "key",
    id,
    name,
    organizationId,
    clinicIds: null,
    permissions: new Set(),
    fhirScopes,
  };
}

/** A client with all that it is registered for at this moment; undefined when it is gone. */
export async function registeredActor(clientId: string): Promise<Actor | undefined> {
  const client = await findClient(clientId);
  return client && actorOf(client, client.scopes);
}

/** The client that a token speaks for; undefined for a token that is not ours, has ended, or whose client is gone. */
export async function clientActor(token: string): Promise<Actor | undefined> {
  const verified = await jwtVerify(token, signingKey(), {
    algorithms: [algorithm],
    issuer,
    audience,
    typ: "at+jwt",
    currentDate: new Date(nowMs()),
  }).catch(() => undefined);
  const { data } = claims.safeParse(verified?.payload);
  const client = data && (await findClient(data.sub));
  return data && client && actorOf(client, data.scope.split(" "));
}
