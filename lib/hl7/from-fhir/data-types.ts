/**
 * Data types of FHIR as HL7 v2 writes them: what `to-fhir/data-types.ts` reads. Each gives one repetition of a field;
 * what is not said is left out.
 */
import type {
  FhirAddress,
  FhirCodeableConcept,
  FhirCoding,
  FhirContactPoint,
  FhirIdentifier,
  FhirPeriod,
} from "@/lib/fhir";
import { components, type FieldValue, repetitions, writeField } from "../compose";
import { usualDelimiters } from "../delimiters";
import type { Value } from "../repetition";
import { systemName, tableSystem } from "../to-fhir/coding-systems";
import { familyParts } from "../to-fhir/family-name";
import { extended } from "./extensions";
import { writeTime } from "./moments";
import type { HumanName } from "./parts";

type Maybe<Type> = Type | null | undefined;

/** Who gave the numbers that Carelane gives. */
export const ownAuthority = "CARELANE";

/** Components that say nothing, between those that do. */
export function nothing(count: number): undefined[] {
  return Array.from({ length: count }, () => undefined);
}

/** `write` of each of them, as repetitions; those that say nothing have no place of their own. */
export function each<Element>(
  list: Maybe<readonly Element[]>,
  write: (element: Element) => FieldValue,
): FieldValue {
  const written = list?.map((element) => write(element) ?? undefined) ?? [];
  return repetitions(...written.filter((value) => writeField(value, usualDelimiters) !== ""));
}

// What reads a namespace for FHIR writes its blanks so.
function decodeBlanks(name: string): string {
  return name.replaceAll(/%(20|09)/g, (code) => decodeURIComponent(code));
}

/** The system of American providers' numbers, whom every American system knows by this name. */
export const npi = "http://hl7.org/fhir/sid/us-npi";

/** An identifier as far as it says who gave it. */
interface NumberFrom {
  readonly system?: string | null;
  readonly assigner?: { readonly display?: string | null } | null;
}

/** HD, of the URI by which FHIR names who gave an identifier: namespace, universal id and its type. */
export function authorityOf({
  system,
  assigner,
}: NumberFrom): readonly [name?: string, id?: string, type?: string] {
  if (!system) return [];
  const name = assigner?.display ?? undefined;
  if (system.startsWith("urn:carelane:")) return [ownAuthority];
  if (system.startsWith("urn:oid:")) return [name, system.slice("urn:oid:".length), "ISO"];
  if (system.startsWith("urn:uuid:")) return [name, system.slice("urn:uuid:".length), "UUID"];
  if (system === npi) return ["NPI"];
  if (/^(https?|urn):/.test(system)) return [name, system, "URI"];
  // What is no URI is the sender's own word: its namespace, unless there is one beside it, or the word would say more.
  return name || system === "NPI" ? [name, decodeBlanks(system)] : [decodeBlanks(system)];
}

/** What kind an identifier is of: a code of table 0203, else words. */
export function kindOf({ type }: FhirIdentifier): string | undefined {
  const coded = type?.coding?.find(({ system }) => system === tableSystem("0203")) ?? type?.coding?.[0];
  return coded?.code ?? type?.text ?? undefined;
}

export function spanOf(period: Maybe<FhirPeriod>): [start: Value, end: Value] {
  return [writeTime(period?.start), writeTime(period?.end)];
}

/** CX. */
export function writeIdentifier(identifier: Maybe<FhirIdentifier>): FieldValue {
  if (!identifier?.value) return undefined;
  const { value, period } = identifier;
  const [start, end] = spanOf(period);
  return components(
    value,
    undefined,
    undefined,
    authorityOf(identifier),
    kindOf(identifier),
    undefined,
    start,
    end,
  );
}

/** EI: a number of an order, a document, a specimen. */
export function writeNumber(identifier: Maybe<FhirIdentifier>): FieldValue {
  return identifier?.value ? components(identifier.value, ...authorityOf(identifier)) : undefined;
}

/** Table 0200. */
const nameTypes: Readonly<Record<string, string>> = {
  official: "L",
  usual: "D",
  maiden: "M",
  anonymous: "MSK",
  nickname: "N",
  temp: "TEMP",
  old: "BAD",
};

const words = (parts: Maybe<readonly (string | null)[]>) => parts?.filter(Boolean).join(" ") || undefined;

/** FN: the family name, and its parts where they are known. A name that is but words stands in its place. */
export function familyNameOf({ family, given, text, _family }: HumanName): Value[] {
  const called = family ?? (given?.some(Boolean) ? undefined : (text ?? undefined));
  return [called, ...familyParts.map((url) => _family && extended(_family, url)?.valueString)];
}

/** What XPN and XCN say alike behind it: given, others, suffix, prefix, degree; further suffixes come after. */
export function namePartsOf({ given, prefix, suffix }: HumanName): Value[] {
  const [first, ...others] = (given ?? []).filter((part) => part !== null);
  const [generation, degree, ...professional] = suffix ?? [];
  return [
    first,
    words(others),
    generation ?? undefined,
    words(prefix),
    degree ?? undefined,
    words(professional),
  ];
}

export function nameTypeOf({ use }: HumanName): string | undefined {
  return nameTypes[use ?? ""];
}

/** XPN. */
export function writeName(name: HumanName): FieldValue {
  const parts = namePartsOf(name);
  const professional = parts.pop();
  return components(
    familyNameOf(name),
    ...parts,
    nameTypeOf(name),
    ...nothing(4),
    ...spanOf(name.period),
    professional,
  );
}

/** Table 0190. */
const addressUses: Readonly<Record<string, string>> = {
  home: "H",
  work: "B",
  temp: "C",
  old: "BA",
  billing: "BI",
};

/** XAD. `district` is not among the parts that records know. */
export function writeAddress(address: FhirAddress & { readonly district?: unknown }): FieldValue {
  const { use, line, city, state, postalCode, country, district, text, period } = address;
  const [street, ...others] = (line ?? []).filter((part) => part !== null);
  return components(
    street ?? (city ? undefined : (text ?? undefined)),
    others.join(", ") || undefined,
    city ?? undefined,
    state ?? undefined,
    postalCode ?? undefined,
    country ?? undefined,
    addressUses[use ?? ""] ?? (address.type === "postal" ? "M" : undefined),
    undefined,
    typeof district === "string" ? district : undefined,
    ...nothing(3),
    ...spanOf(period),
  );
}

/** Tables 0201 and 0202. */
const telecomUses: Readonly<Record<string, string>> = { home: "PRN", work: "WPN", mobile: "PRS" };
const equipment: Readonly<Record<string, string>> = { phone: "PH", fax: "FX", pager: "BP", other: "TTY" };

/** XTN. A telephone of which nothing more is known stands alone. */
export function writeContact({ system, value, use, rank, period }: FhirContactPoint): FieldValue {
  if (!value) return undefined;
  const rest = [...nothing(8), ...spanOf(period), ...nothing(3), rank ? String(rank) : undefined];
  const code = telecomUses[use ?? ""];
  if (system === "email") {
    return components(undefined, code ?? "NET", "Internet", value, ...rest);
  }
  const isPlain = !use && (!system || system === "phone");
  const kind = use === "mobile" ? "CP" : (equipment[system ?? "phone"] ?? "PH");
  return components(value, code, isPlain ? undefined : kind, undefined, ...rest);
}

/** The name of a coding system: as table 0396 calls it, else its address. */
function nameOf(system: Maybe<string>): string | undefined {
  return systemName(system ?? undefined) ?? system ?? undefined;
}

const versionOf = ({ version }: FhirCoding) => (typeof version === "string" ? version : undefined);

/** CWE and CE: up to three codings; words beside them stand in the ninth component. */
export function writeConcept(concept: Maybe<FhirCodeableConcept>): FieldValue {
  const [first, second, third] = concept?.coding ?? [];
  const text = concept?.text ?? undefined;
  if (!first) return text === undefined ? undefined : components(undefined, text);
  const display = first.display ?? undefined;
  return components(
    first.code ?? undefined,
    display,
    nameOf(first.system),
    second?.code ?? undefined,
    second?.display ?? undefined,
    nameOf(second?.system),
    versionOf(first),
    second && versionOf(second),
    text === display ? undefined : text,
    third?.code ?? undefined,
    third?.display ?? undefined,
    nameOf(third?.system),
    third && versionOf(third),
  );
}

/** The concept without its code of a system that is FHIR's alone, where others say it in terms of HL7 v2. */
export function inOwnTerms(
  concept: Maybe<FhirCodeableConcept>,
  system: string,
): FhirCodeableConcept | undefined {
  const others = concept?.coding?.filter((coding) => coding.system !== system) ?? [];
  return others.length > 0 ? { ...concept, coding: others } : undefined;
}

/** The code that a list of concepts has in a system. */
export function codeIn(concepts: Maybe<readonly FhirCodeableConcept[]>, system: string): string | undefined {
  const codings = concepts?.flatMap(({ coding }) => coding ?? []);
  return codings?.find((coding) => coding.system === system)?.code ?? undefined;
}

/** The first coding's code alone, for fields that hold no more (ID, IS). */
export function codeOf(concept: Maybe<FhirCodeableConcept>): string | undefined {
  return concept?.coding?.[0]?.code ?? undefined;
}
