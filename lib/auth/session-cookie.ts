/**
 * The session cookie. Browsers share cookies between the ports of one host, so its name holds a hash of the
 * public address: two installations on one machine do not sign each other out.
 */
import type { CookiesOptions } from "next-auth";
import { decode } from "next-auth/jwt";
import { z } from "zod";
import { env, secret } from "@/lib/platform/env";
import { idSchema, sha256 } from "@/lib/platform/ids";

const tokenSchema = z.object({ sessionId: idSchema });

type SessionToken = z.infer<typeof tokenSchema>;

/** True when people open Carelane by https; cookies are then sent over TLS alone. */
function isSecure(): boolean {
  return env().NEXTAUTH_URL.startsWith("https:");
}

// No cookie's name may begin with the session's: next-auth joins all that do, as if they were its chunks.
function cookieName(kind: string): string {
  const prefix = isSecure() ? "__Host-" : "";
  return `${prefix}${kind}.${sha256(env().NEXTAUTH_URL).toString("hex").slice(0, 12)}`;
}

export function sessionCookieName(): string {
  return cookieName("carelane");
}

/** Names and flags of every cookie that next-auth sets. */
export function sessionCookies(): Partial<CookiesOptions> {
  const options = { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecure() };
  const shortLived = { ...options, maxAge: 15 * 60 };
  return {
    sessionToken: { name: sessionCookieName(), options },
    callbackUrl: { name: cookieName("carelane-callback"), options },
    csrfToken: { name: cookieName("carelane-csrf"), options },
    pkceCodeVerifier: { name: cookieName("carelane-pkce"), options: shortLived },
    state: { name: cookieName("carelane-state"), options: shortLived },
    nonce: { name: cookieName("carelane-nonce"), options: shortLived },
  };
}

function cookieValue(header: string, name: string): string | undefined {
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** What a decrypted token says, or undefined when it is not one of ours. */
export function parseSessionToken(token: unknown): SessionToken | undefined {
  return tokenSchema.safeParse(token).data;
}

/** The id of the session that a request's cookie names; a cookie that was tampered with names none. */
export async function readSessionId(headers: Headers): Promise<string | undefined> {
  const value = cookieValue(headers.get("cookie") ?? "", sessionCookieName());
  if (!value) return undefined;
  // next-auth throws for anything it did not encrypt, which is no news to a caller.
  const token = await decode({ token: value, secret: secret("NEXTAUTH_SECRET") }).catch(() => null);
  return parseSessionToken(token)?.sessionId;
}
