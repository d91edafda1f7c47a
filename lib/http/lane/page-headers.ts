/** Security headers of pages: what a browser may load, from where, and who may frame it. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { stampHeader } from "./stamp";

/** Path and query of a page as the browser asked for it. */
export const pagePathHeader = "x-carelane-path";

/**
 * The policy of one page. Scripts run by nonce alone; styles may stand in attributes, which charts need.
 * Development adds eval, by which React shows where an error came from.
 */
function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Puts the policy on the answer, and on the request: that is where Next finds the nonce for its own scripts. */
export function dressPage(request: IncomingMessage, response: ServerResponse, development: boolean): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, development);
  stampHeader(request, "content-security-policy", policy);
  stampHeader(request, "x-nonce", nonce);
  // Next does not tell a layout its address, which the way back from the sign-in page needs.
  stampHeader(request, pagePathHeader, request.url ?? "/");
  response.setHeader("content-security-policy", policy);
  response.setHeader("referrer-policy", "strict-origin-when-cross-origin");
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(self), geolocation=(self), microphone=()");
}
