/** Codes: which coding of a concept speaks for it, and back. */
import type { Code, Coded } from "@/lib/records/schema";
import type { FhirCodeableConcept, FhirCoding } from "./types";

/** Best first: a code of these systems means the same everywhere, a vendor's own only at home. */
const preferredSystems = [
  "http://loinc.org",
  "http://snomed.info/sct",
  "http://www.nlm.nih.gov/research/umls/rxnorm",
  "http://hl7.org/fhir/sid/icd-10-cm",
  "http://unitsofmeasure.org",
];

function rank({ system }: FhirCoding): number {
  const at = preferredSystems.indexOf(system ?? "");
  if (at >= 0) return at;
  if (system?.startsWith("http://terminology.hl7.org/") || system?.startsWith("http://hl7.org/fhir/")) {
    return preferredSystems.length;
  }
  return system ? preferredSystems.length + 1 : preferredSystems.length + 2;
}

/** The coding that is understood most widely; of equals the first. */
export function bestCoding(concept: FhirCodeableConcept): FhirCoding | undefined {
  const codings = (concept.coding ?? []).filter((coding) => coding.code);
  return codings.toSorted((a, b) => rank(a) - rank(b))[0] ?? concept.coding?.[0];
}

/** The concept as one code with its translations; its text stands in `display` where the coding has none. */
export function codedFrom(concept: FhirCodeableConcept): Coded {
  const best = bestCoding(concept);
  const translations = (concept.coding ?? []).flatMap((coding) => {
    const { system = null, code, display = null } = coding;
    return coding !== best && code ? { system, code, display } : [];
  });
  return {
    system: best?.system ?? null,
    code: best?.code ?? null,
    display: best?.display ?? concept.text ?? null,
    ...(translations.length > 0 && { translations }),
  };
}

/** `coding` for a code of ours. */
export function codingOf({ system, code, display }: Code): FhirCoding {
  return { system: system ?? undefined, code: code ?? undefined, display: display ?? undefined };
}

export function isCodeOf(coding: FhirCoding, { system, code }: Code): boolean {
  return (coding.system ?? null) === system && (coding.code ?? null) === code;
}

/** The code a concept has in `system`, else its best code, else its text. */
export function codeOf(concept: FhirCodeableConcept, system: string): string | null {
  const known = concept.coding?.find((coding) => coding.system === system && coding.code);
  return known?.code ?? bestCoding(concept)?.code ?? concept.text ?? null;
}
