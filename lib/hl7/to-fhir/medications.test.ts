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

describe("what is observed of a medicine", () => {
  const weight = "OBX|1|NM|29463-7^Weight^LN||70|kg|||||F";

  it.each([
    ["OMP^O09", line("RXO", { 1: "X^Y", 2: "5", 4: "mg" })],
    ["RDE^O11", line("RXE", { 2: "X^Y", 3: "5", 5: "mg" })],
  ])("that is asked for (%s) is based on the request", (type, segment) => {
    const message = all(type, "ORC|NW|RX1", segment, "RXR|PO", weight, "NTE|1||hello");
    const { id } = onlyOf(message, "MedicationRequest");
    expect(resourceOf(message, "Observation")).toMatchObject({
      basedOn: [{ reference: `MedicationRequest/${id}` }],
      valueQuantity: { value: 70, unit: "kg" },
      note: [{ text: "hello" }],
    });
    expect(allOf(message, "ServiceRequest")).toEqual([]);
  });

  const given = [
    ["MedicationDispense", "RDS^O13", line("RXD", { 1: "1", 2: "X^Y", 3: "20260106" })],
    ["MedicationAdministration", "RAS^O17", line("RXA", { 1: "0", 2: "1", 3: "20260106", 5: "X^Y" })],
  ] as const;

  it.each(given)(
    "that was given is a part of it (%s), and of no request that nobody told",
    (kind, type, segment) => {
      const order = line("ORC", { 1: "RE", 2: "P1^NG", 3: "F1^LAB", 12: "77^Berg^Nora" });
      const message = all(type, order, segment, "RXR|PO", "NTE|1||slowly", weight, "NTE|1||hello");
      expect(resourceOf(message, kind)).toMatchObject({
        identifier: [{ value: "P1" }, { value: "F1" }],
        performer: [{ function: { coding: [{ code: "OP" }] } }],
        note: [{ text: "slowly" }],
      });
      expect(resourceOf(message, "Observation")).toMatchObject({
        partOf: [{ reference: `${kind}/${onlyOf(message, kind).id}` }],
        note: [{ text: "hello" }],
      });
      expect(allOf(message, "ServiceRequest")).toEqual([]);
    },
  );

  it.each(given)("that was given is based on its request, where one is told (%s)", (_, type, segment) => {
    const message = all(type, orc, line("RXO", rxo), segment, weight);
    const { id } = onlyOf(message, "MedicationRequest");
    expect(resourceOf(message, "Observation").basedOn).toEqual([{ reference: `MedicationRequest/${id}` }]);
  });
});

it("says what a medicine is asked for: the diagnosis of its order", () => {
  const message = all("ORM^O01", orc, line("RXO", rxo), "DG1|1||I10^Hypertension^I10C");
  expect(resourceOf(message, "MedicationRequest")).toMatchObject({
    reasonReference: [{ reference: `Condition/${onlyOf(message, "Condition").id}` }],
  });
});

describe("medicines that no ORC stands before", () => {
  it("are each asked for", () => {
    const [first, second] = ["1^Aspirin^NDC", "2^Doxycycline^NDC"].map((code) => line("RXE", { 2: code }));
    const message = all("RDE^O11", `${first}`, "RXR|PO", `${second}`);
    expect(allOf(message, "MedicationRequest").map(({ resource }) => resource)).toMatchObject([
      { medicationCodeableConcept: { text: "Aspirin" }, dosageInstruction: [{}] },
      { medicationCodeableConcept: { text: "Doxycycline" } },
    ]);
    expect(allOf(message, "MedicationRequest")[1]?.resource).not.toHaveProperty("basedOn");
  });

  const unit = {
    1: "0",
    2: "1",
    3: "202601060800",
    5: "E0336^Red cells^99B",
    6: "300",
    7: "mL",
    10: "7^Ito^May",
  };

  it("are given", () => {
    const message = all("RAS^O17", line("RXA", unit));
    expect(resourceOf(message, "MedicationAdministration")).toMatchObject({
      medicationCodeableConcept: { text: "Red cells" },
      dosage: { dose: { value: 300, unit: "mL" } },
      performer: [{ actor: { reference: `Practitioner/${onlyOf(message, "Practitioner").id}` } }],
    });
    expect(message.problems).toEqual([]);
  });

  it("are known by whom they were given, and what they are", () => {
    const ids = [
      [pid, line("RXA", unit)],
      [pid.replace("42", "43"), line("RXA", unit)],
      [pid, line("RXA", { ...unit, 5: "E0404^Plasma^99B" })],
    ].map((segments) => onlyOf(converted("RAS^O17", segments), "MedicationAdministration").id);
    expect(new Set(ids).size).toBe(3);
    const handedOut = [pid, pid.replace("42", "43")].map((of) => {
      const rxd = line("RXD", { 1: "1", 2: "X^Y", 3: "20260106" });
      return onlyOf(converted("RDS^O13", [of, rxd]), "MedicationDispense").id;
    });
    expect(new Set(handedOut).size).toBe(2);
  });

  it("are kept where nobody says whose they are", () => {
    const message = converted("RAS^O17", [line("RXA", unit)]);
    expect(problemsIn(resourceOf(message, "MedicationAdministration"))).toEqual([]);
    expect(onlyOf(message, "MedicationAdministration").isIdentified).toBe(false);
  });
});
