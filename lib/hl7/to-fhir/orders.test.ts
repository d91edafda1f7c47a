import { describe, expect, it } from "vitest";
import { allOf, converted, line, onlyOf, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
const obr =
  "OBR|1|P1^NG|F1^LAB|4548-4^Hemoglobin A1c^LN|||20260105080000|||||||||1234567893^Berg^Nora||||||20260105090000|||F";

function observed(obx: string) {
  const message = converted("ORU^R01", [pid, obr, obx]);
  const observation = resourceOf(message, "Observation");
  expect(problemsIn(observation)).toEqual([]);
  return observation;
}

const valued = (type: string, value: string, unit = "") =>
  observed(`OBX|1|${type}|X^Thing^99L||${value}|${unit}|||||F`);

describe("a value is what its type says", () => {
  it.each([
    ["NM", "5.6", "%", { valueQuantity: { value: 5.6, unit: "%" } }],
    ["NM", "5.6", "mg/dL^^UCUM", { valueQuantity: { value: 5.6, unit: "mg/dL", code: "mg/dL" } }],
    ["SN", ">^100", "mg", { valueQuantity: { value: 100, comparator: ">", unit: "mg" } }],
    ["SN", "^1^:^128", "", { valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }],
    ["SN", "^1^-^5", "mm", { valueRange: { low: { value: 1, unit: "mm" }, high: { value: 5 } } }],
    ["SN", "^2^+", "", { valueString: "2 +" }],
    ["SN", "=^440^.", "mg", { valueQuantity: { value: 440, unit: "mg" } }],
    ["SN", "<>^5", "", { valueString: "<> 5" }],
    ["NR", "1^5", "mm", { valueRange: { low: { value: 1, unit: "mm" }, high: { value: 5 } } }],
    ["ST", "clear", "", { valueString: "clear" }],
    ["ST", "68", "", { valueString: "68" }],
    ["ST", "68", "kg", { valueQuantity: { value: 68, unit: "kg" } }],
    ["ST", "<0.5", "mg/L", { valueQuantity: { value: 0.5, comparator: "<", unit: "mg/L" } }],
    ["TX", "trace", "mg/L", { valueString: "trace" }],
    ["FT", "one\\.br\\two", "", { valueString: "one\ntwo" }],
    ["TX", "one~two", "", { valueString: "one\ntwo" }],
    [
      "CE",
      "260385009^Negative^SCT",
      "",
      { valueCodeableConcept: { coding: [{ system: "http://snomed.info/sct" }] } },
    ],
    ["CWE", "^^^^^^^^as said", "", { valueCodeableConcept: { text: "as said" } }],
    ["IS", "POS", "", { valueCodeableConcept: { coding: [{ code: "POS" }] } }],
    ["DT", "20260105", "", { valueDateTime: "2026-01-05" }],
    ["TS", "202601050800", "", { valueDateTime: "2026-01-05T08:00:00-06:00" }],
    ["DTM", "202601050800+0000", "", { valueDateTime: "2026-01-05T08:00:00+00:00" }],
    ["TM", "0830", "", { valueTime: "08:30:00" }],
    ["DR", "20260101^20260105", "", { valuePeriod: { start: "2026-01-01", end: "2026-01-05" } }],
    ["NA", "1^2^3", "mV", { valueSampledData: { dimensions: 1, data: "1 2 3", origin: { unit: "mV" } } }],
    ["CX", "77^^^NG", "", { valueString: "77 NG" }],
    ["", "free", "", { valueString: "free" }],
  ])("%s %s", (type, value, unit, expected) => {
    expect(valued(type, value, unit)).toMatchObject(expected);
  });

  it("and stays a text, told as a problem, where it is not of that type", () => {
    const message = converted("ORU^R01", [pid, obr, "OBX|1|NM|X^Thing||trace||||||F"]);
    expect(resourceOf(message, "Observation")).toMatchObject({ valueString: "trace" });
    expect(message.problems).toMatchObject([{ path: "OBX-5" }]);
  });

  it("and has parts where it has several", () => {
    expect(valued("NM", "120~80", "mmHg")).toMatchObject({
      component: [{ valueQuantity: { value: 120, unit: "mmHg" } }, { valueQuantity: { value: 80 } }],
    });
  });
});

it("tells a value that is deleted from one that is not said", () => {
  const [deleted, silent] = ['""', ""].map((value) =>
    onlyOf(converted("ORU^R01", [pid, obr, `OBX|1|NM|X^Thing||${value}||||||F`]), "Observation"),
  );
  expect(deleted?.cleared).toContain("valueQuantity");
  expect(silent?.cleared).toEqual([]);
});

it("keeps which of several of the same name a result is", () => {
  expect(observed("OBX|1|ST|X^Thing|1^2^3^a|yes||||||F").extension).toMatchObject([
    {
      extension: [
        { url: "original-sub-identifier", valueString: "1" },
        { url: "group", valueDecimal: 2 },
        { url: "sequence", valueDecimal: 3 },
        { url: "identifier", valueString: "a" },
      ],
    },
  ]);
});

it("reads ranges, and what a result means beside them", () => {
  expect(observed("OBX|1|NM|X^Thing||5.6|%|4.0-6.0|H^High^HL70078|||F")).toMatchObject({
    referenceRange: [{ low: { value: 4, unit: "%" }, high: { value: 6 }, text: "4.0-6.0" }],
    interpretation: [
      {
        coding: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", code: "H" }],
      },
    ],
  });
  expect(observed("OBX|1|NM|X^Thing||5.6|%|<7|||||F")).toMatchObject({
    referenceRange: [{ high: { value: 7, unit: "%" } }],
  });
  expect(observed("OBX|1|NM|X^Thing||5.6|%^percent|4 to 6 %|||||F")).toMatchObject({
    referenceRange: [{ low: { value: 4, unit: "%" }, high: { value: 6, unit: "%" }, text: "4 to 6 %" }],
  });
  expect(observed("OBX|1|NM|X^Thing||5.6|%|<0.5 mg/dL|||||F")).toMatchObject({
    referenceRange: [{ high: { value: 0.5, unit: "mg/dL" } }],
  });
  expect(observed("OBX|1|NM|X^Thing||5.6|%|none|||||F")).toMatchObject({
    referenceRange: [{ text: "none" }],
  });
});

it.each([
  ["F", "final", false],
  ["P", "preliminary", false],
  ["C", "corrected", false],
  ["D", "entered-in-error", true],
  ["W", "entered-in-error", true],
  ["X", "cancelled", false],
  ["N", "cancelled", false],
  ["I", "registered", false],
  ["", "unknown", false],
])("a result that is %s is %s", (code, status, isDeleted) => {
  const message = converted("ORU^R01", [pid, obr, `OBX|1|ST|X^Thing||||||||${code}`]);
  expect(onlyOf(message, "Observation")).toMatchObject({ isDeleted, resource: { status } });
});

describe("results of an order", () => {
  const message = converted("ORU^R01", [
    pid,
    "ORC|RE|P1^NG|F1^LAB||CM",
    obr,
    "NTE|1||fasting",
    "OBX|1|NM|4548-4^A1c^LN||5.6|%|||||F",
    "NTE|1||repeated",
    "OBX|2|ED|PDF^Report||^application^pdf^Base64^JVBERi0=||||||F",
    "SPM|1|S1&LAB||BLD^Blood^HL70487",
  ]);

  it("are the report's, which is the order's", () => {
    const request = `ServiceRequest/${onlyOf(message, "ServiceRequest").id}`;
    const results = allOf(message, "Observation").map(({ id }) => ({ reference: `Observation/${id}` }));
    expect(resourceOf(message, "DiagnosticReport")).toMatchObject({
      status: "final",
      basedOn: [{ reference: request }],
      result: results,
      issued: "2026-01-05T09:00:00-06:00",
      effectiveDateTime: "2026-01-05T08:00:00-06:00",
    });
    expect(resourceOf(message, "ServiceRequest")).toMatchObject({
      status: "completed",
      note: [{ text: "fasting" }],
    });
    const [observation] = allOf(message, "Observation");
    expect(observation?.resource).toMatchObject({
      basedOn: [{ reference: request }],
      specimen: { reference: `Specimen/${onlyOf(message, "Specimen").id}` },
      note: [{ text: "repeated" }],
      effectiveDateTime: "2026-01-05T08:00:00-06:00",
    });
  });

  it("has its pages in the report", () => {
    expect(resourceOf(message, "DiagnosticReport").presentedForm).toEqual([
      { contentType: "application/pdf", data: "JVBERi0=", title: "Report" },
    ]);
  });

  it("are the same when they are corrected, though others stand before them", () => {
    const later = converted("ORU^R01", [
      pid,
      obr.replace("|||F", "|||C"),
      "OBX|1|NM|2345-7^Glucose^LN||90|mg/dL|||||F",
      "OBX|2|NM|4548-4^A1c^LN||5.7|%|||||C",
    ]);
    expect(allOf(later, "Observation")[1]?.id).toBe(allOf(message, "Observation")[0]?.id);
    expect(onlyOf(later, "DiagnosticReport").id).toBe(onlyOf(message, "DiagnosticReport").id);
  });

  it("are several where the sender gives several the same name", () => {
    const lines = converted("ORU^R01", [pid, obr, "OBX|1|TX|T^Text||a||||||F", "OBX|2|TX|T^Text||b||||||F"]);
    const ids = allOf(lines, "Observation").map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  it("and services that share an order's number are several orders", () => {
    const both = converted("ORU^R01", [pid, obr, obr.replace("4548-4", "2345-7")]);
    expect(allOf(both, "ServiceRequest")).toHaveLength(2);
    expect(allOf(both, "DiagnosticReport")).toHaveLength(2);
  });
});

it.each([
  ["NW", "", "active"],
  ["CA", "", "revoked"],
  ["DC", "", "revoked"],
  ["HD", "", "on-hold"],
  ["SC", "CM", "completed"],
  ["SC", "HD", "on-hold"],
])("an order that is told as %s %s is %s", (control, status, expected) => {
  const order = obr.replace("|||F", "");
  const message = converted("ORM^O01", [pid, `ORC|${control}|P1^NG|||${status}|||20260105`, order]);
  expect(resourceOf(message, "ServiceRequest")).toMatchObject({ status: expected, intent: "order" });
});

it.each([
  ["ORC|NW||^SYS", "OBR|1|PL1|FI1|X^Y^L", ["PL1", "FI1"]],
  ["ORC|NW|^SYS|F2", "OBR|1|PL1|FI1|X^Y^L", ["PL1", "F2", "FI1"]],
])("takes an authority without a number for no number (%s)", (orc, service, numbers) => {
  const { identifier } = resourceOf(converted("ORM^O01", [pid, orc, service]), "ServiceRequest");
  expect(identifier).toMatchObject(numbers.map((value) => ({ value })));
});

it("says why, when and how often a thing is ordered, and what was asked at the order", () => {
  const message = converted("OML^O21", [
    pid,
    line("ORC", { 1: "NW", 2: "P1^NG", 9: "20260105", 12: "1234567893^Berg^Nora", 21: "Eye Clinic" }),
    line("TQ1", { 2: "2", 3: "BID^^^^12^h", 7: "20260106", 8: "20260116", 9: "S", 14: "20" }),
    "OBR|1|P1^NG||4548-4^A1c^LN",
    "DG1|1||E11.9^Diabetes^I10C",
    "OBX|1|ST|Q1^Fasting?||yes||||||F",
  ]);
  const request = resourceOf(message, "ServiceRequest");
  expect(request).toMatchObject({
    priority: "stat",
    occurrenceTiming: {
      repeat: {
        count: 20,
        period: 12,
        periodUnit: "h",
        boundsPeriod: { start: "2026-01-06", end: "2026-01-16" },
      },
    },
    reasonReference: [{ reference: `Condition/${onlyOf(message, "Condition").id}` }],
    supportingInfo: [{ reference: `Observation/${onlyOf(message, "Observation").id}` }],
    requester: { reference: `PractitionerRole/${onlyOf(message, "PractitionerRole").id}` },
  });
  expect(problemsIn(request)).toEqual([]);
  expect(allOf(message, "DiagnosticReport")).toEqual([]);
});

it("makes nothing of what is observed where neither what nor its value is said, and tells so", () => {
  const message = converted("ORU^R01", [
    pid,
    obr,
    "OBX|1||",
    "OBX|2|TX|||||||||F",
    "OBX|3||",
    "NTE|1||hello",
  ]);
  expect(allOf(message, "Observation").map(({ resource }) => resource.note)).toEqual([[{ text: "hello" }]]);
  expect(message.problems).toMatchObject([{ path: "OBX-3" }, { path: "OBX(2)-3" }]);
});

it("knows a result of an order without a number in this message alone", () => {
  const message = converted("ORU^R01", [pid, "OBR|1|||4548-4^A1c^LN", "OBX|1|NM|4548-4^A1c^LN||5.6|%|||||F"]);
  expect(onlyOf(message, "Observation").isIdentified).toBe(false);
  expect(onlyOf(message, "Patient").isIdentified).toBe(true);
});

it("tells results by order where specimens come after, or not at all", () => {
  const message = converted("OUL^R21", [pid, "ORC|RE|P1^NG", obr, "OBX|1|NM|4548-4^A1c^LN||5.6|%|||||F"]);
  expect(resourceOf(message, "DiagnosticReport")).toMatchObject({
    result: [{ reference: `Observation/${onlyOf(message, "Observation").id}` }],
  });
});

it("takes the number of an order that stands before its service and behind its specimen", () => {
  const message = converted("OUL^R22", [pid, "SPM|1|S1", "ORC|NW|P9", "OBR|1|||TSH"]);
  expect(resourceOf(message, "ServiceRequest")).toMatchObject({
    identifier: [{ value: "P9" }],
    code: { coding: [{ code: "TSH" }] },
  });
});

it("tells results by specimen where the message does", () => {
  const message = converted("OUL^R22", [
    pid,
    "SPM|1|S1&LAB||BLD^Blood^HL70487",
    obr,
    "OBX|1|NM|4548-4^A1c^LN||5.6|%|||||F",
    "SPM|2|S2&LAB||UR^Urine^HL70487",
    obr.replace("P1", "P2").replace("F1", "F2"),
    "OBX|1|NM|2345-7^Glucose^LN||90|mg/dL|||||F",
  ]);
  const specimens = allOf(message, "Specimen").map(({ id }) => ({ reference: `Specimen/${id}` }));
  expect(allOf(message, "Observation").map(({ resource }) => resource.specimen)).toEqual(specimens);
});
