/** An OAuth 2 token endpoint for backend services, and the tokens it gave out. */
import { randomBytes } from "node:crypto";
import { jsonReply, type Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";
import { AssertionChecker, RefusedAssertion } from "@/sandbox/smart/client-assertion";
import type { ClientKeys } from "@/sandbox/smart/client-keys";

/** To whom a token was given, and for what. */
export interface TokenHolder {
  clientId: string;
  scope: string;
}

/** Thrown by a vendor's rule on scopes; `error` is OAuth's word for it. */
export class RefusedGrant extends Error {
  override name = "RefusedGrant";
  readonly status: number;
  /** What the vendor adds to the answer. */
  readonly details: Record<string, string>;

  constructor(
    readonly error: string,
    reason: string,
    { status = 400, details = {} }: { status?: number; details?: Record<string, string> } = {},
  ) {
    super(reason);
    this.status = status;
    this.details = details;
  }
}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

interface Options {
  tokenUrl: string;
  keys: ClientKeys;
  /** The scopes granted for those asked, or throws RefusedGrant. */
  grantedScope(asked: string | null): string;
  /** The secret by which a client may authenticate instead of by an assertion: in the header, or in the form. */
  secret?: { clientId: string; value: string; sentBy: ("basic" | "post")[] };
  /** Of assertions; all that the checker knows when left out. */
  algorithms?: string[];
  /** The status of `invalid_client`; 400 when left out. */
  invalidClientStatus?: number;
  lifetimeSeconds: number;
  now: () => number;
}

export class TokenEndpoint {
  readonly #tokens = new Map<string, TokenHolder & { endsAtMs: number }>();
  readonly #assertions: AssertionChecker;

  constructor(private readonly options: Options) {
    const { keys, tokenUrl, now, algorithms } = options;
    this.#assertions = new AssertionChecker(keys, tokenUrl, now, algorithms);
  }

  async answer(request: VendorRequest): Promise<Reply> {
    if (request.method !== "POST") return jsonReply(405, { error: "invalid_request" }, { allow: "POST" });
    if (request.plays("revoked_credential")) return this.#unknown("played: the credential is revoked");
    const form = new URLSearchParams(request.body);
    if (form.get("grant_type") !== "client_credentials")
      return refusal(400, "unsupported_grant_type", "grant_type");
    try {
      const clientId = await this.#clientOf(form, request.headers.authorization);
      return this.#grant(clientId, this.options.grantedScope(form.get("scope")));
    } catch (error) {
      if (error instanceof RefusedAssertion) return this.#unknown(error.message);
      if (error instanceof RefusedGrant)
        return refusal(error.status, error.error, error.message, error.details);
      throw error;
    }
  }

  /** Who asks, by secret or by assertion. */
  async #clientOf(form: URLSearchParams, authorization: string | undefined): Promise<string> {
    const { secret } = this.options;
    const given = secret && givenSecret(form, authorization, secret.sentBy);
    if (secret && given) {
      if (given !== `${secret.clientId}:${secret.value}`) throw new RefusedAssertion("wrong client secret");
      return secret.clientId;
    }
    if (form.get("client_assertion_type") !== assertionType)
      throw new RefusedGrant("invalid_request", "client_assertion_type");
    return this.#assertions.check(form.get("client_assertion") ?? "");
  }

  /** The client a bearer token was given to, as long as it lives. */
  holderOf(authorization: string | undefined): TokenHolder | undefined {
    const token = this.#tokens.get(bearerIn(authorization));
    return token !== undefined && token.endsAtMs > this.options.now() ? token : undefined;
  }

  /** Ends a token before its time. */
  expire(authorization: string | undefined): void {
    this.#tokens.delete(bearerIn(authorization));
  }

  #unknown(reason: string): Reply {
    return refusal(this.options.invalidClientStatus ?? 400, "invalid_client", reason);
  }

  #grant(clientId: string, scope: string): Reply {
    const { lifetimeSeconds, now } = this.options;
    for (const [token, { endsAtMs }] of this.#tokens) if (endsAtMs <= now()) this.#tokens.delete(token);
    const token = randomBytes(48).toString("base64url");
    this.#tokens.set(token, { clientId, scope, endsAtMs: now() + lifetimeSeconds * 1_000 });
    return jsonReply(
      200,
      { access_token: token, token_type: "bearer", expires_in: lifetimeSeconds, scope },
      { "cache-control": "no-store" },
    );
  }
}

/** `client id:secret`, however it came; undefined when there is none. */
function givenSecret(
  form: URLSearchParams,
  authorization: string | undefined,
  ways: ("basic" | "post")[],
): string | undefined {
  if (ways.includes("basic") && authorization?.startsWith("Basic ")) {
    return Buffer.from(authorization.slice("Basic ".length), "base64").toString();
  }
  const secret = ways.includes("post") ? form.get("client_secret") : null;
  return secret === null ? undefined : `${form.get("client_id") ?? ""}:${secret}`;
}

function bearerIn(authorization = ""): string {
  return authorization.replace(/^bearer /i, "");
}

function refusal(status: number, error: string, reason: string, details: Record<string, string> = {}): Reply {
  // Vendors leave the description empty; the reason is for whoever debugs a client against the sandbox.
  return jsonReply(status, { error, error_description: null, ...details }, { "x-sandbox-reason": reason });
}
