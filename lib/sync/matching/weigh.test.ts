import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PatientData, patientSchema } from "@/lib/records/schema";
import { addressLevels, dateLevels, factLevels } from "./compare-facts";
import { nameLevels } from "./compare-names";
import { compareTwo, type Evidence, weigh } from "./weigh";

function person(facts: object = {}): PatientData {
  const data = {
    names: [{ use: "official", family: "Müller", given: ["Camila", "Maria"] }],
    dateOfBirth: "1987-09-12",
    gender: "female",
    telecoms: [{ system: "phone", value: "(469) 555-5555" }],
    addresses: [{ lines: ["3268 West Johnson St."], city: "Garland", postalCode: "75043" }],
    ...facts,
  };
  return patientSchema.parse(data);
}

const named = (family: string | null, ...given: string[]) => ({
  names: [{ use: "official", family, given }],
});
const mrn = (value: string, more: object = {}) => ({
  identifiers: [{ system: "urn:oid:1.2.3", value, type: "MR", ...more }],
});

function verdictOf(facts: object, ours: object = {}) {
  return compareTwo(person(ours), person(facts)).verdict;
}

describe("two patients", () => {
  it("are one when name, birth date and a way to reach them agree", () => {
    expect(compareTwo(person(), person())).toEqual({
      verdict: "certain-score",
      score: 1,
      reasons: [
        "Same name",
        "Same birth date",
        "Same sex",
        "Same phone number or e-mail address",
        "Same address",
      ],
    });
    expect(verdictOf({ addresses: [] })).toBe("certain-score");
  });

  it.each([
    ["in other spellings of one name", named("Mueller", "Camila", "Maria")],
    ["with accents and capitals", named("MULLER", "Camíla", "Maria")],
    ["with a middle initial", named("Müller", "Camila", "M")],
    ["with given and family name exchanged", named("Camila Maria", "Müller")],
    [
      "with a phone number written for a call from abroad",
      { telecoms: [{ system: "phone", value: "+1 469 555 5555" }] },
    ],
  ])("are one %s", (_how, facts) => {
    expect(verdictOf(facts)).toBe("certain-score");
  });

  it.each([
    ["a slip in the birth date", { dateOfBirth: "1987-12-09" }],
    ["a digit of the birth date", { dateOfBirth: "1987-09-13" }],
    ["only the year of birth known", { dateOfBirth: "1987" }],
    ["another family name", named("Lopez", "Camila")],
    ["a short form of the name", named("Müller", "Cami")],
    ["another sex", { gender: "male" }],
    ["no way to reach them in common", { telecoms: [], addresses: [] }],
    ["a name in another script", named("Мюллер", "Камила")],
  ])("are for a person to decide with %s", (_what, facts) => {
    expect(verdictOf(facts)).toBe("possible");
  });

  it("of one household are never certain: twins share everything but the given name", () => {
    expect(verdictOf(named("Müller", "Elena", "Maria"))).toBe("possible");
    expect(verdictOf(named("Müller", "Camilla", "Maria"))).toBe("possible");
    expect(verdictOf(named("Müller", "Camila", "Elena"))).toBe("possible");
    expect(verdictOf({ ...named("Müller", "Mateo"), gender: "male" })).toBe("none");
    expect(verdictOf({ ...named("Müller", "Elena"), dateOfBirth: "2015-03-01" })).toBe("none");
    expect(verdictOf({ dateOfBirth: "1957-01-30" })).toBe("none");
  });

  it("with one identifier are one, unless other facts speak against it", () => {
    const lone = { telecoms: [], addresses: [] };
    expect(verdictOf({ ...lone, ...mrn("A-1207") }, { ...lone, ...mrn("a-1207 ") })).toBe(
      "certain-identifier",
    );
    for (const facts of [
      { dateOfBirth: "1950-01-02" },
      { gender: "male" },
      named("Okafor", "Ngozi"),
      named("Müller", "Elena"),
    ]) {
      expect(verdictOf({ ...facts, ...mrn("A-1207") }, mrn("A-1207"))).toBe("possible");
    }
  });

  it("of one name only are one by an identifier, though there is no family name to agree", () => {
    const oneName = { ...named(null, "John"), ...mrn("A-1207"), dateOfBirth: "2002-01" };
    expect(verdictOf(oneName, oneName)).toBe("certain-identifier");
    expect(verdictOf({ ...oneName, ...named("Smith", "John") }, oneName)).toBe("possible");
  });

  it.each([
    ["a number that a family shares", { type: "MB" }],
    ["a temporary number", { use: "temp" }],
    ["a number of nobody's system", { system: null }],
    ["a number made up to fill a field", { value: "999999" }],
  ])("are not recognised by %s", (_what, identifier) => {
    const lone = { telecoms: [], addresses: [], ...mrn("A-1207", identifier) };
    expect(verdictOf(lone, lone)).toBe("possible");
  });

  it("with different numbers of one system are not certain", () => {
    expect(verdictOf(mrn("A-1208"), mrn("A-1207"))).toBe("possible");
  });

  it("of whom nothing is known are strangers", () => {
    const nothing = { names: [], dateOfBirth: null, gender: null, telecoms: [], addresses: [] };
    expect(compareTwo(person(nothing), person(nothing))).toEqual({ verdict: "none", score: 0, reasons: [] });
  });
});

const levels = {
  identifier: factLevels,
  name: nameLevels,
  birthDate: dateLevels,
  sex: factLevels,
  contact: factLevels,
  address: addressLevels,
} as const;

const evidence: fc.Arbitrary<Evidence> = fc.record({
  identifier: fc.constantFrom(...levels.identifier),
  name: fc.constantFrom(...levels.name),
  birthDate: fc.constantFrom(...levels.birthDate),
  sex: fc.constantFrom(...levels.sex),
  contact: fc.constantFrom(...levels.contact),
  address: fc.constantFrom(...levels.address),
});

const strength = ["none", "possible", "certain-score", "certain-identifier"];

describe("evidence", () => {
  it("never counts for less when one fact agrees better", () => {
    fc.assert(
      fc.property(evidence, fc.constantFrom(...Object.keys(levels)), (before, fact) => {
        const better = Object.entries(levels).flatMap(([name, list]) => {
          const ranks: readonly string[] = list;
          return name === fact ? ranks.slice(ranks.indexOf(before[fact as keyof Evidence]) + 1) : [];
        });
        for (const level of better) {
          const [weak, strong] = [weigh(before), weigh({ ...before, [fact]: level })];
          expect(strong.score).toBeGreaterThanOrEqual(weak.score);
          expect(strength.indexOf(strong.verdict)).toBeGreaterThanOrEqual(strength.indexOf(weak.verdict));
        }
      }),
    );
  });

  it("is the same whoever is compared with whom", () => {
    const word = fc.constantFrom(
      "Müller",
      "Mueller",
      "Muler",
      "Camila",
      "C",
      "Cami",
      "Lopez Garcia",
      "Garcia",
      "Мюллер",
      "",
    );
    const anybody = fc
      .record({
        names: fc.array(fc.record({ family: word, given: fc.array(word, { maxLength: 2 }), text: word }), {
          maxLength: 2,
        }),
        dateOfBirth: fc.constantFrom("1987-09-12", "1987-12-09", "1987-09-13", "1987", "1987-01-01", null),
        gender: fc.constantFrom("male", "female", "other", null),
        telecoms: fc.array(
          fc.record({
            system: fc.constant("phone"),
            value: fc.constantFrom("4695555555", "1 469 555 5555", "0"),
          }),
        ),
        addresses: fc.array(
          fc.record({ lines: fc.array(word), city: word, postalCode: fc.constantFrom("75043", "") }),
          { maxLength: 2 },
        ),
        identifiers: fc.array(fc.record({ system: word, value: fc.constantFrom("A1207", "A1208") }), {
          maxLength: 2,
        }),
      })
      .map(person);
    fc.assert(
      fc.property(anybody, anybody, (left, right) => {
        expect(compareTwo(left, right)).toEqual(compareTwo(right, left));
      }),
    );
  });
});
