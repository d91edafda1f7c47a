/** Which scopes are granted here, and what they cover. Pure. */
import { resourceTypes } from "./resource-types";
import { type FhirScope, readScope } from "./view";

/** Types that a scope may name: Subscription is no record, but is asked for like one. */
export const grantableTypes: readonly string[] = [...resourceTypes, "Subscription"];

const grantable: ReadonlySet<string> = new Set(["*", ...grantableTypes]);

/** What a scope grants; undefined for one that cannot be granted here: as `readScope` says, or of a type not kept. */
export function parseScope(scope: string): FhirScope | undefined {
  const read = readScope(scope);
  return read && grantable.has(read.type) ? read : undefined;
}

/** True when everything that `asked` grants is granted by `held`. */
export function isCovered(asked: FhirScope, held: readonly FhirScope[]): boolean {
  return asked.deeds.every((deed) =>
    held.some(({ type, deeds }) => (type === "*" || type === asked.type) && deeds.includes(deed)),
  );
}
