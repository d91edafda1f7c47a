/**
 * Scopes of a backend service in both notations of SMART, `system/Patient.read` (1.0) and `system/Patient.rs` (2.0;
 * https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html).
 */

type Interaction = "create" | "read" | "update" | "search";

export interface Access {
  readonly type: string;
  readonly interaction: Interaction;
}

/** In the order in which a 2.0 scope writes them: c, r, u, s. */
const letters = { create: "c", read: "r", update: "u", search: "s" } as const;
const order: readonly Interaction[] = ["create", "read", "update", "search"];

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

function rightsOf(interactions: ReadonlySet<Interaction>, notation: "v1" | "v2"): string[] {
  if (notation === "v2")
    return [
      order
        .filter((one) => interactions.has(one))
        .map((one) => letters[one])
        .join(""),
    ];
  const reads = interactions.has("read") || interactions.has("search");
  const writes = interactions.has("create") || interactions.has("update");
  return [...(reads ? ["read"] : []), ...(writes ? ["write"] : [])];
}

/** The scopes that allow `wanted` and, as far as the notation can say it, nothing else. */
export function systemScopes(wanted: readonly Access[], notation: "v1" | "v2"): string[] {
  const byType = Map.groupBy(wanted, ({ type }) => type);
  return [...byType].flatMap(([type, accesses]) =>
    rightsOf(new Set(accesses.map(({ interaction }) => interaction)), notation).map(
      (rights) => `system/${type}.${rights}`,
    ),
  );
}
