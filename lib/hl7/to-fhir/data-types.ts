/**
 * Data types of HL7 v2 as FHIR has them, by the v2-to-FHIR implementation guide (build.fhir.org/ig/HL7/v2-to-fhir,
 * «Data Type Maps»). Each takes one repetition of a field.
 */
import type {
  FhirAddress,
  FhirCodeableConcept,
  FhirCoding,
  FhirHumanName,
  FhirIdentifier,
  FhirPeriod,
  FhirReference,
} from "@/lib/fhir";
import type { Repetition } from "../repetition";
import { systemAddress, tableSystem } from "./coding-systems";
import { element, entries } from "./elements";
import { familyElements } from "./family-name";
import { fhirDateTime, periodOf } from "./moments";
import { meaningOf, type Table } from "./table";

/** What a message does not say about itself. */
export interface Sender {
  /** Of times without an offset: an IANA name. */
  readonly timeZone: string;
  /**
   * The URIs of what the sender calls its assigning authorities and coding systems. Where none is given, the name itself
   * stands in FHIR's place for one.
   */
  readonly systems?: Table;
}

export function period(
  value: Repetition,
  [start, end]: readonly [number, number],
  { timeZone }: Sender,
): FhirPeriod | undefined {
  return periodOf(fhirDateTime(value.text(start), timeZone), fhirDateTime(value.text(end), timeZone));
}

/** DR within a component: how the same is said until 2.4. */
function range(value: Repetition, component: number, { timeZone }: Sender): FhirPeriod | undefined {
  const [start, end] = [1, 2].map((part) => fhirDateTime(value.text(component, part), timeZone));
  return periodOf(start, end);
}

/** Authorities that FHIR knows by another URI than their object identifier. */
const wellKnown: Table = {
  "2.16.840.1.113883.4.1": "http://hl7.org/fhir/sid/us-ssn",
  "2.16.840.1.113883.4.6": "http://hl7.org/fhir/sid/us-npi",
};

/** The URI of an authority, by the three parts of an HD; else as the sender calls it, which may hold blanks. */
export function authorityNamed(
  [name, universal, type]: readonly (string | undefined)[],
  sender: Sender,
): string | undefined {
  const named = name === undefined ? undefined : meaningOf(sender.systems, name);
  if (named !== undefined) return named;
  if (universal === undefined) {
    return name === "NPI" ? systemAddress(name) : name?.replaceAll(/\s/g, encodeURIComponent);
  }
  if (type === "ISO" || /^\d+(\.\d+)+$/.test(universal)) {
    return meaningOf(wellKnown, universal) ?? `urn:oid:${universal}`;
  }
  if (type === "UUID" || type === "GUID") return `urn:uuid:${universal.toLowerCase()}`;
  return universal.replaceAll(/\s/g, encodeURIComponent);
}

/** HD: who gave an identifier, from a component's subcomponents. */
export function authorityOf(value: Repetition, component: number, sender: Sender): string | undefined {
  return authorityNamed(
    [1, 2, 3].map((part) => value.text(component, part)),
    sender,
  );
}

/** What an authority is called beside its URI. */
export function assignerOf(value: Repetition, component: number): FhirReference | undefined {
  return value.text(component, 2) === undefined ? undefined : element({ display: value.text(component) });
}

/** Of what kind an identifier is (table 0203). */
export function identifierType(code: string | undefined): FhirCodeableConcept | undefined {
  return code === undefined ? undefined : { coding: [{ system: tableSystem("0203"), code }] };
}

/** CX: an identifier with who gave it and of what kind it is; `kind` counts where it does not say. */
export function identifierOf(value: Repetition, sender: Sender, kind?: string): FhirIdentifier | undefined {
  const id = value.text(1);
  if (id === undefined) return undefined;
  return element<FhirIdentifier>({
    type: identifierType(value.text(5) ?? kind),
    system: authorityOf(value, 4, sender),
    value: id,
    assigner: assignerOf(value, 4),
    period: period(value, [7, 8], sender),
  });
}

/** The same as `entityIdentifierOf`, wherever the parts stand. */
export function entityIdentifierFrom(
  at: Parts,
  type: string | undefined,
  sender: Sender,
): FhirIdentifier | undefined {
  const authority = [2, 3, 4].map(at);
  const id = at(1);
  // What has no number but a universal id is that.
  if (id === undefined && authority[1] === undefined) return undefined;
  if (id === undefined) return { value: authority[1] };
  return element<FhirIdentifier>({
    type: identifierType(type),
    system: authorityNamed(authority, sender),
    value: id,
    assigner: authority[1] === undefined ? undefined : element({ display: authority[0] }),
  });
}

/** EI: the number of a thing, with who gave it. */
export function entityIdentifierOf(
  value: Repetition,
  type: string | undefined,
  sender: Sender,
): FhirIdentifier | undefined {
  return entityIdentifierFrom((part) => value.text(part), type, sender);
}

/** Table 0200; the types that say nothing of use are left out, as the guide has them. */
export const nameUses: Table = {
  BAD: "old",
  D: "usual",
  L: "official",
  M: "maiden",
  MSK: "anonymous",
  N: "nickname",
  NAV: "temp",
  R: "official",
  TEMP: "temp",
};

/** XPN: given names, prefixes and suffixes each in a list of their own. */
export function humanNameOf(value: Repetition, sender: Sender): FhirHumanName | undefined {
  const list = (...components: number[]) => entries(components.map((component) => value.text(component)));
  return element<FhirHumanName>({
    use: meaningOf(nameUses, value.text(7)),
    ...familyElements(value),
    given: list(2, 3),
    prefix: list(5),
    suffix: list(4, 6, 14),
    period: period(value, [12, 13], sender) ?? range(value, 10, sender),
  });
}

/** What somebody is called by (XPN.15), which is a name of its own. */
export function nicknameOf(value: Repetition): FhirHumanName | undefined {
  const given = value.text(15);
  return given === undefined ? undefined : { use: "nickname", given: [given] };
}

/** Table 0190, and what senders write out. */
const addressUses: Table = {
  BA: "old",
  BI: "billing",
  C: "temp",
  B: "work",
  H: "home",
  HOME: "home",
  HP: "home",
  O: "work",
  WORK: "work",
};

const addressTypes: Table = { M: "postal", SH: "postal" };

/** SAD: the line as it is written, and what of the house's number and the street's name it leaves out. */
function streetOf(value: Repetition): string | undefined {
  const [line, street, house] = [1, 2, 3].map((part) => value.text(1, part));
  const rest = [house, street].filter((part) => part !== undefined && !line?.includes(part));
  return [line, ...rest].filter(Boolean).join(" ") || undefined;
}

/** XAD: what stands before the city as lines. */
export function addressOf(value: Repetition, sender: Sender): FhirAddress | undefined {
  const kind = value.text(7)?.toUpperCase() ?? "";
  return element({
    use: meaningOf(addressUses, kind),
    type: meaningOf(addressTypes, kind),
    line: entries([streetOf(value), value.text(2), value.text(19)]),
    city: value.text(3),
    district: value.text(9) ?? value.text(9, 2),
    state: value.text(4),
    postalCode: value.text(5),
    country: value.text(6),
    period: period(value, [13, 14], sender) ?? range(value, 12, sender),
  });
}

/** FHIR's codes begin and end with no blank, and hold no two together. */
function codeOf(text: string | undefined): string | undefined {
  return text !== undefined && /\s/.test(text) ? text.trim().replaceAll(/\s+/g, " ") : text;
}

/** Says what stands at a place: a component, or a subcomponent of one that is a value itself. */
export type Parts = (part: number) => string | undefined;

/** A code, its text and its system, at these parts of a coded value. */
function codingOf(
  at: Parts,
  [code, display, system, version]: readonly [number, number, number, number],
  sender: Sender | undefined,
): FhirCoding | undefined {
  const [written, name] = [at(code), at(system)];
  if (written === undefined) return undefined;
  return element<FhirCoding>({
    system: meaningOf(sender?.systems, name) ?? systemAddress(name),
    version: at(version),
    code: codeOf(written),
    display: at(display),
  });
}

/** The same as `conceptOf`, wherever the parts stand. */
export function conceptFrom(at: Parts, table?: string, sender?: Sender): FhirCodeableConcept | undefined {
  const first = codingOf(at, [1, 2, 3, 7], sender);
  const named = first && table && at(3) === undefined ? { system: tableSystem(table), ...first } : first;
  return element<FhirCodeableConcept>({
    coding: entries([named, codingOf(at, [4, 5, 6, 8], sender), codingOf(at, [10, 11, 12, 13], sender)]),
    text: at(9) ?? at(2) ?? (first ? undefined : at(5)),
  });
}

/**
 * CWE, CNE and CE: up to three codings of one meaning, none of whose parts is divided again. `table` is the system of codes whose system is not named, as of
 * fields that have a table. Text alone stays text.
 */
export function conceptOf(
  value: Repetition,
  table?: string,
  sender?: Sender,
): FhirCodeableConcept | undefined {
  return conceptFrom((part) => value.whole(part), table, sender);
}
