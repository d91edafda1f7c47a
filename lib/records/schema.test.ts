import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  emptyPatient,
  entitySchemas,
  type PatientData,
  patchRecord,
  patientSchema,
  recordEntities,
} from "./schema";

function patched(before: PatientData | null, patch: unknown): PatientData {
  return patientSchema.parse(patchRecord("patients", before, patch));
}

const known = patched(null, {
  names: [
    { use: "old", family: "Before" },
    { use: "official", family: "Doe", given: ["John", "Q"], text: "John Q Doe" },
  ],
  telecoms: [
    { system: "phone", value: "1", use: "old" },
    { system: "phone", value: "2", use: "home" },
    { system: "phone", value: "3", use: "work" },
  ],
  addresses: [{ use: "home", lines: ["1 Main St"], city: "Lowell" }],
  identifiers: [{ type: "MR", system: "urn:h", value: "7" }],
});

describe("a patient's short fields", () => {
  it("follow from the lists", () => {
    expect(known).toMatchObject({
      firstName: "John",
      middleName: "Q",
      lastName: "Doe",
      phone: "2",
      mrn: "7",
    });
    expect(known.address).toMatchObject({ lines: ["1 Main St"], city: "Lowell" });
  });

  it("change the entry they stand for and no other", () => {
    const after = patched(known, { phone: "9", mrn: "8", lastName: "Roe" });
    expect(after.telecoms.map(({ value }) => value)).toEqual(["1", "9", "3"]);
    expect(after.identifiers).toEqual([{ type: "MR", system: "urn:h", value: "8", use: null }]);
    expect(after.names[0]).toEqual(known.names[0]);
    expect(after.names[1]).toMatchObject({
      use: "official",
      family: "Roe",
      given: ["John", "Q"],
      text: null,
    });
  });

  it("clear the entry they stand for when they are null", () => {
    const after = patched(known, { phone: null, middleName: null, address: null });
    expect(after.telecoms.map(({ value }) => value)).toEqual(["1", "3"]);
    expect(after).toMatchObject({ phone: "3", firstName: "John", middleName: null, address: null });
  });

  it("change one part of the address and keep the rest", () => {
    const after = patched(known, { address: { city: "Boston" } });
    expect(after.addresses).toMatchObject([{ use: "home", lines: ["1 Main St"], city: "Boston" }]);
  });

  it("give way to lists that are written together with their old values", () => {
    const after = patched(known, { ...known, telecoms: [{ system: "phone", value: "5" }] });
    expect(after).toMatchObject({ phone: "5" });
    expect(after.telecoms).toHaveLength(1);
  });

  it("make their entries where there were none", () => {
    const after = patched(null, { firstName: "Ana María", lastName: "Núñez", email: "ü@example.org" });
    expect(after.names).toMatchObject([{ use: "official", family: "Núñez", given: ["Ana María"] }]);
    expect(after.telecoms).toEqual([{ system: "email", value: "ü@example.org", use: null, rank: null }]);
  });
});

it("gives every key a value, so that none is ever missing", () => {
  expect(Object.values(emptyPatient)).not.toContain(undefined);
  expect(Object.keys(emptyPatient).toSorted()).toEqual(Object.keys(patientSchema.shape).toSorted());
});

it.each(["1980-13", "1980-02-30", "80-01-01", "15.05.1980"])("refuses the birth date %s", (dateOfBirth) => {
  expect(() => patchRecord("patients", null, { dateOfBirth })).toThrow(z.ZodError);
});

it.each(recordEntities)("describes %s for the API reference", (entity) => {
  expect(() => z.toJSONSchema(entitySchemas[entity], { io: "input" })).not.toThrow();
  expect(() => z.toJSONSchema(entitySchemas[entity], { io: "output" })).not.toThrow();
});
