/** Who and what a resource points at, as HL7 v2 writes them in the field itself: people, places, organizations. */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import { components, type FieldValue } from "../compose";
import type { Value } from "../repetition";
import {
  authorityOf,
  familyNameOf,
  kindOf,
  namePartsOf,
  nameTypeOf,
  nothing,
  npi,
  spanOf,
} from "./data-types";
import { type HumanName, type Kind, type Parts, partsOf, type Target } from "./parts";

type Maybe<Type> = Type | null | undefined;

/** The number by which most know somebody. */
function bestNumber(identifiers: Maybe<readonly FhirIdentifier[]>): FhirIdentifier | undefined {
  const valued = identifiers?.filter(({ value }) => value);
  return valued?.find(({ system }) => system === npi) ?? valued?.[0];
}

/** What kind of number it is, where the number itself or its system says so. */
function kindOfNumber(identifier: FhirIdentifier | undefined): string | undefined {
  return identifier && (kindOf(identifier) ?? (identifier.system === npi ? "NPI" : undefined));
}

/** What kind of thing a reference leads to, as far as it says. */
export function kindOfTarget(target: Maybe<Target>): string | undefined {
  const [kind] = /^[A-Z][A-Za-z]+(?=\/)/.exec(target?.reference ?? "") ?? [];
  return kind ?? target?.type ?? undefined;
}

export function isPerson(target: Maybe<Target>): boolean {
  return ["Practitioner", "PractitionerRole"].includes(kindOfTarget(target) ?? "");
}

/** Where in PL a place of a kind stands (physicalType to component). */
const levels: Readonly<Record<string, number>> = { wa: 1, ro: 2, bd: 3, si: 4, bu: 7, lvl: 8 };
/** Places that lie in each other would go on for ever. */
const levelsAtMost = 8;

function isJson(value: unknown): value is FhirJson {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function containedIn({ contained }: FhirJson): FhirJson[] {
  return Array.isArray(contained) ? contained.filter(isJson) : [];
}

/** What a place is called, with who calls it so where its number says that (HD). */
function namedPlace({ name, identifier }: Parts<"Location">): Value | readonly Value[] {
  const number = bestNumber(identifier);
  const called = name ?? number?.value ?? undefined;
  const isNumber = number?.value === called && number?.system?.startsWith("urn:");
  return isNumber && number ? [called, ...authorityOf(number).slice(1)] : called;
}

/** The resources that others point at, found by their references. */
export class Related {
  private readonly byReference = new Map<string, FhirJson>();

  constructor(resources: readonly FhirJson[]) {
    for (const resource of resources) {
      this.byReference.set(`${resource.resourceType}/${resource.id}`, resource);
      for (const inside of containedIn(resource)) this.byReference.set(`#${inside.id}`, inside);
    }
  }

  /** What is pointed at, where it is known and of that kind. */
  get<Type extends Kind>(type: Type, target: Maybe<Target>): Parts<Type> | undefined {
    const found = this.byReference.get(target?.reference ?? "");
    return found?.resourceType === type ? partsOf(type, found) : undefined;
  }

  /** All of a kind. */
  all<Type extends Kind>(type: Type): Parts<Type>[] {
    const found = [...this.byReference.values()].filter(({ resourceType }) => resourceType === type);
    return found.map((resource) => partsOf(type, resource));
  }

  /** A practitioner, or what little the reference itself says. */
  private someone(target: Maybe<Target>) {
    const person = this.get("PractitionerRole", target)?.practitioner ?? target;
    const known = this.get("Practitioner", person);
    const number = bestNumber(known?.identifier) ?? person?.identifier ?? undefined;
    const name: HumanName = known?.name?.[0] ?? { text: person?.display };
    const isOther = ["Organization", "Patient", "Location"].includes(kindOfTarget(person) ?? "");
    return isOther ? undefined : { number, name };
  }

  /** XCN. */
  person(target: Maybe<Target>): FieldValue {
    const found = this.someone(target);
    if (!found) return undefined;
    const { number, name } = found;
    const parts = namePartsOf(name);
    const professional = parts.pop();
    return components(
      number?.value ?? undefined,
      familyNameOf(name),
      ...parts,
      undefined,
      number && authorityOf(number),
      nameTypeOf(name),
      ...nothing(2),
      kindOfNumber(number),
      ...nothing(5),
      ...spanOf(name.period),
      professional,
    );
  }

  /** NDL, whose first component is a person (CNN). */
  namedPerson(target: Maybe<Target>): FieldValue {
    const found = this.someone(target);
    if (!found) return undefined;
    const { number, name } = found;
    const parts: Value[] = namePartsOf(name).slice(0, -1);
    return components([
      number?.value ?? undefined,
      // CNN has no place for the parts of a family name.
      familyNameOf(name)[0],
      ...parts,
      undefined,
      ...(number ? authorityOf(number) : []),
    ]);
  }

  /** XON. */
  organization(target: Maybe<Target>): FieldValue {
    const place = this.get("PractitionerRole", target)?.organization ?? target;
    if (isPerson(place)) return undefined;
    const known = this.get("Organization", place);
    const number = bestNumber(known?.identifier) ?? place?.identifier ?? undefined;
    return components(
      known?.name ?? place?.display ?? undefined,
      ...nothing(4),
      number && authorityOf(number),
      kindOfNumber(number),
      ...nothing(2),
      number?.value ?? undefined,
    );
  }

  /** PL: the place and those it lies in; one whose kind nobody says stands where most systems look first. */
  place(target: Maybe<Target>): FieldValue {
    const parts: (Value | readonly Value[])[] = nothing(levelsAtMost);
    let place = this.get("Location", target);
    if (!place) return target?.display ? components(target.display) : undefined;
    for (let depth = 0; place && depth < levelsAtMost; depth++) {
      const level = levels[place.physicalType?.coding?.[0]?.code ?? ""] ?? 1;
      parts[level - 1] ??= namedPlace(place);
      place = this.get("Location", place.partOf);
    }
    return components(...parts);
  }
}
