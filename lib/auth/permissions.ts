/** Who may do what: the one table. Routes, sockets and screens ask `can` and nothing else. */

export const roles = ["admin", "lab_staff", "clinic_staff", "dispatcher", "driver", "integration"] as const;
export type Role = (typeof roles)[number];

/** Each right with the roles that have it. An API key has its role's rights, or the scopes it was given. */
const table = {
  "records:read": ["admin", "lab_staff", "clinic_staff", "integration"],
  "records:write": ["admin", "lab_staff", "integration"],
  "records:raw": ["admin", "lab_staff", "integration"],
  "sync:read": ["admin", "lab_staff", "integration"],
  "sync:write": ["admin", "lab_staff", "integration"],
  "sync:approve": ["admin"],
  "conflicts:read": ["admin", "lab_staff", "integration"],
  "conflicts:resolve": ["admin", "lab_staff", "integration"],
  "integrations:read": ["admin", "lab_staff", "integration"],
  "integrations:write": ["admin"],
  "webhooks:read": ["admin", "lab_staff", "integration"],
  "webhooks:write": ["admin"],
  "messages:read": ["admin", "lab_staff", "integration"],
  "messages:raw": ["admin", "lab_staff", "integration"],
  "messages:replay": ["admin", "lab_staff", "integration"],
  "channels:read": ["admin", "lab_staff", "integration"],
  "channels:write": ["admin"],
  "channels:send": ["admin", "integration"],
  "users:manage": ["admin"],
  "keys:manage": ["admin"],
  "limits:manage": ["admin"],
  "audit:read": ["admin"],
  "metrics:read": ["admin", "integration"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof table;

export const permissions = Object.keys(table) as Permission[];

/** The rights of a role. */
export function permissionsOf(role: Role): Permission[] {
  return permissions.filter((permission) => (table[permission] as readonly Role[]).includes(role));
}
