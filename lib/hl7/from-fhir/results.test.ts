import { expect, it } from "vitest";
import { parseMessage } from "../parse";
import {
  enveloped,
  linesOf,
  numbered,
  practitioner,
  practitionerWritten,
  toldPatientLine,
} from "../testing/told";
import { resultMessage } from "./results";

const loinc = (code: string, display: string) => ({
  coding: [{ system: "http://loinc.org", code, display }],
});
const panel = loinc("24323-8", "CMP");

function observed(value: object) {
  return { resourceType: "Observation", status: "final", code: loinc("1-8", "It"), ...value };
}

function told(observations: object[], report: object = {}, version?: string) {
  const whole = { resourceType: "DiagnosticReport", status: "final", code: panel, ...report };
  const reports = [{ report: whole, observations: observations.map((one) => ({ ...one })) }];
  return resultMessage({ ...enveloped, related: [practitioner], version, reports });
}

it("tells a report with what was asked for", () => {
  const report = {
    resourceType: "DiagnosticReport",
    identifier: [numbered("F1", "FILL")],
    status: "corrected",
    category: [{ coding: [{ code: "LAB" }] }],
    code: panel,
    effectiveDateTime: "2026-01-02T09:00:00Z",
    issued: "2026-01-02T12:00:00.000Z",
    resultsInterpreter: [{ reference: "Practitioner/p1" }],
    conclusion: "All is well",
    presentedForm: [{ contentType: "application/pdf", data: "JVBERi0=", title: "Report" }],
  };
  const request = {
    resourceType: "ServiceRequest",
    identifier: [numbered("P1", "PLAC")],
    requester: { reference: "Practitioner/p1" },
  };
  const glucose = {
    ...observed({
      valueQuantity: { value: 5.4, unit: "mmol/L", system: "http://unitsofmeasure.org", code: "mmol/L" },
    }),
    identifier: [{ value: "O1" }],
    interpretation: [
      {
        coding: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", code: "H" }],
      },
    ],
    referenceRange: [{ low: { value: 3.9 }, high: { value: 5.1 } }],
    effectiveDateTime: "2026-01-02T09:00:00Z",
    performer: [{ reference: "Practitioner/p1" }, { reference: "Organization/o", display: "Lab" }],
    note: [{ text: "Repeated" }],
  };
  const reports = [{ report, request, observations: [glucose] }];
  expect(linesOf(resultMessage({ ...enveloped, related: [practitioner], reports }))).toEqual([
    toldPatientLine,
    `ORC|RE|P1^^1.2.3^ISO|F1^^1.2.3^ISO|||||||||${practitionerWritten}`,
    `OBR|1|P1^^1.2.3^ISO|F1^^1.2.3^ISO|24323-8^CMP^LN|||20260102090000+0000|||||||||${practitionerWritten}||||||20260102120000.000+0000||LAB|C|||||||1234567893&Ada&Eve&&JR&&MD&&NPI`,
    `OBX|1|NM|1-8^It^LN||5.4|mmol/L^mmol/L^UCUM|3.9-5.1|H|||F|||20260102090000+0000||${practitionerWritten}|||||O1||Lab`,
    "NTE|1||Repeated",
    "OBX|2|FT|55110-1^Conclusions^LN||All is well||||||C",
    "OBX|3|ED|24323-8^CMP^LN^^^^^^Report||^application^pdf^Base64^JVBERi0=||||||C",
  ]);
});

it.each([
  ["a number", { valueQuantity: { value: 1e-7, unit: "g" } }, "NM", "0.0000001", "g"],
  ["a big number", { valueQuantity: { value: 1e21 } }, "NM", "1000000000000000000000", undefined],
  ["next to nothing", { valueQuantity: { value: 5e-324 } }, "NM", `0.${"0".repeat(100)}`, undefined],
  ["a bound", { valueQuantity: { value: 5, comparator: "<" } }, "SN", "<^5", undefined],
  ["a range", { valueRange: { low: { value: 1 }, high: { value: 2 } } }, "SN", "^1^-^2", undefined],
  [
    "a ratio",
    { valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } },
    "SN",
    "^1^:^128",
    undefined,
  ],
  [
    "a code",
    { valueCodeableConcept: loinc("LA6576-8", "Positive") },
    "CWE",
    "LA6576-8^Positive^LN",
    undefined,
  ],
  ["yes and no", { valueBoolean: false }, "CWE", "N^No^HL70136", undefined],
  ["a count", { valueInteger: 0 }, "NM", "0", undefined],
  ["words", { valueString: "a|b" }, "ST", "a\\F\\b", undefined],
  ["several lines", { valueString: "a\nb" }, "FT", "a\\.br\\b", undefined],
  ["a time of day", { valueTime: "09:30:00" }, "TM", "093000", undefined],
  ["a day", { valueDateTime: "2026-01-02" }, "DT", "20260102", undefined],
  ["a moment", { valueDateTime: "2026-01-02T09:30:00Z" }, "TS", "20260102093000+0000", undefined],
  ["a period", { valuePeriod: { start: "2026", end: "2027" } }, "DR", "2026^2027", undefined],
  ["samples", { valueSampledData: { data: "1 2 E" } }, "NA", "1^2^E", undefined],
  ["nothing", {}, undefined, "", undefined],
] as const)("tells %s", (_name, value, type, written, unit) => {
  const obx = parseMessage(told([observed(value)])).segment("OBX");
  expect([obx?.text(2), obx?.written(5), obx?.text(6)]).toEqual([type, written, unit]);
});

it("calls types what the version calls them", () => {
  const typeIn = (version: string, value: object) =>
    parseMessage(told([observed(value)], {}, version)).text("OBX-2");
  expect(typeIn("2.3", { valueBoolean: true })).toBe("CE");
  expect(typeIn("2.7", { valueDateTime: "2026-01-02T09:30:00Z" })).toBe("DTM");
});

it("tells components apart, and those of one thing as its values", () => {
  const pressure = observed({
    component: [
      { code: loinc("8480-6", "Systolic"), valueQuantity: { value: 120 } },
      { code: loinc("8462-4", "Diastolic"), valueQuantity: { value: 80 } },
    ],
  });
  const twice = observed({
    component: ["a", "b"].map((valueString) => ({ code: loinc("1-8", "It"), valueString })),
  });
  const lines = linesOf(told([pressure, twice])).filter((line) => line.startsWith("OBX"));
  expect(lines).toEqual([
    "OBX|1|NM|8480-6^Systolic^LN|1|120||||||F",
    "OBX|2|NM|8462-4^Diastolic^LN|1|80||||||F",
    "OBX|3|ST|1-8^It^LN||a~b||||||F",
  ]);
});

it("tells where a document lies, and text as text", () => {
  const plain = Buffer.from("One\nTwo").toString("base64");
  const presentedForm = [
    { contentType: "image/jpeg", url: "https://lab.example/1" },
    { contentType: "text/plain", data: plain },
    { contentType: "text/html" },
  ];
  const message = parseMessage(told([], { presentedForm }));
  expect(message.all("OBX").map((obx) => [obx.text(2), obx.written(5)])).toEqual([
    ["RP", "https://lab.example/1^^image^jpeg"],
    ["TX", "One~Two"],
  ]);
});

it("tells a page in its observation, line by line", () => {
  const page = { contentType: "text/plain", data: Buffer.from("One\n\nTwo").toString("base64"), title: "It" };
  const message = parseMessage(told([observed({})], { presentedForm: [page] }));
  expect(message.all("OBX").map(({ raw }) => raw)).toEqual(["OBX|1|TX|1-8^It^LN||One~~Two||||||F"]);
});

it("names the element that does not follow FHIR, and not its value", () => {
  const broken = () => told([{ ...observed({}), status: 7 }]);
  expect(broken).toThrow(
    expect.objectContaining({ code: "mapping_failed", detail: expect.stringContaining("status") }),
  );
});
