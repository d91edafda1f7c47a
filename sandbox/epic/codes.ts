/** Epic's identifier systems and its habit of naming everything twice: once by the standard, once by its own code. */
import type { JsonObject } from "@/sandbox/fhir/exact-json";

/** Stands for the one site this simulator plays; real sites each have OIDs of their own. */
const site = "urn:oid:1.2.840.114350.1.13.0.1.7";

export const identifierSystems = {
  mrn: `${site}.5.737384.14`,
  enterprise: `${site}.5.737384.0`,
  internal: `${site}.2.698084`,
  fhir: "http://open.epic.com/FHIR/StructureDefinition/patient-fhir-id",
  ssn: "http://hl7.org/fhir/sid/us-ssn",
} as const;

export const observationCategories = {
  laboratory: { display: "Laboratory", own: "Lab" },
  "vital-signs": { display: "Vital Signs", own: "Vitals" },
  "social-history": { display: "Social History", own: "Social" },
  survey: { display: "Survey", own: "Survey" },
  sdoh: { display: "SDOH", own: "SDOH" },
  imaging: { display: "Imaging", own: "Imaging" },
  "core-characteristics": { display: "Core Characteristics", own: "Core" },
} as const;

type ObservationCategory = keyof typeof observationCategories;

/** Observation.category as Epic sends it. */
export function categoryOf(code: ObservationCategory): JsonObject {
  const { display, own } = observationCategories[code];
  return {
    coding: [
      { system: "http://terminology.hl7.org/CodeSystem/observation-category", code, display },
      { system: `${site}.10.798268.30`, code: own, display: own },
    ],
    text: display,
  };
}

/** The second coding Epic puts beside a LOINC code: a number of its own flowsheet row or component. */
export function ownCodingFor(loinc: string, display: string): JsonObject {
  return { system: `${site}.2.768282`, code: loinc.replace("-", "0"), display: display.toUpperCase() };
}

export function isObservationCategory(code: string): code is ObservationCategory {
  return code in observationCategories;
}
