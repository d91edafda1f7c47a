/** Resources inside of others (https://hl7.org/fhir/R4/references.html#contained): dom-2 to dom-5. */
import type { FhirJson } from "../resource";
import type { Findings } from "./findings";

interface Inside {
  readonly contained: readonly FhirJson[];
  /** `#id` of each of them. */
  readonly names: ReadonlySet<string>;
  /** Every text that points inside: `#id`, or `#` for the resource itself. */
  readonly pointers: ReadonlySet<string>;
}

const kept = new WeakMap<FhirJson, Inside>();

function pointersOf(value: unknown): string[] {
  if (typeof value === "string") return value.startsWith("#") ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(pointersOf);
}

function look(resource: FhirJson): Inside {
  const { contained } = resource;
  const all = Array.isArray(contained) ? contained : [];
  const objects = all.filter((one) => typeof one === "object" && one !== null);
  const pointers = objects.length > 0 ? pointersOf(resource) : [];
  return {
    contained: objects,
    names: new Set(objects.map(({ id }) => `#${id}`)),
    pointers: new Set(pointers),
  };
}

/** What a resource contains and what points at it. */
export function insideOf(resource: FhirJson): Inside {
  const known = kept.get(resource);
  if (known) return known;
  const inside = look(resource);
  kept.set(resource, inside);
  return inside;
}

function metaProblem({ meta }: FhirJson): string | undefined {
  if (typeof meta !== "object" || meta === null) return undefined;
  const { versionId, lastUpdated, security }: FhirJson = { ...meta };
  if (versionId !== undefined || lastUpdated !== undefined) {
    return "dom-4: A contained resource has no version and no time of its own.";
  }
  return security !== undefined ? "dom-5: A contained resource has no security label of its own." : undefined;
}

function isReferred(resource: FhirJson, container: FhirJson): boolean {
  return insideOf(container).pointers.has(`#${resource.id}`) || pointersOf(resource).includes("#");
}

/** Notes what is wrong with a contained resource, beside what would be wrong with it anywhere. */
export function checkContainment(
  resource: FhirJson,
  container: FhirJson,
  place: { readonly path: string },
  findings: Findings,
): void {
  if (insideOf(resource).contained.length > 0) {
    findings.add("invariant", place, "dom-2: A contained resource contains no others.");
  }
  findings.add("invariant", place, metaProblem(resource));
  if (!isReferred(resource, container)) {
    // It does no harm, and examples of the standard have it.
    const dom3 = "dom-3: A contained resource is referred to from where it is contained, or refers to that.";
    findings.add("invariant", place, dom3, true);
  }
}
