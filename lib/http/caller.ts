/** What a request says of where it comes from. */
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";

/** Written by server.ts on every request, over whatever the client sent under this name. */
export const peerHeader = "x-carelane-peer";

const saneRequestId = /^[\w.:-]{8,128}$/;
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** The caller's own request id when it is harmless, else a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get("x-request-id");
  return given && saneRequestId.test(given) ? given : newId();
}

/** Address of the client, found past trusted proxies; "unknown" where no server stands before the handler. */
export function peerAddress(headers: Headers): string {
  return headers.get(peerHeader) ?? "unknown";
}

/**
 * True when the caller runs on this machine. A request that some proxy here passed on is not local, whoever
 * stands at its other end.
 */
export function isLocalCaller(headers: Headers): boolean {
  const passedOn = headers.has("x-forwarded-for") || headers.has("forwarded");
  return !passedOn && /^(127\.|::1$|::ffff:127\.)/.test(peerAddress(headers));
}

/** True for requests that change something. */
export function changesState(method: string): boolean {
  return !safeMethods.has(method);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/**
 * True when a browser says that a page of another origin sent the request. Every browser tells by
 * Sec-Fetch-Site or Origin; a request with neither comes from no browser, so no session can be abused by it
 * (the rule of Go's http.CrossOriginProtection).
 */
export function isCrossOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site) return site !== "same-origin" && site !== "none";
  const origin = headers.get("origin");
  if (origin === null) return false;
  const host = hostOf(origin);
  return host === undefined || (host !== headers.get("host") && host !== hostOf(env().NEXTAUTH_URL));
}
