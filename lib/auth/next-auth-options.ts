/**
 * How next-auth signs people in. Its cookie carries the id of a row in `sessions` and nothing else; who that
 * is and what they may do is read at each request.
 */
import type { AuthOptions, Profile } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { peerAddress } from "@/lib/http/caller";
import { env, secret } from "@/lib/platform/env";
import { hasCode } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";
import { findSessionActor } from "./authenticate";
import { parseSessionToken, sessionCookies } from "./session-cookie";
import { credentialsSchema, mayEnter, signInWithPassword, signInWithProvider, signOut } from "./sign-in";
import { singleSignOn, vouchedEmail } from "./single-sign-on";

type Provider = AuthOptions["providers"][number];

const log = createLogger("auth");

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

/** Lets in only people whom an admin has added, and logs why somebody is not let in. */
async function mayEnterByProvider(profile: Profile | undefined): Promise<boolean> {
  const email = vouchedEmail(profile);
  if (email !== undefined && (await mayEnter(email))) return true;
  log.info("Sign-in refused", { reason: email ? "no such account" : "no verified address" });
  return false;
}

const callbacks: AuthOptions["callbacks"] = {
  async signIn({ account, profile }) {
    return account?.provider !== "oidc" || mayEnterByProvider(profile);
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

/** The word of a provider's refusal, such as invalid_client (RFC 6749 section 5.2), which tells an admin what to mend. */
function providersReason({ message }: Error): string | undefined {
  return /^[a-z]+_[a-z_]+(?= \(|$)/.exec(message)?.[0];
}

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
      error: (code, details) => {
        const error = details instanceof Error ? details : details.error;
        log.warn("next-auth reported an error", { code, reason: providersReason(error), error });
      },
      warn: (code) => log.warn("next-auth warned", { code }),
      debug: () => undefined,
    },
  };
}
