/** XON and HD as Organization. */
import type { FhirAddress, FhirContactPoint, FhirIdentifier, FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import { type Conversion, idIn, type Reference } from "./conversion";
import { authorityOf, identifierType } from "./data-types";
import { element, entries } from "./elements";

/** What is known of an organization beside what names it. */
interface OrganizationElements extends FhirJson {
  readonly identifier?: readonly FhirIdentifier[];
  readonly telecom?: readonly FhirContactPoint[] | undefined;
  readonly address?: readonly FhirAddress[] | undefined;
}

/** Nobody lives at an organization, so FHIR knows no home of it; some senders do. */
export function withoutHome<Reached extends { readonly use?: string | null | undefined }>(
  list: readonly Reached[] | undefined,
): Partial<Reached>[] | undefined {
  return list && entries(list.map((one) => (one.use === "home" ? element({ ...one, use: undefined }) : one)));
}

/** XON: by its number where it has one, else by its name. */
export function addOrganization(
  conversion: Conversion,
  value: Repetition | undefined,
  { identifier: known = [], telecom, address, ...elements }: OrganizationElements = {},
): Reference | undefined {
  if (!value) return undefined;
  const [name, number] = [value.whole(1), value.text(10) ?? value.text(3)];
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
    telecom: withoutHome(telecom),
    address: withoutHome(address),
    ...elements,
  });
}

/** An organization by its name, its number or both, which stand in fields of their own. */
export function addNumberedOrganization(
  conversion: Conversion,
  named: Repetition | undefined,
  elements: OrganizationElements,
): Reference | undefined {
  const [number] = elements.identifier ?? [];
  const found = addOrganization(conversion, named, elements);
  if (found || !number) return found;
  const id = conversion.idOf("Organization", ["number", number.system, number.value]);
  return conversion.add("Organization", id, elements);
}

/** CWE: an organization by its code at whoever names it as something, and by the words of it. */
export function addCodedOrganization(
  conversion: Conversion,
  value: Repetition | undefined,
  role: string,
  { address, telecom }: OrganizationElements = {},
): Reference | undefined {
  const [code, name] = [value?.text(1), value?.whole(2)];
  if (code === undefined && name === undefined) return undefined;
  return conversion.add("Organization", conversion.idOf("Organization", [role, code ?? name]), {
    identifier: code === undefined ? undefined : [{ value: code }],
    name: name ?? code,
    telecom: withoutHome(telecom),
    address: withoutHome(address),
  });
}

interface FacilityElements extends FhirJson {
  readonly partOf?: Reference | undefined;
}

/** HD: a facility by what it is called, and by its number. It is no part of itself, though some name it as both. */
export function addFacility(
  conversion: Conversion,
  value: Repetition | undefined,
  { partOf, ...elements }: FacilityElements = {},
): Reference | undefined {
  if (!value) return undefined;
  const [name, universal, type] = [1, 2, 3].map((component) => value.text(component));
  if (name === undefined && universal === undefined) return undefined;
  const identity = universal === undefined ? ["name", name?.toUpperCase()] : ["universal", universal];
  const id = conversion.idOf("Organization", identity);
  const isObjectIdentifier = type === "ISO" || /^\d+(\.\d+)+$/.test(universal ?? "");
  return conversion.add("Organization", id, {
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
    partOf: partOf && idIn(partOf) !== id ? partOf : undefined,
    ...elements,
  });
}
