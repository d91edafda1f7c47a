/** Registers, lists and revokes SMART clients. */
import { recordAudit } from "@/lib/audit";
import { type Actor, announceAccessChange, assertMayGrant } from "@/lib/auth";
import { assertAddressAllowed } from "@/lib/http/client";
import { now } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { type Paged, pageOf } from "@/lib/platform/list-page";
import { facadeErrors } from "./errors";
import type { FhirClientView, NewFhirClient } from "./schema";
import { parseScope } from "./scopes";

interface ClientRow {
  id: string;
  name: string;
  jwks_url: string | null;
  scopes: string[];
  created_at: Date;
}

function toView({ id, name, jwks_url, scopes, created_at }: ClientRow): FhirClientView {
  return { clientId: id, name, jwksUrl: jwks_url, scopes, createdAt: created_at.toISOString() };
}

function assertScopes(actor: Actor, scopes: readonly string[]): void {
  const unknown = scopes.filter((scope) => !parseScope(scope));
  if (unknown.length > 0) {
    throw facadeErrors.fhir_scope_invalid({
      detail:
        "Scopes are system/Type.read, .write and .*, or system/Type.cruds, without a search behind them.",
      errors: unknown.map((scope) => ({
        path: `scopes[${scopes.indexOf(scope)}]`,
        message: "is not granted here",
      })),
    });
  }
  const deeds = scopes.flatMap((scope) => parseScope(scope)?.deeds ?? []);
  const reads = deeds.some((deed) => deed === "r" || deed === "s");
  const writes = deeds.some((deed) => deed !== "r" && deed !== "s");
  assertMayGrant(actor, [
    ...(reads ? ["records:read" as const] : []),
    ...(writes ? ["records:write" as const] : []),
  ]);
}

/** Throws `fhir_scope_invalid`, `beyond_your_rights`, and what is wrong with an address that we would have to call. */
export async function registerClient(actor: Actor, wanted: NewFhirClient): Promise<FhirClientView> {
  const { name, jwksUrl = null, jwks = null, scopes } = wanted;
  assertScopes(actor, scopes);
  if (jwksUrl !== null) await assertAddressAllowed(jwksUrl);
  const row = { id: newId(), name, jwks_url: jwksUrl, scopes: [...new Set(scopes)], created_at: now() };
  await withOrganization(actor, async (tx) => {
    await tx.execute(
      `insert into fhir_clients (id, organization_id, name, jwks_url, jwks, scopes, created_at)
       values ($1, $2, $3, $4, $5::jsonb, $6, $7)`,
      [row.id, actor.organizationId, name, jwksUrl, jwks && JSON.stringify(jwks), row.scopes, row.created_at],
    );
    await recordAudit(tx, actor, {
      action: "fhir_client.created",
      entity: "fhir_client",
      recordId: row.id,
      target: { scopes: row.scopes },
    });
  });
  return toView(row);
}

/** The clients that are not revoked, newest first; `next` is the id to go on after. */
export async function listClients(
  actor: Actor,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<Paged<FhirClientView, string>> {
  const rows = await withOrganization(actor, (tx) =>
    tx.query<ClientRow>(
      `select id, name, jwks_url, scopes, created_at from fhir_clients
        where revoked_at is null and ($1::uuid is null or id < $1) order by id desc limit $2`,
      [after ?? null, limit + 1],
    ),
  );
  return pageOf(rows.map(toView), limit, ({ clientId }) => clientId);
}

/** Revokes a client; its next request is refused. Throws `fhir_client_not_found`. */
export async function revokeClient(actor: Actor, clientId: string): Promise<void> {
  await withOrganization(actor, async (tx) => {
    const revoked = await tx.execute(
      "update fhir_clients set revoked_at = $2 where id = $1 and revoked_at is null",
      [clientId, now()],
    );
    if (revoked === 0)
      throw facadeErrors.fhir_client_not_found({ detail: "It may have been revoked before." });
    await recordAudit(tx, actor, {
      action: "fhir_client.revoked",
      entity: "fhir_client",
      recordId: clientId,
    });
  });
  await announceAccessChange({ organizationId: actor.organizationId, keyId: clientId });
}
