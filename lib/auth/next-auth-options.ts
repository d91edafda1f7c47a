/**
 * How next-auth signs people in. Its cookie carries the id of a row in `sessions` and nothing else; who that
 * is and what they may do is read at each request.
 */
import type { AuthOptions, Profile } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { peerAddress } from "@/lib/http/caller";
import { env, secret } from "@/lib/platform/env";
import { hasCode } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";
import { findSessionActor } from "./authenticate";
import { parseSessionToken, sessionCookies } from "./session-cookie";
import { credentialsSchema, mayEnter, signInWithPassword, signInWithProvider, signOut } from "./sign-in";

type Provider = AuthOptions["providers"][number];

const log = createLogger("auth");

const profileSchema = z.object({
  sub: z.string(),
  email: z.email(),
  /** Absent at providers that only know addresses they gave themselves. */
  email_verified: z.boolean().default(true),
});

function addressOf(headers: Record<string, unknown> | undefined): string {
  const texts = Object.entries(headers ?? {}).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return peerAddress(new Headers(texts));
}

function passwordProvider(): Provider {
  return CredentialsProvider({
    credentials: { email: {}, password: {}, shared: {} },
    async authorize(input, request) {
      const credentials = credentialsSchema.safeParse(input);
      if (!credentials.success) return null;
      try {
        const sessionId = await signInWithPassword(credentials.data, addressOf(request.headers));
        return sessionId ? { id: sessionId } : null;
      } catch (error) {
        // next-auth writes the message into an address, so it is a code and never a cause.
        if (hasCode(error, "too_many_sign_ins")) throw new Error(error.code);
        log.error("A sign-in failed", { error });
        throw new Error("sign_in_failed");
      }
    },
  });
}

/** The organization's own provider (OpenID Connect), where OIDC_ISSUER and OIDC_CLIENT_ID name one. */
function singleSignOn(): Provider[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_NAME } = env();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) return [];
  return [
    {
      id: "oidc",
      name: OIDC_NAME,
      type: "oauth",
      wellKnown: `${OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
      authorization: { params: { scope: "openid email profile" } },
      clientId: OIDC_CLIENT_ID,
      clientSecret: secret("OIDC_CLIENT_SECRET"),
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      profile: (profile: Profile) => ({ id: profile.sub ?? "" }),
    },
  ];
}

function vouchedEmail(profile: Profile | undefined): string | undefined {
  const vouched = profileSchema.safeParse(profile).data;
  return vouched?.email_verified ? vouched.email : undefined;
}

const callbacks: AuthOptions["callbacks"] = {
  // Only people whom an admin has added may come in by the organization's provider.
  async signIn({ account, profile }) {
    if (account?.provider !== "oidc") return true;
    const email = vouchedEmail(profile);
    return email !== undefined && (await mayEnter(email));
  },
  async jwt({ token, user, account, profile }) {
    if (account?.provider === "oidc") {
      const sessionId = await signInWithProvider(vouchedEmail(profile) ?? "");
      if (!sessionId) throw new Error("AccessDenied");
      return { sessionId };
    }
    if (account) return { sessionId: user.id };
    const known = parseSessionToken(token);
    // next-auth answers an error here with no session and clears the cookie.
    if (!known || !(await findSessionActor(known.sessionId))) throw new Error("This session has ended");
    return known;
  },
  async session({ session, token }) {
    const known = parseSessionToken(token);
    const actor = known && (await findSessionActor(known.sessionId));
    return { expires: session.expires, user: { name: actor?.name, email: actor?.email } };
  },
};

/** next-auth's options as the environment stands now; a rotated secret is taken at the next request. */
export function authOptions(): AuthOptions {
  return {
    providers: [passwordProvider(), ...singleSignOn()],
    secret: secret("NEXTAUTH_SECRET"),
    session: { strategy: "jwt", maxAge: env().SESSION_HOURS * 3_600 },
    useSecureCookies: env().NEXTAUTH_URL.startsWith("https:"),
    cookies: sessionCookies(),
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    callbacks,
    events: {
      async signOut({ token }) {
        const known = parseSessionToken(token);
        if (known) await signOut(known.sessionId);
      },
    },
    logger: {
      error: (code, details) => log.warn("next-auth reported an error", { code, error: details }),
      warn: (code) => log.warn("next-auth warned", { code }),
      debug: () => undefined,
    },
  };
}
