/**
 * Elements that FHIR demands and a record does not know, with the reason for their absence: servers and clients that
 * check what they read take the resource, and reading it back finds nothing there.
 */
import { absentReasonUrl } from "./extension";
import type { FhirJson } from "./resource";
import { resourceRules, rulesOf, type TypeRules } from "./validate/type-rules";

const unknown = {
  extension: [{ url: absentReasonUrl, valueCode: "unknown" }],
};

/** What invariants demand beyond the elements that are required: app-3, app-1. */
const demanded: Readonly<Record<string, readonly string[]>> = {
  Appointment: ["start", "end"],
  "Appointment.participant": ["actor"],
};

function isObject(value: unknown): value is FhirJson {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isThere(element: FhirJson, name: string): boolean {
  if (`_${name}` in element) return true;
  const value = element[name];
  return isObject(value) ? Object.keys(value).length > 0 : value !== undefined && value !== null;
}

/** The required element as a property of its own. Of several types a code in words says least. */
function placeholder(rules: TypeRules, properties: readonly string[]): FhirJson {
  const name = properties.find((one) => one.endsWith("CodeableConcept")) ?? properties[0] ?? "";
  const { element, type = "" } = rules.properties.get(name) ?? {};
  const parts = rulesOf(type);
  if (!parts) return { [`_${name}`]: unknown };
  const value = completed({ ...unknown }, parts);
  return { [name]: element?.isList ? [value] : value };
}

function completed(element: FhirJson, rules: TypeRules): FhirJson {
  const parts = Object.entries(element).map(([name, value]): [string, unknown] => {
    const inner = rulesOf(rules.properties.get(name)?.type ?? "");
    if (!inner) return [name, value];
    const inside = (one: unknown) => (isObject(one) ? completed(one, inner) : one);
    return [name, Array.isArray(value) ? value.map(inside) : inside(value)];
  });
  const wanted = [
    ...rules.required.map(({ properties }) => properties),
    ...(demanded[rules.name] ?? []).map((name) => [name]),
  ];
  const missing = wanted
    .filter((properties) => !properties.some((name) => isThere(element, name)))
    .map((properties) => placeholder(rules, properties));
  return Object.assign(Object.fromEntries(parts), ...missing);
}

/** `resource` with every element that FHIR demands, be it by the reason that it is absent. */
export function withAbsentReasons(resource: FhirJson): FhirJson {
  const rules = resourceRules(resource.resourceType);
  return rules ? completed(resource, rules) : resource;
}
