import type { Actor } from "./actor";
import { readOrganization } from "./read-organization";
import type { Me } from "./schema";

/** Who asks, in which organization, and what they may do. */
export async function describeMe(actor: Actor): Promise<Me> {
  const { kind, id, name, email, role, permissions, organizationId } = actor;
  const organization = await readOrganization(actor);
  return {
    user: kind === "user" && email && role ? { id, email, name, role } : null,
    key: kind === "key" ? { id, name, scopes: [...permissions] } : null,
    organization: {
      id: organizationId,
      name: organization?.name ?? "",
      timeZone: organization?.timeZone ?? "UTC",
    },
    permissions: [...permissions],
  };
}
