/** An OAuth 2 token endpoint for backend services, and the tokens it gave out. */
import { randomBytes } from "node:crypto";
import { jsonReply, type Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";
import { AssertionChecker, RefusedAssertion } from "@/sandbox/smart/client-assertion";
import type { ClientKeys } from "@/sandbox/smart/client-keys";

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

interface Options {
  tokenUrl: string;
  keys: ClientKeys;
  scope: string;
  lifetimeSeconds: number;
  now: () => number;
}

export class TokenEndpoint {
  readonly #tokens = new Map<string, { clientId: string; endsAtMs: number }>();
  readonly #assertions: AssertionChecker;

  constructor(private readonly options: Options) {
    this.#assertions = new AssertionChecker(options.keys, options.tokenUrl, options.now);
  }

  async answer(request: VendorRequest): Promise<Reply> {
    if (request.method !== "POST") return jsonReply(405, { error: "invalid_request" }, { allow: "POST" });
    if (request.plays("revoked_credential"))
      return refusal("invalid_client", "played: the credential is revoked");
    const form = new URLSearchParams(request.body);
    if (form.get("grant_type") !== "client_credentials")
      return refusal("unsupported_grant_type", "grant_type");
    if (form.get("client_assertion_type") !== assertionType)
      return refusal("invalid_request", "client_assertion_type");
    try {
      const clientId = await this.#assertions.check(form.get("client_assertion") ?? "");
      return this.#grant(clientId);
    } catch (error) {
      if (error instanceof RefusedAssertion) return refusal("invalid_client", error.message);
      throw error;
    }
  }

  /** The client a bearer token was given to, as long as it lives. */
  holderOf(authorization: string | undefined): string | undefined {
    const token = this.#tokens.get(bearerIn(authorization));
    return token !== undefined && token.endsAtMs > this.options.now() ? token.clientId : undefined;
  }

  /** Ends a token before its time. */
  expire(authorization: string | undefined): void {
    this.#tokens.delete(bearerIn(authorization));
  }

  #grant(clientId: string): Reply {
    const { lifetimeSeconds, scope, now } = this.options;
    for (const [token, { endsAtMs }] of this.#tokens) if (endsAtMs <= now()) this.#tokens.delete(token);
    const token = randomBytes(48).toString("base64url");
    this.#tokens.set(token, { clientId, endsAtMs: now() + lifetimeSeconds * 1_000 });
    return jsonReply(
      200,
      { access_token: token, token_type: "bearer", expires_in: lifetimeSeconds, scope },
      { "cache-control": "no-store" },
    );
  }
}

function bearerIn(authorization = ""): string {
  return authorization.replace(/^bearer /i, "");
}

function refusal(error: string, reason: string): Reply {
  // Vendors leave the description empty; the reason is for whoever debugs a client against the sandbox.
  return jsonReply(400, { error, error_description: null }, { "x-sandbox-reason": reason });
}
