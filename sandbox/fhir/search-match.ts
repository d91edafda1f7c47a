/**
 * Whether a resource meets a search: the FHIR library compares, but for parameters over whole identifiers, names,
 * contacts and addresses, whose types it would only know with the whole R4 schema in memory.
 */
import { matchesSearchRequest, type SearchRequest, splitSearchOnComma } from "@medplum/core";
import { type JsonObject, objectsIn, textIn } from "@/sandbox/fhir/exact-json";

type Match = (resource: JsonObject, value: string) => boolean;

const ownMatches: Record<string, Match> = {
  identifier: bearsIdentifier,
  name: ({ name }, value) =>
    typeof name === "string" ? holds(name, value) : objectsIn(name).some((one) => isNamed(one, value)),
  address: ({ address }, value) =>
    objectsIn(address).some((one) => textsOf(one).some((text) => holds(text, value))),
  telecom: (resource, value) => isReachedAt(resource, value),
  phone: (resource, value) => isReachedAt(resource, value, "phone"),
  email: (resource, value) => isReachedAt(resource, value, "email"),
};

/** `text` is the resource as JSON. */
export function meets(text: string, request: SearchRequest): boolean {
  const { filters = [] } = request;
  const rest = { ...request, filters: filters.filter(({ code }) => !(code in ownMatches)) };
  if (!matchesSearchRequest(JSON.parse(text), rest)) return false;
  return filters.every(({ code, value }) => {
    const match = ownMatches[code];
    return !match || splitSearchOnComma(value).some((one) => match(JSON.parse(text), one));
  });
}

/**
 * Whether a resource bears `system|value` or a bare value; as Epic allows, the system may be the identifier's type
 * (`MRN|203713`).
 */
export function bearsIdentifier(resource: JsonObject, wanted: string): boolean {
  const [system, value] = wanted.includes("|") ? wanted.split("|") : [undefined, wanted];
  return objectsIn(resource.identifier).some((identifier) => {
    const [type] = objectsIn(identifier.type);
    const isOfSystem = !system || identifier.system === system || textIn(type?.text) === system;
    return isOfSystem && identifier.value === value;
  });
}

/** A part of a name, or all of it in the order of given names before the family name. */
function isNamed(name: JsonObject, value: string): boolean {
  const given = Array.isArray(name.given) ? name.given.map((one) => textIn(one) ?? "") : [];
  const whole = [...given, textIn(name.family) ?? ""].join(" ");
  return [whole, textIn(name.text) ?? ""].some((text) => holds(text, value));
}

function isReachedAt({ telecom }: JsonObject, value: string, system?: string): boolean {
  const wanted = value.split("|").at(-1)?.toLowerCase();
  return objectsIn(telecom).some(
    (one) => (system === undefined || one.system === system) && textIn(one.value)?.toLowerCase() === wanted,
  );
}

function textsOf(address: JsonObject): string[] {
  return Object.values(address)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .map((value) => textIn(value) ?? "");
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
