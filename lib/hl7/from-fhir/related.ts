/** Who and what a resource points at, as HL7 v2 writes them in the field itself: people, places, organizations. */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import { components, type FieldValue } from "../compose";
import { authorityOf, kindOf, namePartsOf, nameTypeOf, nothing } from "./data-types";
import { type Kind, type Parts, partsOf, type Target } from "./parts";

type Maybe<Type> = Type | null | undefined;

const npi = "http://hl7.org/fhir/sid/us-npi";

/** The number by which most know somebody. */
function bestNumber(identifiers: Maybe<readonly FhirIdentifier[]>): FhirIdentifier | undefined {
  const valued = identifiers?.filter(({ value }) => value);
  return valued?.find(({ system }) => system === npi) ?? valued?.[0];
}

/** Table 0203's kind of an identifier whose system says it. */
const kindIn = (identifier: FhirIdentifier) =>
  kindOf(identifier) ?? (identifier.system === npi ? "NPI" : undefined);

/** Where in PL a place of a kind stands (physicalType to component). */
const levels: Readonly<Record<string, number>> = { wa: 1, ro: 2, bd: 3, si: 4, bu: 7, lvl: 8 };

function textsOf(resource: FhirJson, name: string): unknown[] {
  const found = resource[name];
  return Array.isArray(found) ? found : [];
}

function isJson(value: unknown): value is FhirJson {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The resources that others point at, found by their references. */
export class Related {
  private readonly byReference = new Map<string, FhirJson>();

  constructor(resources: readonly FhirJson[]) {
    for (const resource of resources) {
      this.byReference.set(`${resource.resourceType}/${resource.id}`, resource);
      for (const inside of textsOf(resource, "contained").filter(isJson)) {
        this.byReference.set(`#${inside.id}`, inside);
      }
    }
  }

  private find<Type extends Kind>(type: Type, target: Maybe<Target>): Parts<Type> | undefined {
    const found = this.byReference.get(target?.reference ?? "");
    return found?.resourceType === type ? partsOf(type, found) : undefined;
  }

  /** XCN of a practitioner, or of what little the reference itself says. */
  person(target: Maybe<Target>): FieldValue {
    const role = this.find("PractitionerRole", target);
    if (role) return this.person(role.practitioner);
    const known = this.find("Practitioner", target);
    const number = bestNumber(known?.identifier) ?? target?.identifier ?? undefined;
    const name = known?.name?.[0] ?? { text: target?.display };
    const parts = namePartsOf(name);
    const professional = parts.pop();
    return components(
      number?.value ?? undefined,
      ...parts,
      undefined,
      authorityOf(number?.system),
      nameTypeOf(name),
      ...nothing(2),
      number && kindIn(number),
      ...nothing(7),
      professional,
    );
  }

  /** Whether the reference leads to a person, and not to an organization or a place. */
  isPerson(target: Maybe<Target>): boolean {
    return (
      /^(Practitioner|PractitionerRole)\//.test(target?.reference ?? "") || target?.type === "Practitioner"
    );
  }

  /** XON. */
  organization(target: Maybe<Target>): FieldValue {
    const role = this.find("PractitionerRole", target);
    if (role) return this.organization(role.organization);
    const known = this.find("Organization", target);
    const number = bestNumber(known?.identifier) ?? target?.identifier ?? undefined;
    const name = known?.name ?? target?.display ?? undefined;
    const authority = authorityOf(number?.system);
    const kind = number && kindIn(number);
    return components(name, ...nothing(4), authority, kind, ...nothing(2), number?.value ?? undefined);
  }

  /** PL: the place and those it lies in; one whose kind nobody says stands where most systems look first. */
  place(target: Maybe<Target>): FieldValue {
    const parts: (string | undefined)[] = nothing(8);
    let place = this.find("Location", target);
    if (!place) return target?.display ? components(target.display) : undefined;
    // Places that lie in each other would go on for ever.
    for (let depth = 0; place && depth < levelsAtMost; depth++) {
      const level = levels[place.physicalType?.coding?.[0]?.code ?? ""] ?? 1;
      parts[level - 1] ??= bestNumber(place.identifier)?.value ?? place.name ?? undefined;
      place = this.find("Location", place.partOf);
    }
    return components(...parts);
  }

  /** The placer's or filler's number of an order that is pointed at. */
  request(target: Maybe<Target>): Parts<"ServiceRequest"> | undefined {
    return this.find("ServiceRequest", target);
  }

  /** All of a kind. */
  all<Type extends Kind>(type: Type): Parts<Type>[] {
    const found = [...this.byReference.values()].filter(({ resourceType }) => resourceType === type);
    return found.map((resource) => partsOf(type, resource));
  }
}

const levelsAtMost = 8;
