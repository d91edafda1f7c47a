import { expect, it } from "vitest";
import { allOf, converted, line, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
const obr = "OBR|1|P1^NG|F1^LAB|93000^ECG^CPT4|||20260105080000";

const interpretations = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

function observed(...observations: readonly string[]) {
  const message = converted("ORU^R01", [pid, obr, ...observations]);
  const all = allOf(message, "Observation");
  for (const { resource } of all) expect(problemsIn(resource)).toEqual([]);
  return { resources: all.map(({ resource }) => resource), problems: message.problems };
}

it("is known by its code with the suffix that says which part of a study it is", () => {
  const { resources } = observed(
    "OBX|1|ST|93000^ECG^CPT4||a||||||F",
    "OBX|2|ST|93000&IMP^ECG^CPT4||b||||||F",
    "OBX|3|ST|&IMP||c||||||F",
    "OBX|4|ST|30955-9&31034-2^Site^LN||d||||||F",
  );
  const cpt = { system: "http://www.ama-assn.org/go/cpt", code: "93000", display: "ECG" };
  expect(resources.map(({ code }) => code)).toEqual([
    { coding: [cpt], text: "ECG" },
    { coding: [cpt, { code: "93000&IMP" }], text: "ECG (IMP)" },
    { coding: [{ code: "IMP" }], text: "IMP" },
    {
      coding: [{ system: "http://loinc.org", code: "30955-9", display: "Site" }, { code: "30955-9&31034-2" }],
      text: "Site (31034-2)",
    },
  ]);
});

it("is the same however the message orders the parts of a study", () => {
  const parts = ["OBX|1|ST|93000&IMP^ECG^CPT4||a||||||F", "OBX|2|ST|93000&REC^ECG^CPT4||b||||||F"];
  const [impression] = observed(...parts).resources;
  const [, same] = observed(...parts.toReversed()).resources;
  expect(same?.id).toBe(impression?.id);
});

it.each([
  ["H", { coding: [{ system: interpretations, code: "H" }] }],
  ["NONE", { text: "NONE" }],
  ["0^None^HL70078", { text: "None" }],
  ["h", { text: "h" }],
  ["X^Odd^99LAB", { coding: [{ system: "99LAB", code: "X", display: "Odd" }], text: "Odd" }],
])("that is flagged %s means what FHIR has a code for, or what it says", (flag, expected) => {
  expect(observed(`OBX|1|NM|A^B^LN||5|%||${flag}|||F`).resources[0]?.interpretation).toEqual([expected]);
});

it.each([
  ["Final", "final"],
  ["PRELIMINARY", "preliminary"],
  ["Corrected", "corrected"],
  ["Canceled", "cancelled"],
])("that is %s in words is %s, and so is its report", (word, status) => {
  const message = converted("ORU^R01", [
    pid,
    line("OBR", { 2: "P1^NG", 25: word }),
    `OBX|1|ST|A||a||||||${word}`,
  ]);
  expect(resourceOf(message, "Observation").status).toBe(status);
  expect(resourceOf(message, "DiagnosticReport").status).toBe(status);
  expect(message.problems).toEqual([]);
});

it("is told to stand in no way that is known where it is in none of the table's", () => {
  const message = converted("ORU^R01", [
    pid,
    line("OBR", { 2: "P1^NG", 25: "Odd" }),
    "OBX|1|ST|A||a||||||Odd",
  ]);
  expect(resourceOf(message, "Observation")).toMatchObject({
    status: "unknown",
    _status: { extension: [{ valueCodeableConcept: { text: "ODD" } }] },
  });
  expect(message.problems.map(({ path }) => path)).toEqual(["OBX-11", "OBR-25"]);
});

it.each([
  ["NM", ">100000", "CFU/mL", { valueQuantity: { value: 100_000, comparator: ">", unit: "CFU/mL" } }],
  ["NM", "<=2", "", { valueQuantity: { value: 2, comparator: "<=" } }],
  ["", "2.5", "uIU/mL", { valueQuantity: { value: 2.5, unit: "uIU/mL" } }],
  ["", "2.5", "", { valueString: "2.5" }],
  ["", "trace", "uIU/mL", { valueString: "trace uIU/mL" }],
])("is a number with its bound and its unit (%s %s)", (type, value, unit, expected) => {
  const { resources, problems } = observed(`OBX|1|${type}|A^B^LN||${value}|${unit}|||||F`);
  expect(resources).toMatchObject([expected]);
  expect(problems).toEqual([]);
});

it("is to be between numbers with signs", () => {
  expect(observed("OBX|1|NM|A^B^LN||1|mm|-2 to +2||||F").resources).toMatchObject([
    {
      referenceRange: [{ low: { value: -2, unit: "mm" }, high: { value: 2, unit: "mm" }, text: "-2 to +2" }],
    },
  ]);
});
