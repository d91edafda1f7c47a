import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patchRecord } from "./schema";
import { normaliseQuery, searchEntryOf } from "./search-tokens";

function patient(patch: unknown): unknown {
  return patchRecord("patients", null, patch);
}

function finds(data: unknown, q: string): boolean {
  const { parts, tokens } = normaliseQuery(q);
  const { words, tokens: held } = searchEntryOf("patients", data);
  return (
    parts.some((part) => words.includes(part)) ||
    tokens.some((token) => held.some((own) => own.parameter === token.parameter && own.value === token.value))
  );
}

describe("a patient is found", () => {
  it.each([
    ["Müller", "muller"],
    ["Müller", "MÜLL"],
    ["José", "jose"],
    ["O'Brien-Smith", "o’brien"],
    ["O'Brien-Smith", "brien smith"],
    ["李小龙", "小龙"],
    ["Ёлкин", "елкин"],
    ["مُحَمَّد", "محمد"],
    ["Straße", "strasse"],
    ["İzmir", "izmir"],
    ["김민준", "민준"],
    ["が", "が"],
    ["Łukasz", "lukasz"],
  ])("who is called %s by %s", (lastName, q) => {
    expect(finds(patient({ lastName }), q)).toBe(true);
  });

  it.each(["john doe", "Doe, John", "doe john q", "ohn", "john q doe"])("by %s in any order", (q) => {
    expect(finds(patient({ firstName: "John", middleName: "Q", lastName: "Doe" }), q)).toBe(true);
  });

  it.each([
    "mrn-12345",
    "urn:carelane:mrn|MRN-12345",
    "1980-05-15",
    "555-1234",
    "(555) 1234",
    "J.DOE@example.com",
  ])("by %s", (q) => {
    const data = {
      mrn: "MRN-12345",
      dateOfBirth: "1980-05-15",
      phone: "+1 555 1234",
      email: "j.doe@example.com",
    };
    expect(finds(patient(data), q)).toBe(true);
  });

  it("by nothing when nothing is known or asked", () => {
    expect(searchEntryOf("patients", patient({})).words).toBe("");
    expect(finds(patient({ lastName: "Doe" }), " '%_\\ ")).toBe(false);
  });
});

it("never hands the database what it cannot store or a LIKE pattern", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (q) => {
      const { parts, tokens } = normaliseQuery(q);
      for (const part of parts) expect(part).not.toMatch(/[%_\\\0]/);
      for (const { value } of tokens)
        expect([value.isWellFormed(), value.includes("\0")]).toEqual([true, false]);
    }),
  );
});

it("holds each token once and not endlessly long", () => {
  const long = "😀".repeat(5_000);
  const { tokens } = searchEntryOf(
    "patients",
    patient({ lastName: long, names: [{ family: long }, { family: long }] }),
  );
  expect(new Set(tokens.map((token) => JSON.stringify(token))).size).toBe(tokens.length);
  for (const { value } of tokens) expect(Buffer.byteLength(value)).toBeLessThan(2_000);
  expect(tokens.length).toBeGreaterThan(0);
});

it("finds an observation by code, category, status and patient", () => {
  const patientId = "019a0000-0000-7000-8000-000000000000";
  const data = patchRecord("observations", null, {
    patientId,
    status: "final",
    category: ["vital-signs"],
    code: { system: "http://loinc.org", code: "29463-7", display: "Body Weight" },
    effectiveAt: "2016-03-28T10:00:00+02:00",
  });
  expect(searchEntryOf("observations", data).tokens).toEqual([
    { parameter: "code", value: "29463-7" },
    { parameter: "code", value: "http://loinc.org|29463-7" },
    { parameter: "category", value: "vital-signs" },
    { parameter: "status", value: "final" },
    { parameter: "patient", value: patientId },
  ]);
  expect(searchEntryOf("observations", data).words).toBe("body weight");
});

const patientId = "019a0000-0000-7000-8000-000000000000";
const practitionerId = "019a0000-0000-7000-8000-000000000001";
const aspirin = {
  system: "http://www.nlm.nih.gov/research/umls/rxnorm",
  code: "243670",
  display: "Aspirin 81 MG",
};

it.each([
  ["practitioners", { names: [{ family: "Torp", given: ["Melvin"] }] }, "name torp", "melvin torp"],
  ["practitioners", { identifiers: [{ system: "urn:npi", value: "99" }] }, "identifier urn:npi|99", ""],
  ["conditions", { code: { code: "J45", display: "Asthma" } }, "code j45", "asthma"],
  ["conditions", { clinicalStatus: "active" }, "status active", ""],
  ["medications", { ingredients: [aspirin] }, "ingredient 243670", "aspirin 81 mg"],
  ["medication_requests", { medication: aspirin, intent: "order" }, "intent order", "aspirin 81 mg"],
  [
    "appointments",
    { participants: [{ practitionerId, name: "Dr. Torp" }] },
    `practitioner ${practitionerId}`,
    "dr torp",
  ],
  ["encounters", { class: { code: "AMB" }, locations: ["Ward 3"] }, "class amb", "ward 3"],
  ["diagnostic_reports", { category: [{ code: "LAB" }], patientId }, `patient ${patientId}`, ""],
  ["documents", { type: { code: "11506-3", display: "Progress note" } }, "type 11506-3", "progress note"],
] as const)("finds %s that say %j", (entity, patch, token, word) => {
  const { tokens, words } = searchEntryOf(entity, patchRecord(entity, null, patch));
  expect(tokens.map(({ parameter, value }) => `${parameter} ${value}`)).toContain(token);
  expect(words).toContain(word);
});
