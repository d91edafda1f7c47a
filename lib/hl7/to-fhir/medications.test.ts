import { describe, expect, it } from "vitest";
import { allOf, converted, line, onlyOf, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
const orc = line("ORC", { 1: "NW", 2: "P1^NG", 9: "20260105093000", 12: "1234567893^Berg^Nora" });
const rxo = {
  1: "65862-063-01^Metoprolol^NDC",
  2: "1",
  3: "2",
  4: "tab^tablet",
  6: "^Call before you fill",
  7: "^Take with food",
  9: "G",
  11: "30",
  12: "tab^tablet",
  13: "5",
  20: "I10^Hypertension^I10",
};
const way = "RXR|PO^Oral^HL70162|MTH^Mouth^HL70163";

function all(type: string, ...segments: readonly string[]) {
  const message = converted(type, [pid, ...segments]);
  for (const { resource } of message.resources) expect(problemsIn(resource)).toEqual([]);
  return message;
}

describe("a prescription", () => {
  it("says what is to be taken, how, how much of it, and for what", () => {
    const message = all("OMP^O09", orc, "TQ1|1||BID||||20260105|20260205|R", line("RXO", rxo), way);
    expect(resourceOf(message, "MedicationRequest")).toMatchObject({
      status: "active",
      intent: "original-order",
      priority: "routine",
      identifier: [{ type: { coding: [{ code: "PLAC" }] }, value: "P1" }],
      medicationCodeableConcept: {
        coding: [{ system: "http://hl7.org/fhir/sid/ndc", code: "65862-063-01" }],
      },
      authoredOn: "2026-01-05T09:30:00-06:00",
      reasonCode: [{ text: "Hypertension" }],
      note: [{ text: "Call before you fill" }],
      dosageInstruction: [
        {
          text: "Take with food",
          timing: { code: { coding: [{ code: "BID" }] } },
          route: { text: "Oral" },
          site: { text: "Mouth" },
          doseAndRate: [{ doseRange: { low: { value: 1, unit: "tablet" }, high: { value: 2 } } }],
        },
      ],
      dispenseRequest: { quantity: { value: 30, unit: "tablet" }, numberOfRepeatsAllowed: 5 },
      substitution: { allowedCodeableConcept: { coding: [{ code: "G" }, { code: "G" }] } },
    });
    expect(allOf(message, "ServiceRequest")).toEqual([]);
  });

  it.each([
    ["NW", "", "active"],
    ["DC", "", "stopped"],
    ["CA", "", "cancelled"],
    ["HD", "", "on-hold"],
    ["SC", "CM", "completed"],
    ["", "DC", "stopped"],
    ["", "", "unknown"],
  ])("that ORC calls %s %s is %s", (control, status, expected) => {
    const order = line("ORC", { 1: control, 2: "P1^NG", 5: status });
    const message = all("RDE^O11", order, line("RXE", { 2: "1^Aspirin^NDC", 3: "1", 5: "tab" }));
    expect(resourceOf(message, "MedicationRequest")).toMatchObject({
      status: expected,
      intent: "filler-order",
    });
  });

  it("as the pharmacy wrote it down is another one, based on the first", () => {
    const rxe = line("RXE", { 2: "11^Metoprolol 50 mg^NDC", 3: "1", 5: "tab", 15: "PN7" });
    const message = all("RDE^O11", orc, line("RXO", rxo), way, rxe, "TQ1|1||QD");
    const [first, second] = allOf(message, "MedicationRequest");
    expect(second?.resource).toMatchObject({
      basedOn: [{ reference: `MedicationRequest/${first?.id}` }],
      identifier: [{ value: "P1" }, { type: { coding: [{ code: "PRN" }] }, value: "PN7" }],
      dosageInstruction: [{ timing: { code: { coding: [{ code: "QD" }] } } }],
    });
  });

  it("is one of a group, where the order is", () => {
    const order = line("ORC", { 1: "NW", 2: "P1^NG", 4: "G1^NG" });
    expect(resourceOf(all("OMP^O09", order, line("RXO", rxo)), "MedicationRequest")).toMatchObject({
      groupIdentifier: { type: { coding: [{ code: "PGN" }] }, value: "G1" },
    });
  });

  it("until 2.4 says when in a field", () => {
    const order = line("ORC", { 1: "NW", 2: "P1^NG", 7: "10^BID^D4^20260105^20260109^S" });
    expect(resourceOf(all("ORM^O01", order, line("RXO", rxo)), "MedicationRequest")).toMatchObject({
      priority: "stat",
      dosageInstruction: [
        {
          timing: {
            code: { coding: [{ code: "BID" }] },
            repeat: { boundsPeriod: { start: "2026-01-05", end: "2026-01-09" } },
          },
        },
      ],
    });
  });

  it("says at which times of day it is taken", () => {
    const repeat = { timeOfDay: ["08:00:00", "20:00:00"] };
    const expected = { dosageInstruction: [{ timing: { code: { coding: [{ code: "BID" }] }, repeat } }] };
    const told = all("OMP^O09", orc, "TQ1|1||BID|0800~2000", line("RXO", rxo));
    expect(resourceOf(told, "MedicationRequest")).toMatchObject(expected);
    const order = line("ORC", { 1: "NW", 2: "P1^NG", 7: "1^BID&0800,2000" });
    expect(resourceOf(all("ORM^O01", order, line("RXO", rxo)), "MedicationRequest")).toMatchObject(expected);
  });

  it("of which form, strength or parts are said names a medication of its own", () => {
    const strong = { ...rxo, 5: "CAP^Capsule", 18: "325", 19: "mg" };
    const message = all("OMP^O09", orc, line("RXO", strong), "RXC|B|D5W^Dextrose 5%|500|mL");
    expect(resourceOf(message, "Medication")).toMatchObject({
      code: { text: "Metoprolol" },
      form: { text: "Capsule" },
      ingredient: [
        { strength: { numerator: { value: 325, unit: "mg" } } },
        { itemCodeableConcept: { text: "Dextrose 5%" }, strength: { numerator: { value: 500, unit: "mL" } } },
      ],
    });
    const { id } = onlyOf(message, "Medication");
    expect(resourceOf(message, "MedicationRequest")).toMatchObject({
      medicationReference: { reference: `Medication/${id}`, display: "Metoprolol" },
    });
    expect(onlyOf(message, "MedicationRequest").cleared).toEqual(["medicationCodeableConcept"]);
  });
});

describe("what came of a prescription", () => {
  it("was handed out", () => {
    const rxd = line("RXD", {
      1: "1",
      2: "11^Doxycycline^NDC",
      3: "20260106",
      4: "10",
      5: "tab",
      7: "PN1",
      9: "Late",
    });
    const message = all("RDS^O13", orc, line("RXO", rxo), rxd);
    const { id } = onlyOf(message, "MedicationRequest");
    expect(resourceOf(message, "MedicationDispense")).toMatchObject({
      status: "completed",
      identifier: [{ value: "PN1" }],
      medicationCodeableConcept: { text: "Doxycycline" },
      quantity: { value: 10, unit: "tab" },
      whenHandedOver: "2026-01-06",
      authorizingPrescription: [{ reference: `MedicationRequest/${id}` }],
      note: [{ text: "Late" }],
    });
  });

  it("was given", () => {
    const rxa = line("RXA", {
      1: "0",
      2: "1",
      3: "202601060800",
      5: "11^Doxycycline^NDC",
      6: "2",
      7: "mg",
      20: "CP",
    });
    const message = all("RAS^O17", orc, line("RXO", rxo), rxa, way);
    const { id } = onlyOf(message, "MedicationRequest");
    expect(resourceOf(message, "MedicationAdministration")).toMatchObject({
      status: "completed",
      effectiveDateTime: "2026-01-06T08:00:00-06:00",
      request: { reference: `MedicationRequest/${id}` },
      dosage: { dose: { value: 2, unit: "mg" }, route: { text: "Oral" } },
    });
  });
});
