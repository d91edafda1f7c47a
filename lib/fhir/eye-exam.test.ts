import fc from "fast-check";
import { expect, test } from "vitest";
import { createEyeExamObservation, validateResource } from ".";
import { type EyeExam, eyeExamTypes, eyes } from "./schema";

const exam: EyeExam = { type: "visual_acuity", value: "20/20", eye: "right", date: "2026-01-02" };
const write = (parts: Partial<EyeExam>) => createEyeExamObservation("patient-123", { ...exam, ...parts });
const sct = (code: string) =>
  expect.objectContaining({
    coding: expect.arrayContaining([expect.objectContaining({ system: "http://snomed.info/sct", code })]),
  });
const ucum = (value: number, code: string) =>
  expect.objectContaining({ value, code, system: "http://unitsofmeasure.org" });

test("writes the acuity of an eye as it was said, with its logMAR", () => {
  const notes = "Normal visual acuity";
  expect(write({ notes, eye: "right" })).toMatchObject({
    resourceType: "Observation",
    status: "final",
    category: [{ coding: [{ code: "exam" }] }],
    code: sct("363983007"),
    subject: { reference: "Patient/patient-123" },
    effectiveDateTime: "2026-01-02",
    valueString: "20/20",
    bodySite: sct("18944008"),
    note: [{ text: notes }],
    component: [{ valueQuantity: { value: 0, unit: "logMAR" } }],
  });
  expect(write({ value: "20/200" })).toMatchObject({ component: [{ valueQuantity: { value: 1 } }] });
  expect(write({ value: "6/9" })).toMatchObject({ component: [{ valueQuantity: { value: 0.18 } }] });
  expect(write({ value: "counts fingers" })).not.toHaveProperty("component");
});

test("writes the pressure in an eye in mm[Hg], by the code of its side", () => {
  for (const value of [16, "16", "16 mmHg", "16 mm[Hg]"]) {
    expect(write({ type: "intraocular_pressure", value, eye: "left" })).toMatchObject({
      code: { coding: expect.arrayContaining([expect.objectContaining({ code: "79893-4" })]) },
      valueQuantity: ucum(16, "mm[Hg]"),
      bodySite: sct("8966001"),
    });
  }
  expect(write({ type: "intraocular_pressure", value: "soft" })).toMatchObject({ valueString: "soft" });
});

test("writes a refraction in diopters, a prescription by its parts", () => {
  expect(write({ type: "refraction", value: "-2.25 D" })).toMatchObject({
    code: sct("251718005"),
    valueQuantity: ucum(-2.25, "[diop]"),
  });
  for (const value of ["-2.25 -0.50 x 180", "-2.25 DS / -0.50 DC x 180°", "-2.25/-0.5x180"]) {
    const written = write({ type: "refraction", value });
    expect(written).not.toHaveProperty("valueQuantity");
    expect(written.component).toEqual([
      { code: sct("251795007"), valueQuantity: ucum(-2.25, "[diop]") },
      { code: sct("251797004"), valueQuantity: ucum(-0.5, "[diop]") },
      { code: sct("251799001"), valueQuantity: ucum(180, "deg") },
    ]);
  }
});

test("tells a pupil's size from its reaction", () => {
  expect(write({ type: "pupil", value: 3 })).toMatchObject({
    code: sct("363953003"),
    valueQuantity: ucum(3, "mm"),
  });
  expect(write({ type: "pupil", value: "PERRLA", eye: "both" })).toMatchObject({
    code: sct("271733001"),
    valueString: "PERRLA",
    bodySite: sct("40638003"),
  });
});

test("writes a visual field in words", () => {
  expect(write({ type: "visual_field", value: "full to confrontation" })).toMatchObject({
    code: sct("73750009"),
    valueString: "full to confrontation",
  });
});

test("takes a moment as JavaScript has them", () => {
  const date = new Date("2026-01-02T03:04:05Z");
  expect(createEyeExamObservation("p", { ...exam, date }).effectiveDateTime).toBe("2026-01-02T03:04:05.000Z");
});

test("writes valid FHIR of every kind of examination, whatever was found", () => {
  const found = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom("20/20", "20/0", "0/20", "-1.00 +2.5 x 90", "<5", "x", "1e5", "+0.25"),
    fc.string({ minLength: 1 }).filter((text) => /\S/.test(text)),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...eyeExamTypes),
      fc.constantFrom(...eyes),
      found,
      fc.option(fc.constant("As last year")),
      (type, eye, value, notes) => {
        expect(validateResource(write({ type, eye, value, notes }))).toEqual([]);
      },
    ),
  );
});
