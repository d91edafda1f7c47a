import { withOrganization } from "@/lib/platform/db";
import type { Actor } from "./actor";

export interface Organization {
  readonly id: string;
  /** What others know it by, such as LAB-001. */
  readonly code: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Identifier system of the medical record numbers that Carelane itself gives. */
  readonly mrnSystem: string;
}

/** The organization that the actor works for. */
export function readOrganization(actor: Actor): Promise<Organization | undefined> {
  return withOrganization(actor, (tx) =>
    tx.one<Organization>(
      `select id, code, name, time_zone as "timeZone", mrn_system as "mrnSystem" from organizations where id = $1`,
      [actor.organizationId],
    ),
  );
}
