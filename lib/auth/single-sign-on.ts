/** The organization's own provider (OpenID Connect Core 1.0), as next-auth asks it and as far as its word counts. */
import { decodeJwt } from "jose";
import type { AuthOptions, Profile } from "next-auth";
import { z } from "zod";
import { env, secret } from "@/lib/platform/env";

type Provider = AuthOptions["providers"][number];

const profileSchema = z.object({
  sub: z.string(),
  email: z.email(),
  /** Absent at providers that only know addresses they gave themselves; some write it as text. */
  email_verified: z.union([z.boolean(), z.stringbool()]).default(true),
});

/** The provider, where OIDC_ISSUER and OIDC_CLIENT_ID name one. */
export function singleSignOn(): Provider[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_NAME } = env();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) return [];
  const clientSecret = secret("OIDC_CLIENT_SECRET");
  return [
    {
      id: "oidc",
      name: OIDC_NAME,
      type: "oauth",
      wellKnown: `${OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
      authorization: { params: { scope: "openid email profile" } },
      clientId: OIDC_CLIENT_ID,
      clientSecret,
      client: { token_endpoint_auth_method: clientSecret ? "client_secret_basic" : "none" },
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      userinfo: {
        // The ID token was verified before; what a scope stands for may be told by userinfo alone (5.4).
        async request({ client, tokens: { id_token = "", access_token = "" } }) {
          const claims = decodeJwt(id_token);
          if (!client.issuer.metadata.userinfo_endpoint) return claims;
          const told = await client.userinfo(access_token);
          if (told.sub !== claims.sub) throw new Error("userinfo tells of somebody else (5.3.2)");
          return { ...claims, ...told };
        },
      },
      profile: (profile: Profile) => ({ id: profile.sub ?? "" }),
    },
  ];
}

/** The address that the provider vouches for, or undefined when it does not. */
export function vouchedEmail(profile: Profile | undefined): string | undefined {
  const vouched = profileSchema.safeParse(profile).data;
  return vouched?.email_verified ? vouched.email : undefined;
}
