/** What granted scopes allow, in both notations of SMART: `system/Patient.read` and `system/Patient.rs`. */

export interface Access {
  readonly type: string;
  readonly interaction: "read" | "search" | "create" | "update";
}

const letters = { read: "r", search: "s", create: "c", update: "u" } as const;

function allows(scope: string, { type, interaction }: Access): boolean {
  const parts = /^system\/(\w+|\*)\.([a-z]+|\*)(\?.*)?$/.exec(scope);
  if (!parts || (parts[1] !== type && parts[1] !== "*")) return false;
  const rights = parts[2] ?? "";
  if (rights === "*") return true;
  if (rights === "read") return interaction === "read" || interaction === "search";
  if (rights === "write") return interaction === "create" || interaction === "update";
  return rights.includes(letters[interaction]);
}

/** Those of `wanted` that the granted scopes do not allow. */
export function missingAccess(granted: string, wanted: readonly Access[]): Access[] {
  const scopes = granted.split(/\s+/);
  return wanted.filter((access) => !scopes.some((scope) => allows(scope, access)));
}
