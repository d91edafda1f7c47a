/** The definitions as the walk through a resource needs them: by the property that stands in JSON. */
import { definitions, type ElementDefinition, type RuleDefinition, type TypeDefinition } from "./definitions";

/** An element in JSON: `deceasedBoolean` has the element `deceased` and the type `boolean`. */
export interface Property {
  readonly element: ElementDefinition;
  readonly type: string;
}

export interface TypeRules {
  readonly name: string;
  readonly isResource: boolean;
  readonly properties: ReadonlyMap<string, Property>;
  /** Elements that must be there, with the properties in which they may. */
  readonly required: readonly { readonly name: string; readonly properties: readonly string[] }[];
  readonly rules: readonly RuleDefinition[];
}

const compiled = new Map<string, TypeRules>();

function propertyName({ name, isChoice }: ElementDefinition, type: string): string {
  return isChoice ? name + type.charAt(0).toUpperCase() + type.slice(1) : name;
}

function compile(name: string, { elements, isResource, rules = [] }: TypeDefinition): TypeRules {
  const properties = new Map<string, Property>();
  for (const element of elements) {
    for (const type of element.types) properties.set(propertyName(element, type), { element, type });
  }
  const required = elements
    .filter(({ isRequired }) => isRequired)
    .map((element) => ({
      name: element.name,
      properties: element.types.map((type) => propertyName(element, type)),
    }));
  return { name, isResource: isResource ?? false, properties, required, rules };
}

/** The rules of a data type, a kind of resource or a part of one; undefined for primitive and unknown types. */
export function rulesOf(name: string): TypeRules | undefined {
  const known = compiled.get(name);
  if (known) return known;
  const { types } = definitions();
  const definition = Object.hasOwn(types, name) ? types[name] : undefined;
  if (!definition) return undefined;
  const rules = compile(name, definition);
  compiled.set(name, rules);
  return rules;
}

/** The rules of a kind of resource; undefined when FHIR R4 has none of that name. */
export function resourceRules(resourceType: unknown): TypeRules | undefined {
  const rules = typeof resourceType === "string" ? rulesOf(resourceType) : undefined;
  return rules?.isResource ? rules : undefined;
}
