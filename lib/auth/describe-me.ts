import { withOrganization } from "@/lib/platform/db";
import type { Actor } from "./actor";
import type { Me } from "./schema";

/** Who asks, in which organization, and what they may do. */
export async function describeMe(actor: Actor): Promise<Me> {
  const { kind, id, name, email, role, permissions } = actor;
  const organization = await withOrganization(actor, (tx) =>
    tx.one<Me["organization"]>(`select id, name, time_zone as "timeZone" from organizations where id = $1`, [
      actor.organizationId,
    ]),
  );
  return {
    user: kind === "user" && email && role ? { id, email, name, role } : null,
    key: kind === "key" ? { id, name, scopes: [...permissions] } : null,
    organization: organization ?? { id: actor.organizationId, name: "", timeZone: "UTC" },
    permissions: [...permissions],
  };
}
