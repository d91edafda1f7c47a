import { prepareAudit, recordAudit } from "@/lib/audit";
import { now, nowMs } from "@/lib/platform/clock";
import { withOrganizationPrisma } from "@/lib/platform/db";
import { newId, randomToken } from "@/lib/platform/ids";
import type { Actor } from "./actor";
import { apiKeyHash, apiKeyPrefix, keyPermissions } from "./api-key-look-up";
import { toApiKeyView } from "./api-key-view";
import { assertMayGrant } from "./assert-may-grant";
import { authErrors } from "./errors";
import type { CreatedApiKey, NewApiKey } from "./schema";

function expiryOf({ expiresAt }: NewApiKey): Date | null {
  if (!expiresAt) return null;
  const expiry = new Date(expiresAt);
  if (expiry.getTime() > nowMs()) return expiry;
  throw authErrors.expiry_past({ errors: [{ path: "expiresAt", message: "Choose a time to come" }] });
}

/** Makes a key. Its text is in the answer and nowhere else. Throws `beyond_your_rights`, `expiry_past`. */
export async function createApiKey(actor: Actor, wanted: NewApiKey): Promise<CreatedApiKey> {
  assertMayGrant(actor, keyPermissions(wanted.role, wanted.scopes));
  const expiresAt = expiryOf(wanted);
  const key = `${apiKeyPrefix}${randomToken(32)}`;
  await prepareAudit(actor.organizationId);
  return withOrganizationPrisma(actor, async (prisma, tx) => {
    const created = await prisma.apiKey.create({
      data: {
        id: newId(),
        organizationId: actor.organizationId,
        name: wanted.name,
        hash: Uint8Array.from(apiKeyHash(key)),
        hint: key.slice(-4),
        role: wanted.role ?? null,
        scopes: wanted.scopes,
        createdBy: actor.kind === "user" ? actor.id : null,
        createdAt: now(),
        expiresAt,
      },
    });
    const view = toApiKeyView(created);
    await recordAudit(tx, actor, {
      action: "api_key.created",
      entity: "api_key",
      recordId: view.id,
      target: { role: view.role, scopes: view.scopes, expiresAt: view.expiresAt },
    });
    return { ...view, key };
  });
}
