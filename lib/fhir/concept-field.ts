/** Codes and references as fields of an element. */
import type { Code, Coded } from "@/lib/records/schema";
import { bestCoding, codedFrom, codeOf, codingOf, isCodeOf } from "./coding";
import { withoutAbsentReason } from "./extension";
import { type Field, type Has, text } from "./field";
import { type Entry, list } from "./list-field";
import { referencedId } from "./reference";
import type { FhirCodeableConcept, FhirCoding, FhirReference } from "./types";

const words = text("text");

function isUnknown({ system, code, display }: Coded): boolean {
  return system === null && code === null && display === null;
}

/** `codings` with the translations that are wanted; without a word about them as they are. */
function translated(
  codings: readonly FhirCoding[],
  best: FhirCoding,
  { translations }: Coded,
): readonly FhirCoding[] {
  if (!translations) return codings;
  const isWanted = (one: FhirCoding) => translations.some((wanted) => isCodeOf(one, wanted));
  const kept = codings.filter((one) => one === best || !one.code || isWanted(one));
  const added = translations.filter((wanted) => !kept.some((one) => one !== best && isCodeOf(one, wanted)));
  return [...kept, ...added.map(codingOf)];
}

/**
 * `before` saying `coded`. While the code is the same, its translations stay where nothing is said of them, and its name
 * changes; another code takes the translations with it.
 */
export function writeConcept(before: FhirCodeableConcept, coded: Coded): FhirCodeableConcept {
  const { system, code, translations = [] } = coded;
  const concept = isUnknown(coded) ? before : withoutAbsentReason(before);
  if (system === null && code === null) {
    return { ...words.write(concept, coded.display), coding: undefined };
  }
  const best = bestCoding(concept);
  if (best && isCodeOf(best, coded)) {
    const coding = translated(concept.coding ?? [], best, coded).map((one) =>
      one === best ? { ...one, display: coded.display ?? undefined } : one,
    );
    return { ...concept, coding, text: coded.display === null ? undefined : concept.text };
  }
  return { ...concept, coding: [coded, ...translations].map(codingOf), text: undefined };
}

function readConcept(concept: FhirCodeableConcept | null | undefined): Coded | null {
  const coded = concept ? codedFrom(concept) : null;
  return coded && isUnknown(coded) ? null : coded;
}

export function concept<Name extends string>(
  name: Name,
): Field<Has<Name, FhirCodeableConcept>, Coded | null> {
  return {
    read: (element) => readConcept(element[name]),
    write: (element, value) => ({
      ...element,
      [name]: value ? writeConcept(element[name] ?? {}, value) : undefined,
    }),
  };
}

const conceptEntry: Entry<FhirCodeableConcept, Coded> = {
  read: readConcept,
  write: (element, value) => writeConcept(element, value),
  empty: {},
};

export function concepts<Name extends string>(name: Name) {
  return list(name, conceptEntry);
}

/** A coding that stands alone, without a concept around it. */
export function coding<Name extends string>(name: Name): Field<Has<Name, FhirCoding>, Code | null> {
  return {
    read: (element) => readConcept(element[name] ? { coding: [element[name]] } : null),
    write: (element, value) => ({
      ...element,
      [name]: value ? { ...withoutAbsentReason(element[name] ?? {}), ...codingOf(value) } : undefined,
    }),
  };
}

/** The first concept of a list speaks for all of it. */
export function firstConcept<Name extends string>(
  name: Name,
): Field<Has<Name, readonly FhirCodeableConcept[]>, Coded | null> {
  return {
    read: (element) => readConcept(element[name]?.[0]),
    write: (element, value) => {
      const [first = {}, ...others] = element[name] ?? [];
      return { ...element, [name]: value ? [writeConcept(first, value), ...others] : undefined };
    },
  };
}

function conceptOfCode(
  system: string,
  isCode: (code: string) => boolean,
  before: FhirCodeableConcept,
  value: string,
): FhirCodeableConcept {
  const concept = withoutAbsentReason(before);
  return isCode(value)
    ? { ...concept, coding: [{ system, code: value }], text: undefined }
    : { ...words.write(concept, value), coding: undefined };
}

/** A concept whose codes FHIR fixes, as the code alone; what is none of them is the sender's own words. */
export function codeIn<Name extends string>(
  name: Name,
  system: string,
  isCode: (code: string) => boolean,
): Field<Has<Name, FhirCodeableConcept>, string | null> {
  return {
    read: (element) => (element[name] ? codeOf(element[name], system) : null),
    write: (element, value) => ({
      ...element,
      [name]: value === null ? undefined : conceptOfCode(system, isCode, element[name] ?? {}, value),
    }),
  };
}

/** A list of concepts whose codes FHIR fixes, as the codes alone. */
export function codesIn<Name extends string>(name: Name, system: string, isCode: (code: string) => boolean) {
  return list<Name, FhirCodeableConcept, string>(name, {
    read: (element) => codeOf(element, system),
    write: (element, value) => conceptOfCode(system, isCode, element, value),
    empty: {},
  });
}

/** A reference to a `type` of resource, as its id on the server. */
export function reference<Name extends string>(
  name: Name,
  type: string,
): Field<Has<Name, FhirReference>, string | null> {
  return {
    read: (element) => referencedId(element[name], type) ?? null,
    write: (element, value) => ({
      ...element,
      [name]: value === null ? undefined : { reference: `${type}/${value}` },
    }),
  };
}

/** The references of a list that point at a `type`; all others stay. */
export function references<Name extends string>(name: Name, type: string) {
  return list<Name, FhirReference, string | null>(name, {
    read: (element) => referencedId(element, type) ?? null,
    write: (element, value) => (value === null ? element : { reference: `${type}/${value}` }),
    empty: {},
  });
}
