import { describe, expect, it } from "vitest";
import { type PatientData, patientSchema } from "@/lib/records/schema";
import { compareUnrelated } from "./never-agreed";

const jr = { use: "official", family: "Nelson", given: ["David", "Charles"], suffix: ["Jr"] };

const person = (facts: object): PatientData => patientSchema.parse({ dateOfBirth: "2001-12-28", ...facts });

const compared = (ours: object, theirs: object) => compareUnrelated("patients", person(ours), person(theirs));

describe("one person in two systems that never agreed", () => {
  it("is not contested for how a system writes a name as a text, nor for a use it does not give", () => {
    const ours = {
      names: [
        { ...jr, text: "David Charles Nelson Jr" },
        { ...jr, use: "usual" },
      ],
    };
    const { contested, merged } = compared(ours, { names: [{ ...jr, text: "Nelson Jr, David Charles" }] });
    expect(contested).toEqual([]);
    expect(merged.names).toEqual(person(ours).names);
    expect(compared(ours, { names: [{ text: "NELSON Jr, David Charles" }] }).contested).toEqual([]);
  });

  it("keeps a name that only the other system knows", () => {
    const maiden = { use: "maiden", family: "Ortiz", given: ["David"] };
    const { contested, merged } = compared({ names: [jr] }, { names: [jr, maiden] });
    expect(contested).toEqual([]);
    expect(merged.names).toMatchObject([jr, maiden]);
  });

  it.each([
    ["another given name", { ...jr, given: ["Daniel"] }],
    ["father or son", { ...jr, suffix: [] }],
    ["another family name", { ...jr, family: "Nilsson" }],
  ])("is contested for a name of one use: %s", (_what, theirs) => {
    expect(compared({ names: [jr] }, { names: [theirs] }).contested).toEqual(["names"]);
  });

  it("died at one moment, in whatever zone and precision it is written", () => {
    const ours = { names: [jr], deceased: "2010-08-14T00:30:00Z" };
    expect(compared(ours, { ...ours, deceased: "2010-08-13T20:30:00.000-04:00" }).contested).toEqual([]);
    expect(compared(ours, { ...ours, deceased: "2010-08-14T00:31:00Z" }).contested).toEqual(["deceased"]);
  });
});
