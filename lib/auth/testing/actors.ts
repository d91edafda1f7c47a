/** Actors for tests of what is called with one: nobody signs in. */
import { newId } from "@/lib/platform/ids";
import type { Actor } from "../actor";
import { permissionsOf } from "../permissions";

/** A person who may do everything in an organization. */
export function adminOf(organizationId: string): Actor {
  const permissions = new Set(permissionsOf("admin"));
  return { kind: "user", id: newId(), name: "Mara Lindqvist", organizationId, permissions };
}
