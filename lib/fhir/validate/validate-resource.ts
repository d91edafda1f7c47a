/** Is a resource as FHIR R4 defines it? (https://hl7.org/fhir/R4/validation.html, without profiles) */
import type { FhirJson } from "../resource";
import { bindingProblem } from "./binding";
import { checkContainment } from "./contained";
import type { ElementDefinition, RuleDefinition } from "./definitions";
import { Findings } from "./findings";
import { holds, type Surroundings } from "./invariant";
import type { Issue } from "./issue";
import { narrativeProblem } from "./narrative";
import { ownRuleProblem } from "./own-rules";
import { primitiveProblem } from "./primitive";
import { referenceProblem } from "./reference-target";
import { type Property, resourceRules, rulesOf, type TypeRules } from "./type-rules";

/** No example of the standard is half as deep. */
const deepest = 100;

interface Position {
  readonly path: string;
  readonly depth: number;
}

/** Where the walk stands, in which resources. */
interface Place extends Position, Surroundings {
  /** It is what stands beside a primitive that has a value: there an id alone says enough (ele-1). */
  readonly isBesideValue?: boolean;
}

/** What stands under `_birthDate`: an id and extensions. */
const primitiveParts: Property = { element: { name: "", types: ["Element"] }, type: "Element" };

function isObject(value: unknown): value is FhirJson {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What has no definition of its own; a resource of any type has one, once it is there. */
function isPrimitive(type: string): boolean {
  return type !== "Resource" && rulesOf(type) === undefined;
}

/** Its elements. One that is undefined is none: JSON has no word for it. */
function keysOf(value: FhirJson): string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined);
}

function at(place: Place, name: string): Place {
  return { ...place, path: `${place.path}.${name}`, depth: place.depth + 1, isBesideValue: false };
}

class Validation {
  readonly findings = new Findings();

  checkResource(value: unknown, position: Position, container?: FhirJson): void {
    if (!isObject(value)) {
      this.findings.add("structure", position, "It must be an object: a resource.");
      return;
    }
    const rules = resourceRules(value.resourceType);
    if (!rules) {
      this.findings.add("not-supported", position, "FHIR R4 has no resource of this resourceType.");
      return;
    }
    const { path, depth } = position;
    if (container) checkContainment(value, container, position, this.findings);
    this.#checkParts(value, rules, { path, depth, resource: value, root: container ?? value });
  }

  /** The parts of what is no primitive, then what must hold between them. */
  #checkParts(value: FhirJson, rules: TypeRules, place: Place): void {
    if (place.depth > deepest) {
      this.findings.add("too-long", place, `It lies deeper than ${deepest} elements.`);
      return;
    }
    const malformedBefore = this.findings.malformed;
    this.#checkProperties(value, rules, place);
    for (const { name, properties } of rules.required) {
      if (properties.every((one) => value[one] === undefined && value[`_${one}`] === undefined)) {
        this.findings.add("required", at(place, name), `${rules.name} must have ${name}.`);
      }
    }
    if (this.findings.malformed > malformedBefore) return;
    this.findings.add("invariant", place, ownRuleProblem(rules.name, value, place.root));
    this.#checkRules(rules.rules, rules.name, value, place);
  }

  #checkProperties(value: FhirJson, rules: TypeRules, place: Place): void {
    const said = new Set<ElementDefinition>();
    const keys = keysOf(value);
    for (const key of keys) {
      if (key === "resourceType" && rules.isResource) continue;
      const isBeside = key.startsWith("_");
      const name = isBeside ? key.slice(1) : key;
      const property = rules.properties.get(name);
      if (!property || (isBeside && !isPrimitive(property.type))) {
        this.findings.add("structure", at(place, key), `FHIR R4 has no such element in ${rules.name}.`);
        continue;
      }
      // A primitive and what stands beside it are looked at together.
      if (isBeside && value[name] !== undefined) continue;
      const { element } = property;
      if (said.has(element)) {
        this.findings.add("structure", at(place, element.name), "It may be said in one type only.");
      }
      said.add(element);
      this.#checkProperty(value[name], value[`_${name}`], property, at(place, element.name));
    }
    const mayBeId = place.isBesideValue && keys.length > 0;
    if (!rules.isResource && !mayBeId && keys.every((key) => key === "id")) {
      this.findings.add("structure", place, "It must not be empty.");
    }
  }

  #checkProperty(value: unknown, beside: unknown, property: Property, place: Place): void {
    if (!property.element.isList) {
      this.#checkItem(value, beside, property, place);
      return;
    }
    const values = value === undefined ? [] : value;
    const besides = beside === undefined ? [] : beside;
    if (!Array.isArray(values) || !Array.isArray(besides)) {
      this.findings.add("structure", place, "It must be a list.");
      return;
    }
    const count = Math.max(values.length, besides.length);
    if (count === 0) this.findings.add("structure", place, "A list must not be empty.");
    for (let index = 0; index < count; index += 1) {
      const item = { ...place, path: `${place.path}[${index}]` };
      // In lists of primitives, null holds the place of what only the other list has.
      this.#checkItem(values[index] ?? undefined, besides[index] ?? undefined, property, item);
    }
  }

  #checkItem(value: unknown, beside: unknown, { element, type }: Property, place: Place): void {
    const rules = rulesOf(type);
    if (type === "Resource" || rules?.isResource) {
      this.checkResource(value, place, element.name === "contained" ? place.root : undefined);
    } else if (!rules) {
      this.#checkPrimitive(value, beside, element, type, place);
    } else if (isObject(value)) {
      this.#checkParts(value, rules, place);
      this.#checkElement(value, element, type, place);
    } else {
      this.findings.add("structure", place, "It must be an object.");
    }
  }

  #checkPrimitive(
    value: unknown,
    beside: unknown,
    element: ElementDefinition,
    type: string,
    place: Place,
  ): void {
    const isBesideValue = value !== undefined;
    if (beside !== undefined) this.#checkItem(beside, undefined, primitiveParts, { ...place, isBesideValue });
    if (value === undefined && beside !== undefined) return;
    const problem = primitiveProblem(type, value);
    this.findings.add(problem?.code ?? "value", place, problem?.diagnostics);
    if (problem) return;
    if (type === "xhtml") this.findings.add("invariant", place, narrativeProblem(String(value)));
    this.#checkElement(value, element, type, place);
  }

  /** What an element's own definition says, beyond that of its type. */
  #checkElement(
    value: unknown,
    { valueSet, targets, rules }: ElementDefinition,
    type: string,
    place: Place,
  ): void {
    if (valueSet) this.findings.add("code-invalid", place, bindingProblem(valueSet, type, value));
    // Examples of the standard itself point elsewhere.
    if (targets) this.findings.add("value", place, referenceProblem(value, targets), true);
    if (rules) this.#checkRules(rules, type, value, place);
  }

  #checkRules(rules: readonly RuleDefinition[], type: string, value: unknown, place: Place): void {
    for (const rule of rules) {
      try {
        if (holds(rule, type, value, place)) continue;
        this.findings.add("invariant", place, `${rule.key}: ${rule.human}`, rule.isWarning);
      } catch {
        this.findings.add("exception", place, `${rule.key} could not be evaluated: ${rule.human}`, true);
      }
    }
  }
}

/** What is wrong with `resource`, element by element; nothing when it is as FHIR R4 defines it. */
export function validateResource(resource: unknown): readonly Issue[] {
  const validation = new Validation();
  const rules = isObject(resource) ? resourceRules(resource.resourceType) : undefined;
  validation.checkResource(resource, { path: rules?.name ?? "Resource", depth: 0 });
  return validation.findings.issues;
}
