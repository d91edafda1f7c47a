import { expect, test } from "vitest";
import { clinicianCount, clinicianOf } from "@/sandbox/people/clinicians";

/** Luhn over the number behind its prefix, as the registry of providers checks it. */
function isNpi(npi: string): boolean {
  const sum = [...`80840${npi}`].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return npi.length === 10 && sum % 10 === 0;
}

test("gives every clinician a provider number that passes its check, and a number of their own", () => {
  const numbers = Array.from({ length: 500 }, (_, number) => clinicianOf(1, number).npi);
  expect(numbers.filter((npi) => !isNpi(npi))).toEqual([]);
  expect(new Set(numbers).size).toBe(500);
});

test("has nobody to look after nobody", () => {
  expect(clinicianCount(0)).toBe(0);
  expect(clinicianCount(1)).toBeGreaterThan(0);
});
