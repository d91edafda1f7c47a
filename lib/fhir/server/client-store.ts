/** Registered SMART clients. */
import { z } from "zod";
import { type AccessChange, onAccessChanged, TimedCache } from "@/lib/auth";
import { shared } from "@/lib/platform/container";
import { withSystem } from "@/lib/platform/db";

export const jwksSchema = z.object({
  keys: z
    .array(z.looseObject({ kty: z.string(), kid: z.string().optional() }))
    .min(1)
    .max(20),
});

export interface FhirClient {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly jwksUrl: string | null;
  readonly jwks: z.output<typeof jwksSchema> | null;
  readonly scopes: readonly string[];
}

const cacheMs = 5_000;

function clientCache(): TimedCache<FhirClient | undefined> {
  return shared("fhir.client-cache", () => {
    const cache = new TimedCache<FhirClient | undefined>(cacheMs, 1_000);
    onAccessChanged(({ keyId }: AccessChange) => cache.drop((client) => client?.id === keyId));
    return cache;
  });
}

interface ClientRow {
  id: string;
  organization_id: string;
  name: string;
  jwks_url: string | null;
  jwks: unknown;
  scopes: string[];
}

async function loadClient(id: string): Promise<FhirClient | undefined> {
  const row = await withSystem("key look-up", (tx) =>
    tx.one<ClientRow>(
      "select id, organization_id, name, jwks_url, jwks, scopes from fhir_clients where id = $1 and revoked_at is null",
      [id],
    ),
  );
  if (!row) return undefined;
  return {
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    jwksUrl: row.jwks_url,
    jwks: jwksSchema.nullable().parse(row.jwks),
    scopes: row.scopes,
  };
}

/** The client, unless it was revoked; at most seconds old, and a revocation is heard of at once. */
export function findClient(id: string): Promise<FhirClient | undefined> {
  return clientCache().get(id, () => loadClient(id));
}
