/** XON and HD as Organization. */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import type { Conversion, Reference } from "./conversion";
import { authorityOf, identifierType } from "./data-types";
import { element, entries } from "./elements";

/** What is known of an organization beside what names it. */
interface OrganizationElements extends FhirJson {
  readonly identifier?: readonly FhirIdentifier[];
}

/** XON: by its number where it has one, else by its name. */
export function addOrganization(
  conversion: Conversion,
  value: Repetition | undefined,
  { identifier: known = [], ...elements }: OrganizationElements = {},
): Reference | undefined {
  if (!value) return undefined;
  const [name, number] = [value.text(1), value.text(10) ?? value.text(3)];
  if (name === undefined && number === undefined) return undefined;
  const system = authorityOf(value, 6, conversion.sender);
  const identity = number === undefined ? ["name", name?.toUpperCase()] : ["number", system, number];
  return conversion.add("Organization", conversion.idOf("Organization", identity), {
    identifier: entries([
      number === undefined
        ? undefined
        : element<FhirIdentifier>({ type: identifierType(value.text(7)), system, value: number }),
      ...known,
    ]),
    name,
    ...elements,
  });
}

/** HD: a facility by what it is called, and by its number. */
export function addFacility(
  conversion: Conversion,
  value: Repetition | undefined,
  elements: FhirJson = {},
): Reference | undefined {
  if (!value) return undefined;
  const [name, universal, type] = [1, 2, 3].map((component) => value.text(component));
  if (name === undefined && universal === undefined) return undefined;
  const identity = universal === undefined ? ["name", name?.toUpperCase()] : ["universal", universal];
  const isObjectIdentifier = type === "ISO" || /^\d+(\.\d+)+$/.test(universal ?? "");
  return conversion.add("Organization", conversion.idOf("Organization", identity), {
    identifier: entries([
      universal === undefined
        ? undefined
        : element<FhirIdentifier>({
            type:
              type === undefined
                ? undefined
                : { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0301", code: type }] },
            system: isObjectIdentifier ? "urn:ietf:rfc:3986" : undefined,
            value: isObjectIdentifier ? `urn:oid:${universal}` : universal,
          }),
    ]),
    name: name ?? universal,
    ...elements,
  });
}
