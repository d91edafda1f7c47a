/**
 * SMART scopes of system clients, as versions 1 and 2 write them (https://hl7.org/fhir/smart-app-launch): who is no
 * person has `system/` scopes alone. Pure.
 */
import { resourceTypes } from "./resource-types";

/** Create, read, update, delete, search. */
export type Deed = "c" | "r" | "u" | "d" | "s";

export interface FhirScope {
  /** A resource type, or * for all. */
  readonly type: string;
  readonly deeds: readonly Deed[];
}

const allDeeds: readonly Deed[] = ["c", "r", "u", "d", "s"];

const firstVersion: Readonly<Record<string, readonly Deed[]>> = {
  read: ["r", "s"],
  write: ["c", "u", "d"],
  "*": allDeeds,
};

const written = /^system\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)$/;

/** All types, and those that there are: Subscription is no record, but is asked for like one. */
const grantable: ReadonlySet<string> = new Set(["*", "Subscription", ...resourceTypes]);

/**
 * What a scope grants; undefined for one that cannot be granted here: of another version, of a type that is not kept,
 * or narrowed by a search (`?category=…`), which is not enforced and so not promised.
 */
export function parseScope(scope: string): FhirScope | undefined {
  const [, type, deeds] = written.exec(scope) ?? [];
  if (!type || !deeds || !grantable.has(type)) return undefined;
  return { type, deeds: firstVersion[deeds] ?? allDeeds.filter((deed) => deeds.includes(deed)) };
}

/** True when everything that `asked` grants is granted by `held`. */
export function isCovered(asked: FhirScope, held: readonly FhirScope[]): boolean {
  return asked.deeds.every((deed) =>
    held.some(({ type, deeds }) => (type === "*" || type === asked.type) && deeds.includes(deed)),
  );
}
