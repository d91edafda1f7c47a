import { prepareAudit, recordAudit } from "@/lib/audit";
import { now } from "@/lib/platform/clock";
import { withOrganizationPrisma } from "@/lib/platform/db";
import { announceAccessChange } from "./access-changes";
import type { Actor } from "./actor";
import { authErrors } from "./errors";

/** Revokes a key; its next request is refused. Throws `api_key_not_found`. */
export async function revokeApiKey(actor: Actor, keyId: string): Promise<void> {
  await prepareAudit(actor.organizationId);
  await withOrganizationPrisma(actor, async (prisma, tx) => {
    const { count } = await prisma.apiKey.updateMany({
      where: { id: keyId, revokedAt: null },
      data: { revokedAt: now() },
    });
    if (count === 0) throw authErrors.api_key_not_found({ detail: "It may have been revoked before." });
    await recordAudit(tx, actor, { action: "api_key.revoked", entity: "api_key", recordId: keyId });
  });
  await announceAccessChange({ organizationId: actor.organizationId, keyId });
}
