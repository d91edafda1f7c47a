import { describe, expect, it } from "vitest";
import { usualDelimiters } from "../delimiters";
import { Repetition } from "../repetition";
import { converted, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";
import { encapsulatedOf, pointedAt } from "./attachment";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const pdf = "JVBERi0xLjQK";
const long = Buffer.alloc(48, 0xd0).toString("base64");

function read(raw: string, usualType?: string) {
  const told: string[] = [];
  const tell = (message: string) => told.push(message);
  const attachment = encapsulatedOf(new Repetition(raw, usualDelimiters), { usualType, tell });
  return { ...attachment, told: told.length };
}

describe("data", () => {
  it.each([
    [`^^^^${pdf}`, "application/pdf", pdf, 0],
    [`^^^Base64^${pdf}`, "application/pdf", pdf, 0],
    ["^^^Base64^/9j/4A==", "image/jpeg", "/9j/4A==", 0],
    [`^^^Base64^${base64("The report")}`, "text/plain", base64("The report"), 0],
    [`^^^Base64^${long}`, "application/octet-stream", long, 0],
    ["^^^^The report", "text/plain", base64("The report"), 0],
    ["^text/plain^^Base64^VGhp", "text/plain", "VGhp", 0],
    [`^application/pdf^^^${pdf}`, "application/pdf", pdf, 0],
    [`^application^msword^^${long}`, "application/msword", long, 1],
    ["^application^msword^^Attached", "application/msword", base64("Attached"), 0],
    ["^text^plain^^Attached", "text/plain", base64("Attached"), 0],
    ["^text^plain^A^Tom & Jerry", "text/plain", base64("Tom & Jerry"), 0],
    ["^Image^JPEG^Base64^/9j/4A", "image/jpeg", "/9j/4A==", 0],
    ["^application^pdf^Base64^see page 5!", "application/pdf", base64("see page 5!"), 1],
  ])("%s is %s", (raw, contentType, data, told) => {
    expect(read(raw)).toEqual({ contentType, data, told });
  });

  it("is of the type that is usual there where neither it nor its value tells", () => {
    expect(read("^^^Base64^AAEC", "application/msword").contentType).toBe("application/msword");
    expect(read(`^^^Base64^${pdf}`, "text/plain").contentType).toBe("application/pdf");
    expect(read("^text/plain^^Base64^VGhp", "application/msword").contentType).toBe("text/plain");
  });
});

it("a place is all of its address", () => {
  const value = new Repetition("https://ehr.example/d?a=1&b=2^^TEXT^HTML", usualDelimiters);
  expect(pointedAt(value, {})).toMatchObject({ url: "https://ehr.example/d?a=1&b=2" });
});

it("is valid FHIR wherever it stands, though nobody says its type", () => {
  const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
  const obx = `OBX|1|ED|PDF^Doc^L||^^^^${pdf}||||||F`;
  const obr = "OBR|1|P1^NG|F1^LAB|4548-4^Hemoglobin A1c^LN";
  const attachment = { contentType: "application/pdf", data: pdf };
  const report = converted("ORU^R01", [pid, obr, obx]);
  expect(resourceOf(report, "DiagnosticReport").presentedForm).toMatchObject([attachment]);
  const document = converted("MDM^T02", [pid, "TXA|1|CN", obx]);
  expect(resourceOf(document, "DocumentReference").content).toMatchObject([{ attachment }]);
  const alone = converted("OML^O21", [pid, "ORC|NW|P1^NG", obr, obx]);
  expect(resourceOf(alone, "Observation").extension).toMatchObject([{ valueAttachment: attachment }]);
  for (const { resource } of [report, document, alone].flatMap(({ resources }) => resources)) {
    expect(problemsIn(resource)).toEqual([]);
  }
});
