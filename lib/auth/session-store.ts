/** The sessions table: signed-in browsers. All times are the application's clock. */
import { z } from "zod";
import { now } from "@/lib/platform/clock";
import { type Tx, withSystem } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "./actor";
import { permissionsOf, type Role, roles } from "./permissions";

interface LiveSession {
  readonly actor: Actor;
  /** When it ends unless it is used again: the earlier of idle and absolute limit. */
  readonly endsAtMs: number;
  readonly lastSeenAtMs: number;
}

interface SessionRow {
  id: string;
  organization_id: string;
  user_id: string;
  shared: boolean;
  last_seen_at: Date;
  expires_at: Date;
  email: string;
  name: string;
  role: string;
  clinic_ids: string[];
}

/** Roles that see the rows of their own clinics alone. */
const clinicRoles: readonly Role[] = ["clinic_staff", "driver"];

/** The clinics a role is held to, or null when it sees the whole organization. */
export function clinicScope(role: Role | undefined, clinicIds: readonly string[]): readonly string[] | null {
  return role && clinicRoles.includes(role) ? clinicIds : null;
}

function idleMs(shared: boolean): number {
  return (shared ? env().SESSION_SHARED_IDLE_MINUTES : env().SESSION_IDLE_MINUTES) * 60_000;
}

function toLiveSession(row: SessionRow): LiveSession {
  const role = z.enum(roles).parse(row.role);
  const actor: Actor = {
    kind: "user",
    id: row.user_id,
    name: row.name,
    email: row.email,
    role,
    organizationId: row.organization_id,
    clinicIds: clinicScope(role, row.clinic_ids),
    permissions: new Set(permissionsOf(role)),
    sessionId: row.id,
  };
  const lastSeenAtMs = row.last_seen_at.getTime();
  return {
    actor,
    lastSeenAtMs,
    endsAtMs: Math.min(row.expires_at.getTime(), lastSeenAtMs + idleMs(row.shared)),
  };
}

/** A session that is neither revoked nor over, of a person who may still sign in. */
export async function findLiveSession(sessionId: string): Promise<LiveSession | undefined> {
  const row = await withSystem("sign-in", (tx) =>
    tx.one<SessionRow>(
      `select s.id, s.organization_id, s.user_id, s.shared, s.last_seen_at, s.expires_at,
              u.email, u.name, m.role, m.clinic_ids
         from sessions s
         join users u on u.id = s.user_id and u.disabled_at is null
         join memberships m on m.user_id = s.user_id and m.organization_id = s.organization_id
        where s.id = $1 and s.revoked_at is null`,
      [sessionId],
    ),
  );
  return row && toLiveSession(row);
}

interface NewSession {
  readonly organizationId: string;
  readonly userId: string;
  /** A shared computer: its idle limit is minutes. */
  readonly shared: boolean;
}

/** Starts a session; it ends SESSION_HOURS from now at the latest. Answers its id. */
export async function insertSession(tx: Tx, session: NewSession): Promise<string> {
  const id = newId();
  const startedAt = now();
  const expiresAt = new Date(startedAt.getTime() + env().SESSION_HOURS * 3_600_000);
  await tx.execute(
    `insert into sessions (id, organization_id, user_id, shared, created_at, last_seen_at, expires_at)
     values ($1, $2, $3, $4, $5, $5, $6)`,
    [id, session.organizationId, session.userId, session.shared, startedAt, expiresAt],
  );
  return id;
}

/** Notes that a session is in use, which moves its idle limit. */
export async function touchSession(sessionId: string): Promise<void> {
  await withSystem("sign-in", (tx) =>
    tx.execute("update sessions set last_seen_at = $2 where id = $1 and last_seen_at < $2", [
      sessionId,
      now(),
    ]),
  );
}

/** Ends a session for good; answers whose it was unless it had ended before. */
export function revokeSession(
  tx: Tx,
  sessionId: string,
): Promise<{ organizationId: string; userId: string; name: string } | undefined> {
  return tx.one(
    `update sessions s set revoked_at = $2
       from users u
      where s.id = $1 and s.revoked_at is null and u.id = s.user_id
     returning s.organization_id as "organizationId", s.user_id as "userId", u.name`,
    [sessionId, now()],
  );
}
