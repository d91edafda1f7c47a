/**
 * What a caller may do, by resource type. A SMART client has what its token grants; a person or an API key may read
 * with `records:read` and write with `records:write`.
 */
import { type Actor, can } from "@/lib/auth";
import { facadeErrors } from "./errors";
import { parseScope } from "./scopes";
import type { Deed } from "./view";

export interface Grants {
  may(type: string, deed: Deed): boolean;
}

export function grantsOf(actor: Actor): Grants {
  const { fhirScopes } = actor;
  if (!fhirScopes) {
    return {
      may: (_type, deed) => can(actor, deed === "r" || deed === "s" ? "records:read" : "records:write"),
    };
  }
  const scopes = fhirScopes.flatMap((scope) => parseScope(scope) ?? []);
  return {
    may: (type, deed) =>
      scopes.some((scope) => (scope.type === "*" || scope.type === type) && scope.deeds.includes(deed)),
  };
}

const names: Readonly<Record<Deed, string>> = {
  c: "create",
  r: "read",
  u: "update",
  d: "delete",
  s: "search",
};

/** Throws `scope_insufficient`. */
export function assertMay(grants: Grants, type: string, deed: Deed): void {
  if (grants.may(type, deed)) return;
  throw facadeErrors.scope_insufficient({
    detail: `Ask for system/${type}.${deed} to ${names[deed]} ${type}.`,
  });
}
