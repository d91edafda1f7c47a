/** What a token request is refused with (RFC 6749 section 5.2). */
import { asCarelaneError, problemHeaders } from "@/lib/http/problem";
import { defineErrors, hasCode } from "@/lib/platform/errors";

export const tokenErrors = defineErrors("fhir", {
  token_request_invalid: {
    status: 400,
    owner: "caller",
    kind: "invalid",
    title: "The token request is not complete",
  },
  grant_unsupported: {
    status: 400,
    owner: "caller",
    kind: "invalid",
    title: "Only client_credentials are granted",
  },
  scope_refused: { status: 400, owner: "caller", kind: "invalid", title: "None of the scopes is granted" },
  client_unproven: {
    status: 401,
    owner: "caller",
    kind: "auth_expired",
    title: "The client has not proven who it is",
  },
});

const words: Readonly<Record<string, string>> = {
  token_request_invalid: "invalid_request",
  grant_unsupported: "unsupported_grant_type",
  scope_refused: "invalid_scope",
  client_unproven: "invalid_client",
};

export function oauthErrorResponse(error: unknown): Response {
  const known = asCarelaneError(error);
  const word = words[known.code] ?? (known.status < 500 ? "invalid_request" : "server_error");
  const detail = known.status === 500 ? undefined : known.detail;
  const headers = { ...problemHeaders(known), "content-type": "application/json" };
  if (hasCode(known, "client_unproven")) Reflect.deleteProperty(headers, "www-authenticate");
  return new Response(
    JSON.stringify({ error: word, error_description: [known.title, detail].filter(Boolean).join(". ") }),
    { status: known.status, headers },
  );
}
