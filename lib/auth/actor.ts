/** Who acts: a signed-in person, an API key, or Carelane itself on somebody's behalf. */
import type { Scope } from "@/lib/platform/db";
import type { Permission, Role } from "./permissions";

export interface Actor extends Scope {
  readonly kind: "user" | "key" | "schedule" | "webhook" | "system";
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly role?: Role;
  readonly permissions: ReadonlySet<Permission>;
  /** Present for a SMART client: what its token grants of FHIR, such as `system/Patient.rs`. */
  readonly fhirScopes?: readonly string[];
  /** Present for a browser session. */
  readonly sessionId?: string;
}

/** True when `actor` has the right. */
export function can(actor: Actor, permission: Permission): boolean {
  return actor.permissions.has(permission);
}

/** How an actor is kept beside what it did. */
export interface ActorRef {
  readonly kind: Actor["kind"];
  readonly id: string;
  readonly name: string;
}

export function actorRef(actor: Actor): ActorRef {
  return { kind: actor.kind, id: actor.id, name: actor.name };
}

/** Carelane itself at work for an organization: it sees every row there and holds no permission to ask for. */
export function systemActor(organizationId: string, ref: ActorRef): Actor {
  return { ...ref, organizationId, clinicIds: null, permissions: new Set() };
}
