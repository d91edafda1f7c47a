import { type Actor, can } from "./actor";
import { authErrors } from "./errors";
import type { Permission } from "./permissions";

/**
 * Refuses to hand on, or to take over, more than one has: a key that may manage users must not become an
 * admin by adding one or by setting one's password.
 */
export function assertMayGrant(actor: Actor, granted: readonly Permission[]): void {
  const missing = granted.filter((permission) => !can(actor, permission));
  if (missing.length > 0) {
    throw authErrors.beyond_your_rights({ detail: `You lack ${missing.join(", ")}.` });
  }
}
