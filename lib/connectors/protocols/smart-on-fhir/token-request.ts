/** Asks for an access token with client credentials: a signed assertion (SMART Backend Services) or a secret. */
import { z } from "zod";
import type { SigningKey } from "@/lib/connectors/contract";
import type { Client, OutboundReply } from "@/lib/http/client";
import { nowMs } from "@/lib/platform/clock";
import type { CarelaneError } from "@/lib/platform/errors";
import { signAssertion } from "./assertion";
import { smartErrors } from "./errors";

/** How the client proves who it is: with its key, or with a secret in the header or in the form (RFC 6749, 2.3.1). */
export type ClientProof =
  | { readonly by: "key"; readonly signingKey: () => Promise<SigningKey> }
  | { readonly by: "basic" | "form"; readonly secret: string };

export interface SmartClient {
  readonly clientId: string;
  readonly tokenUrl: string;
  /** Empty where scopes come from the registration of the client alone. */
  readonly scopes: readonly string[];
  readonly proof: ClientProof;
  readonly http: Client;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AccessToken {
  readonly value: string;
  /** What was granted, which may be less than was asked; null when the server does not tell. */
  readonly scope: string | null;
  /** When to ask for the next one, in milliseconds since 1970: after 80 % of its life. */
  readonly refreshAt: number;
  readonly expiresAt: number;
}

const tokenReply = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(300),
  scope: z.string().nullish(),
});

const refusal = z.object({ error: z.string() });

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

function refusalCode(reply: OutboundReply): string {
  try {
    return reply.json(refusal).error;
  } catch {
    return "";
  }
}

function refused(client: SmartClient, reply: OutboundReply): CarelaneError {
  const code = refusalCode(reply);
  const internal = { status: reply.status };
  if (code === "invalid_scope") {
    return smartErrors.scope_refused({ detail: "Ask the EHR's administrator to grant it.", internal });
  }
  if (
    /^(invalid_client|unauthorized_client|invalid_grant|access_denied)$/.test(code) ||
    reply.status === 401
  ) {
    return smartErrors.sign_in_refused({
      detail:
        client.proof.by === "key"
          ? "Compare the client id, see that the EHR knows the address of our public keys, and ask its administrator whether our access still holds."
          : "Compare the client id and the secret, and ask the EHR's administrator whether our access still holds.",
      internal,
    });
  }
  return smartErrors.token_refused({
    detail: `Its token address answered with status ${reply.status}.`,
    internal,
  });
}

/** What the form says of the client. Each try signs anew, because a jti may be used only once. */
async function proofIn({ clientId, tokenUrl, proof }: SmartClient): Promise<Record<string, string>> {
  switch (proof.by) {
    case "key": {
      const key = await proof.signingKey();
      return {
        client_assertion_type: assertionType,
        client_assertion: await signAssertion({ clientId, tokenUrl, key }),
      };
    }
    case "form":
      return { client_id: clientId, client_secret: proof.secret };
    case "basic":
      return {};
    default:
      return proof satisfies never;
  }
}

/** The parts are form-encoded before they are joined (RFC 6749, 2.3.1). */
function basicHeader({ clientId, proof }: SmartClient): { authorization: string } | undefined {
  if (proof.by !== "basic") return undefined;
  const pair = [clientId, proof.secret].map(encodeURIComponent).join(":");
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** Gets a new token. */
export async function requestToken(client: SmartClient): Promise<AccessToken> {
  const askedAt = nowMs();
  const form = async () =>
    new URLSearchParams({
      grant_type: "client_credentials",
      ...(await proofIn(client)),
      ...(client.scopes.length > 0 && { scope: client.scopes.join(" ") }),
    }).toString();
  const reply = await client.http.request({
    method: "POST",
    url: client.tokenUrl,
    headers: {
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
      ...client.headers,
      ...basicHeader(client),
    },
    body: form,
    retry: "idempotent",
    expect: (status) => status < 500 && status !== 429,
  });
  if (reply.status !== 200) throw refused(client, reply);
  const token = reply.json(tokenReply);
  const livesMs = token.expires_in * 1_000;
  return {
    value: token.access_token,
    scope: token.scope ?? null,
    refreshAt: askedAt + livesMs * 0.8,
    expiresAt: askedAt + livesMs,
  };
}
