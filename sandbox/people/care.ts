/** What clinicians found, prescribed and wrote down, the same for the same seed and number. */
import { Random } from "@/sandbox/framework/random";

interface Ailment {
  /** SNOMED CT. */
  snomed: string;
  /** ICD-10-CM. */
  icd10: string;
  display: string;
}

interface Medicine {
  /** RxNorm. */
  rxnorm: string;
  display: string;
  dose: string;
}

interface Prescription {
  medicine: number;
  status: "active" | "completed" | "stopped";
  refills: number;
  supplyDays: number;
}

interface Finding {
  ailment: Ailment;
  isResolved: boolean;
}

const ailments: readonly [Ailment, ...Ailment[]] = [
  { snomed: "38341003", icd10: "I10", display: "Hypertensive disorder" },
  { snomed: "44054006", icd10: "E11.9", display: "Type 2 diabetes mellitus" },
  { snomed: "195967001", icd10: "J45.909", display: "Asthma" },
  { snomed: "55822004", icd10: "E78.5", display: "Hyperlipidemia" },
  { snomed: "80967001", icd10: "K02.9", display: "Dental caries" },
  { snomed: "66383009", icd10: "K05.10", display: "Gingivitis" },
  { snomed: "35489007", icd10: "F32.A", display: "Depressive disorder" },
];

export const medicines: readonly Medicine[] = [
  { rxnorm: "314076", display: "lisinopril 10 MG Oral Tablet", dose: "1 tablet by mouth daily" },
  { rxnorm: "860975", display: "metformin hydrochloride 500 MG Oral Tablet", dose: "1 tablet twice daily" },
  { rxnorm: "617310", display: "atorvastatin 20 MG Oral Tablet", dose: "1 tablet at bedtime" },
  { rxnorm: "308182", display: "amoxicillin 250 MG Oral Capsule", dose: "1 capsule three times daily" },
  { rxnorm: "197806", display: "ibuprofen 600 MG Oral Tablet", dose: "1 tablet every 6 hours as needed" },
  { rxnorm: "312938", display: "sertraline 100 MG Oral Tablet", dose: "1 tablet every morning" },
];

interface LoincTerm {
  code: string;
  display: string;
}

const panels: readonly [LoincTerm, ...LoincTerm[]] = [
  { code: "24323-8", display: "Comprehensive metabolic 2000 panel" },
  { code: "58410-2", display: "CBC panel - Blood by Automated count" },
  { code: "24331-1", display: "Lipid 1996 panel" },
];

const noteKinds: readonly [LoincTerm, ...LoincTerm[]] = [
  { code: "11506-3", display: "Progress note" },
  { code: "34117-2", display: "History and physical note" },
  { code: "11488-4", display: "Consult note" },
];

export function findingOf(seed: number, number: number): Finding {
  const random = new Random(seed, "finding", number);
  return { ailment: random.pick(ailments), isResolved: random.chance(0.2) };
}

export function prescriptionOf(seed: number, number: number): Prescription {
  const random = new Random(seed, "prescription", number);
  return {
    medicine: random.below(medicines.length),
    status: random.pick(["active", "active", "completed", "stopped"]),
    refills: random.below(4),
    supplyDays: random.pick([10, 30, 90]),
  };
}

export function panelOf(seed: number, number: number): LoincTerm {
  return new Random(seed, "panel", number).pick(panels);
}

export function noteKindOf(seed: number, number: number): LoincTerm {
  return new Random(seed, "note", number).pick(noteKinds);
}
