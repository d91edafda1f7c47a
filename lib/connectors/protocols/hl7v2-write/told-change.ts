/** What of a resource a message has to tell, and whether the vendor shows it. Pure. */
import { canonicalJson, type FhirJson } from "@/lib/fhir";

export interface ToldChange {
  readonly before: FhirJson;
  readonly after: FhirJson;
  /** Elements that say something else now. */
  readonly changed: readonly string[];
  /** Elements that are no more: a message has to delete them. */
  readonly cleared: readonly string[];
}

function differ(one: FhirJson, other: FhirJson, element: string): boolean {
  return canonicalJson(one[element] ?? null) !== canonicalJson(other[element] ?? null);
}

export function toldChange(before: FhirJson, after: FhirJson): ToldChange {
  return {
    before,
    after,
    changed: Object.keys({ ...before, ...after }).filter((element) => differ(before, after, element)),
    cleared: Object.keys(before).filter((element) => after[element] === undefined),
  };
}

/** Whether one of these elements says something else now. */
export function differs({ changed }: ToldChange, ...elements: readonly string[]): boolean {
  return elements.some((element) => changed.includes(element));
}

/** The status where it is another one now. */
export function newStatus(change: ToldChange, element = "status"): unknown {
  return differs(change, element) ? change.after[element] : undefined;
}

/** Whether one of the elements reads otherwise than before: vendors rewrite what they are told. */
export function showsChange(before: FhirJson, elements: readonly string[], seen: FhirJson): boolean {
  return elements.some((element) => differ(before, seen, element));
}
