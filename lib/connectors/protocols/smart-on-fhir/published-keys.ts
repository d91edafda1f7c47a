import { env } from "@/lib/platform/env";

/** Where the public keys of an integration stand, for the vendor to fetch them. */
export function publishedKeysUrl(integrationId: string): string {
  return new URL(`/api/integrations/${integrationId}/jwks.json`, env().NEXTAUTH_URL).href;
}
