/** From the text of an API key to the actor it stands for. Only the hash of a key is ever stored. */
import { z } from "zod";
import { now, nowMs } from "@/lib/platform/clock";
import { withSystem } from "@/lib/platform/db";
import { sha256 } from "@/lib/platform/ids";
import type { Actor } from "./actor";
import { type Permission, permissions, permissionsOf, type Role, roles } from "./permissions";
import { clinicScope } from "./session-store";

interface LiveKey {
  readonly actor: Actor;
  /** Infinity for a key without expiry. */
  readonly endsAtMs: number;
  readonly lastUsedAtMs: number;
}

interface ApiKeyRow {
  id: string;
  organization_id: string;
  name: string;
  role: string | null;
  scopes: string[];
  expires_at: Date | null;
  last_used_at: Date | null;
}

/** What every key begins with, so that people and scanners recognise one. */
export const apiKeyPrefix = "cl_";

/** What a key may do: its role's rights, narrowed to its scopes where it has any. */
export function keyPermissions(role: Role | undefined, scopes: readonly string[]): Permission[] {
  const granted = role ? permissionsOf(role) : permissions;
  if (role && scopes.length === 0) return granted;
  return granted.filter((permission) => scopes.includes(permission));
}

function toLiveKey(row: ApiKeyRow): LiveKey {
  const role = z.enum(roles).nullable().parse(row.role) ?? undefined;
  return {
    actor: {
      kind: "key",
      id: row.id,
      name: row.name,
      role,
      organizationId: row.organization_id,
      // A key belongs to no clinic: with a clinic's role it sees no clinic's rows.
      clinicIds: clinicScope(role, []),
      permissions: new Set(keyPermissions(role, row.scopes)),
    },
    endsAtMs: row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY,
    lastUsedAtMs: row.last_used_at?.getTime() ?? 0,
  };
}

/** A key by its SHA-256 or id, unless it was revoked or has expired. */
export async function findLiveKey(name: { hash: Buffer } | { id: string }): Promise<LiveKey | undefined> {
  const [column, value] = "hash" in name ? ["hash", name.hash] : ["id", name.id];
  const row = await withSystem("key look-up", (tx) =>
    tx.one<ApiKeyRow>(
      `select id, organization_id, name, role, scopes, expires_at, last_used_at
         from api_keys where ${column} = $1 and revoked_at is null`,
      [value],
    ),
  );
  const key = row && toLiveKey(row);
  return key && key.endsAtMs > nowMs() ? key : undefined;
}

/** Notes that a key was used. */
export async function touchKey(keyId: string): Promise<void> {
  await withSystem("key look-up", (tx) =>
    tx.execute("update api_keys set last_used_at = $2 where id = $1", [keyId, now()]),
  );
}

/** The hash under which a key is stored. Keys are random enough to need no salt. */
export function apiKeyHash(key: string): Buffer {
  return sha256(key);
}
