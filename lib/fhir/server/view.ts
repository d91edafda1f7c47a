/**
 * What SMART scopes of system clients say, as versions 1 and 2 write them (https://hl7.org/fhir/smart-app-launch): who
 * is no person has `system/` scopes alone. Safe to import in the browser.
 */

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

/**
 * What a scope asks for, whether or not the type is kept here; undefined for one of another version, or narrowed by a
 * search (`?category=…`), which is not enforced and so not promised.
 */
export function readScope(scope: string): FhirScope | undefined {
  const [, type, deeds] = written.exec(scope) ?? [];
  if (!type || !deeds) return undefined;
  return { type, deeds: firstVersion[deeds] ?? allDeeds.filter((deed) => deeds.includes(deed)) };
}
