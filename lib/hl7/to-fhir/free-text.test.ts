/** Senders leave delimiters in texts unescaped: types without parts (ST, TX, FT) are not divided by them. */
import { describe, expect, it } from "vitest";
import { allOf, converted, line, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
const obr = "OBR|1|P1^NG|F1^LAB|4548-4^Hemoglobin A1c^LN";

function told(type: string, segments: readonly string[], resourceType: string) {
  const message = converted(type, [pid, ...segments]);
  for (const { resource } of message.resources) expect(problemsIn(resource)).toEqual([]);
  return { resource: resourceOf(message, resourceType), paths: message.problems.map(({ path }) => path) };
}

describe("a result", () => {
  const result = (obx: string) => told("ORU^R01", [obr, obx], "Observation");

  it.each([
    ["TX", "Growth of 10^5 CFU/mL E. coli"],
    ["ST", "Tom & Jerry"],
    ["FT", "^second part"],
    ["", "Growth of 10^5 & more"],
  ])("that is a text (%s) is all of %s", (type, text) => {
    const { resource, paths } = result(`OBX|1|${type}|A^B^LN||${text}||||||F`);
    expect(resource.valueString).toBe(text);
    expect(paths).toEqual([]);
  });

  it("has its lines whole", () => {
    expect(result("OBX|1|TX|A^B^LN||10^5 & more~~5^6||||||F").resource.valueString).toBe(
      "10^5 & more\n\n5^6",
    );
  });

  it.each([
    ["NM", "10^5"],
    ["NM", "10&5"],
    ["SN", "10^5"],
    ["SN", ">^10^5"],
    ["SN", "^10&5"],
  ])("that is no number (%s %s) is a text, which is told", (type, text) => {
    const { resource, paths } = result(`OBX|1|${type}|A^B^LN||${text}|CFU/mL|||||F`);
    expect(resource.valueQuantity).toBeUndefined();
    expect(resource.valueString).toBe(`${text} CFU/mL`);
    expect(paths).toEqual(["OBX-5"]);
  });

  it("is a number though delimiters end it", () => {
    expect(result("OBX|1|NM|A^B^LN||5.6^^|%|||||F").resource.valueQuantity).toEqual({
      value: 5.6,
      unit: "%",
    });
  });

  it("is of the unit and the range that are written", () => {
    expect(result("OBX|1|NM|A^B^LN||5.6|10^3/uL|4^2-5 & more||||F").resource).toMatchObject({
      valueQuantity: { value: 5.6, unit: "10^3/uL" },
      referenceRange: [{ text: "4^2-5 & more" }],
    });
  });

  it("has notes that say all", () => {
    expect(
      told("ORU^R01", [obr, "OBX|1|NM|A||5", "NTE|1||10^5 & more~next"], "Observation").resource.note,
    ).toEqual([{ text: "10^5 & more\nnext" }]);
  });
});

it("a document says all that its texts say", () => {
  const { resource } = told(
    "MDM^T02",
    ["TXA|1|CN|TX|||||||||D1^NG", "OBX|1|TX|N^Note||Growth of 10^5~Tom & Jerry||||||F"],
    "DocumentReference",
  );
  const data = Buffer.from("Growth of 10^5\nTom & Jerry").toString("base64");
  expect(resource.content).toMatchObject([{ attachment: { data } }]);
});

it("an appointment has notes that say all", () => {
  const { resource } = told("SIU^S12", ["SCH|1||||||||||||", "NTE|1||10^5 & more"], "Appointment");
  expect(resource.comment).toBe("10^5 & more");
});

it("instructions and doses are what they say, or told", () => {
  const { resource, paths } = told(
    "RDE^O11",
    [
      "ORC|NW|P1^NG",
      line("RXE", { 2: "1^Drug", 3: "10^5", 5: "[iU]", 7: "^Take 1 & rest", 21: "^Shake & warm" }),
      line("TQ1", { 11: "Before food & drink" }),
    ],
    "MedicationRequest",
  );
  expect(resource).toMatchObject({
    dosageInstruction: [{ text: "Take 1 & rest", patientInstruction: "Before food & drink" }],
    note: [{ text: "Shake & warm" }],
  });
  expect(JSON.stringify(resource)).not.toContain("doseQuantity");
  expect(paths).toEqual(["RXE-3"]);
});

it("allergies, diagnoses and procedures are what is written", () => {
  const message = converted("ADT^A01", [
    pid,
    "PV1|1|I",
    "AL1|1|DA|^Nuts & seeds||Hives & rash",
    "AL1|2|DA|^Nuts & milk",
    "DG1|1||^Pain & fever|Pain & high fever",
    "PR1|1||47.09|Removal & repair",
  ]);
  expect(allOf(message, "AllergyIntolerance").map(({ resource }) => resource)).toMatchObject([
    { code: { text: "Nuts & seeds" }, reaction: [{ manifestation: [{ text: "Hives & rash" }] }] },
    { code: { text: "Nuts & milk" } },
  ]);
  expect(resourceOf(message, "Condition").code).toMatchObject({ text: "Pain & high fever" });
  expect(resourceOf(message, "Procedure").code).toMatchObject({ text: "Removal & repair" });
});

it("an order is for all that is written of the patient's state", () => {
  const informed = (text: string) =>
    told("ORM^O01", ["ORC|NW|P1^NG", line("OBR", { 2: "P1^NG", 4: "X^Thing", 13: text })], "ServiceRequest")
      .resource.extension;
  expect(informed("WBC 10^5 & fever")).toMatchObject([
    { valueCodeableConcept: { text: "WBC 10^5 & fever" } },
  ]);
  expect(informed("386661006^Fever^SCT")).toMatchObject([
    { valueCodeableConcept: { coding: [{ code: "386661006" }], text: "Fever" } },
  ]);
});
