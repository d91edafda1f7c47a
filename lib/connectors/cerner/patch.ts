/**
 * A change of a resource as Oracle Health takes it: a JSON Patch (RFC 6902) of some elements. An item of a list is
 * changed or removed only after a test that it still bears the id it was read with, so that nobody else's item is hit.
 */
import { isDeepStrictEqual } from "node:util";
import type { FhirJson } from "@/lib/fhir";
import type { Patch } from "../protocols/fhir-r4";

export interface PatchRules {
  /** Elements that are replaced as a whole, lists without ids among them. */
  readonly whole?: readonly string[];
  /** Of these elements only some members. */
  readonly members?: Readonly<Record<string, readonly string[]>>;
  /** Lists whose items bear ids. */
  readonly lists?: readonly string[];
  /** Lists with ids of which the first item alone can be changed. */
  readonly firsts?: readonly string[];
}

interface Operation {
  readonly op: "add" | "replace" | "remove" | "test";
  readonly path: string;
  readonly value?: unknown;
}

/** What to send for a change; undefined where the vendor takes no such change. */
type Change = readonly Operation[] | undefined;

function changed(path: string, before: unknown, after: unknown): Operation[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (after === undefined) return [{ op: "remove", path }];
  return [{ op: before === undefined ? "add" : "replace", path, value: after }];
}

function namesOf(before: object, after: object): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

function changedMembers(path: string, before: FhirJson, after: FhirJson): Operation[] {
  return namesOf(before, after).flatMap((name) => changed(`${path}/${name}`, before[name], after[name]));
}

/** The item's members, behind the test of its id. */
function changedItem(path: string, before: FhirJson, after: FhirJson): Operation[] {
  const operations = changedMembers(path, before, after);
  return operations.length > 0 ? [testOf(path, before), ...operations] : [];
}

function testOf(path: string, { id }: FhirJson): Operation {
  return { op: "test", path: `${path}/id`, value: id };
}

function itemsOf(list: unknown): FhirJson[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === "object" && item !== null) : [];
}

/** Changes first, then removals from the end, so that each index still means what was read, then additions. */
function changedList(name: string, before: readonly FhirJson[], after: readonly FhirJson[]): Change {
  const wanted = new Map(after.flatMap((item) => (typeof item.id === "string" ? [[item.id, item]] : [])));
  const changes: Operation[] = [];
  const removals: Operation[] = [];
  const known: unknown[] = [];
  for (const [index, item] of before.entries()) {
    const path = `/${name}/${index}`;
    const bearsId = typeof item.id === "string";
    const now = bearsId ? wanted.get(String(item.id)) : after.find((one) => isDeepStrictEqual(one, item));
    known.push(now);
    if (!now && !bearsId) return undefined;
    if (now) changes.push(...changedItem(path, item, now));
    else removals.unshift(testOf(path, item), { op: "remove", path });
  }
  const additions = after
    .filter((item) => !known.includes(item))
    .map((value) => ({ op: "add", path: `/${name}/-`, value }) as const);
  return [...changes, ...removals, ...additions];
}

function changedFirst(name: string, before: readonly FhirJson[], after: readonly FhirJson[]): Change {
  const [first, ...others] = before;
  const [now, ...othersNow] = after;
  if (!first || typeof first.id !== "string" || first.id !== now?.id) return undefined;
  return isDeepStrictEqual(others, othersNow) ? changedItem(`/${name}/0`, first, now) : undefined;
}

function changedParts(name: string, allowed: readonly string[], before: FhirJson, after: FhirJson): Change {
  const differing = namesOf(before, after).filter((part) => !isDeepStrictEqual(before[part], after[part]));
  if (!differing.every((part) => allowed.includes(part))) return undefined;
  return differing.flatMap((part) => changed(`/${name}/${part}`, before[part], after[part]));
}

function changedElement(rules: PatchRules, name: string, before: unknown, after: unknown): Change {
  const parts = rules.members?.[name];
  if (parts) return changedParts(name, parts, Object(before), Object(after));
  if (rules.lists?.includes(name)) return changedList(name, itemsOf(before), itemsOf(after));
  if (rules.firsts?.includes(name)) return changedFirst(name, itemsOf(before), itemsOf(after));
  return rules.whole?.includes(name) ? changed(`/${name}`, before, after) : undefined;
}

/** Makes the patch from `before` to `after`, as far as there can be one. */
export function patchBy(rules: PatchRules): (before: FhirJson, after: FhirJson) => Patch {
  return (before, after) => {
    const differing = namesOf(before, after).filter((name) => !isDeepStrictEqual(before[name], after[name]));
    const changes = differing.map((name) => changedElement(rules, name, before[name], after[name]));
    const refused = differing.filter((_name, at) => changes[at] === undefined);
    return {
      operations: changes.flatMap((operations) => operations ?? []),
      ...(refused.length > 0 && { notTaken: `Change ${refused.join(", ")} in Oracle Health itself.` }),
    };
  };
}
