/** Invented clinicians, the same for the same seed and number. */
import { Random } from "@/sandbox/framework/random";
import { type Gender, identityOf } from "@/sandbox/people/person";

interface Clinician {
  family: string;
  given: string[];
  gender: Gender;
  /** National Provider Identifier, its check digit right. */
  npi: string;
  credential: "MD" | "DO" | "NP" | "PA" | "DDS";
  phone: string;
  isActive: boolean;
}

/** Keeps clinicians from being namesakes of the patients with their numbers. */
const otherPeople = 0x0d0c;

/** How many clinicians look after so many patients. */
export function clinicianCount(patients: number): number {
  return patients === 0 ? 0 : 8 + Math.floor(patients / 100);
}

export function clinicianOf(seed: number, number: number): Clinician {
  const random = new Random(seed, "clinician", number);
  const { family = "Mononym", given, gender } = identityOf(seed ^ otherPeople, number);
  return {
    family,
    given,
    gender,
    npi: npiOf(100_000_000 + number),
    credential: random.pick(["MD", "MD", "DO", "NP", "PA", "DDS"]),
    phone: `608-555-01${String(random.below(100)).padStart(2, "0")}`,
    isActive: random.chance(0.95),
  };
}

/** Nine digits and the Luhn digit over them behind the prefix 80840, which adds 24 to the sum. */
function npiOf(nineDigits: number): string {
  const digits = [...String(nineDigits)].map(Number).reverse();
  const sum = digits.reduce((total, digit, i) => {
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 24);
  return `${nineDigits}${(10 - (sum % 10)) % 10}`;
}
