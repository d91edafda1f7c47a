/** Codes and states as people read them. Pure. */
import type { ShapeName } from "@/components/ui/status-shape";
import type { Coded } from "@/lib/records/schema";

/** A code as people read it. */
export function codedText({ display, code }: Coded): string {
  return display ?? code ?? "No code given";
}

/** The first of several codes, and how many more there are. */
export function codesText(codes: readonly (Coded | null)[]): string | null {
  const known = codes.filter((coded) => coded !== null);
  const [first] = known;
  if (!first) return null;
  return known.length > 1 ? `${codedText(first)} +${known.length - 1}` : codedText(first);
}

/** "entered-in-error" → "Entered in error". */
export function statusText(status: string): string {
  const words = status === "noshow" ? "no show" : status.replaceAll(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const statuses: readonly (readonly [ShapeName, readonly string[]])[] = [
  [
    "ok",
    ["final", "amended", "corrected", "appended", "completed", "fulfilled", "finished", "current", "active"],
  ],
  ["run", ["arrived", "checked-in", "triaged", "in-progress"]],
  ["wait", ["proposed", "pending", "booked", "waitlist", "planned", "draft", "registered"]],
  [
    "warn",
    [
      "partial",
      "preliminary",
      "unconfirmed",
      "provisional",
      "differential",
      "noshow",
      "recurrence",
      "relapse",
    ],
  ],
  ["paused", ["on-hold", "onleave"]],
  ["off", ["cancelled", "stopped", "inactive", "remission", "resolved", "superseded", "refuted"]],
  ["bad", ["entered-in-error"]],
];

const shapeByStatus = new Map(
  statuses.flatMap(([shape, codes]) => codes.map((code) => [code, shape] as const)),
);

/** The shape of a FHIR status code: the same code means much the same in every resource. */
export function statusShape(status: string): ShapeName {
  return shapeByStatus.get(status) ?? "silent";
}

/** The terminologies that clinics know by name. */
const systems: Readonly<Record<string, string>> = {
  "http://snomed.info/sct": "SNOMED CT",
  "http://loinc.org": "LOINC",
  "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
  "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
  "http://hl7.org/fhir/sid/icd-10": "ICD-10",
  "http://hl7.org/fhir/sid/icd-9-cm": "ICD-9-CM",
  "http://hl7.org/fhir/sid/ndc": "NDC",
  "http://hl7.org/fhir/sid/cvx": "CVX",
  "http://hl7.org/fhir/sid/us-npi": "NPI",
  "http://hl7.org/fhir/sid/us-ssn": "SSN",
  "http://www.ama-assn.org/go/cpt": "CPT",
};

/** "LOINC" for its address; other addresses stay as they are. */
export function systemName(system: string): string {
  return systems[system] ?? system;
}

const units = ["B", "kB", "MB", "GB"] as const;

/** 512 → "512 B", 48_200 → "48 kB". */
export function sizeText(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${Math.round(bytes / 1_000 ** power)} ${units[power]}`;
}
