/** Invariants that FHIR states as FHIRPath, by Medplum's interpreter. */
import { evalFhirPathTyped, type FhirPathAtom, parseFhirPath, type TypedValue } from "@medplum/core";
import type { FhirJson } from "../resource";
import type { RuleDefinition } from "./definitions";

const ucum = { type: "uri", value: "http://unitsofmeasure.org" };

const parsed = new Map<string, FhirPathAtom>();

function expressionOf({ expression }: RuleDefinition): FhirPathAtom {
  const known = parsed.get(expression);
  if (known) return known;
  const atom = parseFhirPath(expression);
  parsed.set(expression, atom);
  return atom;
}

/** The resources around an element: its own, and the one that holds this or is it. */
export interface Surroundings {
  readonly resource: FhirJson;
  readonly root: FhirJson;
}

function typed(resource: FhirJson): TypedValue {
  return { type: String(resource.resourceType), value: resource };
}

/** Does an expression look at an element in JSON? `valueString` is `value` there, and `children()` are all. */
function looksAt(expression: string, property: string): boolean {
  const words = expression.match(/[A-Za-z]\w*/g) ?? [];
  return words.some((word) => {
    if (word === "children" || word === "descendants") return true;
    return property.startsWith(word) && /^$|^[A-Z]/.test(property.slice(word.length));
  });
}

/**
 * Does it ask for a primitive that has only extensions? The interpreter takes such for absent, which FHIR does not: what
 * it says of them counts for nothing.
 */
function asksForBareExtensions({ expression }: RuleDefinition, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(
    ([key, beside]) =>
      key.startsWith("_") &&
      beside !== undefined &&
      Reflect.get(value, key.slice(1)) === undefined &&
      looksAt(expression, key.slice(1)),
  );
}

/** Does it hold for `value` of `type`? Throws where the value's parts are not what FHIR defines. */
export function holds(rule: RuleDefinition, type: string, value: unknown, around: Surroundings): boolean {
  const context = { type: type.split(".").map(capitalize).join(""), value };
  const results = evalFhirPathTyped(expressionOf(rule), [context], {
    "%context": context,
    "%ucum": ucum,
    "%resource": typed(around.resource),
    "%rootResource": typed(around.root),
  });
  return (results.length === 1 && results[0]?.value === true) || asksForBareExtensions(rule, value);
}

/** Medplum calls a part by its path: PatientContact. */
function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
