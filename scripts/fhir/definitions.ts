/**
 * What validation needs of FHIR's own definitions (HL7, CC0), out of the 80 MB in which they are published: the
 * types' elements and rules, and the codes of the value sets that are required somewhere.
 */
import type {
  Definitions,
  ElementDefinition,
  RuleDefinition,
  TypeDefinition,
} from "@/lib/fhir/validate/definitions";
import {
  type Concept,
  codeSystem,
  type PublishedElement,
  published,
  publishedStructures,
  type Structure,
  type ValueSet,
  valueSet,
} from "./published";
import { ownerOf, structuresOfHl7 } from "./structures-of-hl7";

/** Rules that the validator checks in code of its own, and one that only recommends (dom-6). */
const leftOut = new Set(
  "ele-1 ext-1 dom-2 dom-3 dom-4 dom-5 dom-6 ref-1 txt-1 txt-2 per-1 rng-2 obs-7".split(" "),
);

/** FHIR's own examples contain organizations without name and identifier. */
const brokenByExamples = new Set(["org-1"]);

function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}

function isMild(key: string, severity: string): boolean {
  return severity === "warning" || brokenByExamples.has(key);
}

function rulesOf({ constraint }: PublishedElement): RuleDefinition[] {
  return constraint.flatMap(({ key, severity, human, expression }) =>
    expression === undefined || leftOut.has(key)
      ? []
      : [{ key, human, expression, ...(isMild(key, severity) && { isWarning: true as const }) }],
  );
}

function typeName({ path, base, contentReference }: PublishedElement, code: string | undefined): string {
  if (contentReference !== undefined) return lastPart(contentReference, "#");
  if (code === undefined || code === "BackboneElement" || code === "Element") return path;
  if (!code.startsWith("http://hl7.org/fhirpath/System.")) return code;
  if (base.path === "Resource.id") return "id";
  return path === "Extension.url" ? "uri" : "string";
}

function rulesOfRoot(structures: readonly Structure[], name: string): RuleDefinition[] {
  const root = structures.find((structure) => structure.name === name)?.snapshot.element[0];
  return root ? rulesOf(root) : [];
}

/** What profiles such as SimpleQuantity demand beyond their type, by name. */
function profileRules(structures: readonly Structure[]): ReadonlyMap<string, readonly RuleDefinition[]> {
  const profiles = structures.filter(({ derivation }) => derivation === "constraint");
  return new Map(
    profiles.map(({ name, type }) => {
      const inherited = new Set(rulesOfRoot(structures, type).map(({ key }) => key));
      return [name, rulesOfRoot(structures, name).filter(({ key }) => !inherited.has(key))];
    }),
  );
}

class Compaction {
  readonly types: Record<string, TypeDefinition & { readonly elements: ElementDefinition[] }> = {};
  readonly #profileRules: ReadonlyMap<string, readonly RuleDefinition[]>;

  constructor(structures: readonly Structure[]) {
    this.#profileRules = profileRules(structures);
    for (const structure of structures) {
      const isAbstract = structure.kind === "resource" && structure.abstract;
      if (structure.derivation !== "constraint" && !isAbstract) this.#addStructure(structure);
    }
  }

  #addStructure({ kind, snapshot }: Structure): void {
    const owners = new Set(snapshot.element.map(({ path }) => ownerOf(path)));
    for (const element of snapshot.element) {
      const isPart = owners.has(element.path);
      if (isPart) this.#addType(element, kind === "resource" && !element.path.includes("."));
      this.types[ownerOf(element.path)]?.elements.push(this.#element(element, isPart));
    }
  }

  #addType(element: PublishedElement, isResource: boolean): void {
    const rules = rulesOf(element);
    const marks = { ...(isResource && { isResource }), ...(rules.length > 0 && { rules }) };
    this.types[element.path] = { ...marks, elements: [] };
  }

  #element(element: PublishedElement, isPart: boolean): ElementDefinition {
    const name = lastPart(element.path, ".");
    const { type, binding, min, max } = element;
    const codes = element.contentReference === undefined ? type.map(({ code }) => code) : [undefined];
    const targets = type.flatMap(({ targetProfile }) => targetProfile.map((url) => lastPart(url, "/")));
    const ofProfile = type.flatMap(({ profile }) =>
      profile.flatMap((url) => this.#profileRules.get(lastPart(url, "/")) ?? []),
    );
    // A part's rules stand at its type.
    const rules = [...(isPart ? [] : rulesOf(element)), ...ofProfile];
    return {
      name: name.replace("[x]", ""),
      ...(name.endsWith("[x]") && { isChoice: true }),
      ...(min > 0 && { isRequired: true }),
      ...(max !== "1" && { isList: true }),
      types: codes.map((code) => typeName(element, code)),
      ...(targets.length > 0 && !targets.includes("Resource") && { targets }),
      ...(binding?.strength === "required" && { valueSet: binding.valueSet?.split("|")[0] }),
      ...(rules.length > 0 && { rules }),
    };
  }
}

/** Without those that only head others, such as the item type `question`. */
function allCodes(concepts: readonly Concept[] = []): string[] {
  return concepts.flatMap(({ code, property = [], concept: narrower }) => {
    const isHeading = property.some((one) => one.code === "notSelectable" && one.valueBoolean);
    return [...(isHeading ? [] : [code]), ...allCodes(narrower)];
  });
}

/** Its codes by system; undefined when a part is a system that FHIR does not list. */
function codesOf(
  { compose }: ValueSet,
  systems: ReadonlyMap<string, readonly string[]>,
): Record<string, string[]> | undefined {
  const codes: Record<string, string[]> = {};
  for (const { system = "", concept: named } of compose.include) {
    const listed = named?.map(({ code }) => code) ?? systems.get(system);
    if (!listed) return undefined;
    codes[system] = [...(codes[system] ?? []), ...listed];
  }
  return codes;
}

async function requiredValueSets(types: Definitions["types"]): Promise<Definitions["valueSets"]> {
  const required = new Set(
    Object.values(types).flatMap(({ elements }) => elements.map((element) => element.valueSet)),
  );
  const files = ["valuesets", "v2-tables", "v3-codesystems"];
  const systems = new Map(
    (await published(codeSystem, files)).map((system) => [system.url, allCodes(system.concept)]),
  );
  const sets = (await published(valueSet, files)).filter(({ url }) => required.has(url));
  return Object.fromEntries(
    sets.flatMap((set) => {
      const codes = codesOf(set, systems);
      return codes ? [[set.url, codes]] : [];
    }),
  );
}

function lines(named: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(named).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",\n");
}

/** The text of lib/fhir/validate/r4.json: a line for each type and value set. */
export async function compactDefinitions(): Promise<string> {
  const { types } = new Compaction(await structuresOfHl7(await publishedStructures()));
  const valueSets = await requiredValueSets(types);
  return `{"types":{\n${lines(types)}\n},"valueSets":{\n${lines(valueSets)}\n}}\n`;
}
