import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseBatch, parseMessage } from "../parse";
import { converted, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";
import { patientOf } from "./patient";

const sender = { timeZone: "America/Chicago" };
const fixtures = join(import.meta.dirname, "..", "fixtures");
const samples = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".hl7"),
);

function patientIn(pid: string) {
  const segment = parseMessage(`MSH|^~\\&|A\r${pid}`).segment("PID");
  if (!segment) throw new Error("There is no PID");
  return patientOf(segment, sender);
}

describe("the patients of real messages are what FHIR calls one", () => {
  it.each(samples)("%s", (name) => {
    for (const message of parseBatch(readFileSync(join(fixtures, name), "utf8")).messages) {
      for (const pid of message.all("PID")) expect(problemsIn(patientOf(pid, sender))).toEqual([]);
    }
  });
});

it("says all that the segment says", () => {
  const patient = patientIn(
    [
      "PID|1|PATID|MRN-1^^^NG&1.2.3&ISO^MR~77^^^Some Clinic^PI|ALT|Hara^Zoë^Ann||198709121030-0500|F|O'Hara^Z^^^^^N",
      "2106-3^White^HL70005|1 Main St^^Madison^WI^53703^USA^H||(608)555-0100|^^PH^^^608^5550101|eng^English^ISO6392",
      "M^Married^HL70002|CHR|ACC|123-45-6789|D12||H|Madison General|Y|2||||20260102",
    ].join("|"),
  );
  expect(patient).toMatchObject({
    resourceType: "Patient",
    identifier: [
      { system: "urn:oid:1.2.3", value: "MRN-1" },
      { system: "Some%20Clinic", value: "77" },
      { value: "PATID" },
      { value: "ALT" },
      { system: "http://hl7.org/fhir/sid/us-ssn", value: "123-45-6789" },
      { value: "D12" },
    ],
    name: [
      { family: "Hara", given: ["Zoë", "Ann"] },
      { use: "nickname", family: "O'Hara", given: ["Z"] },
    ],
    gender: "female",
    birthDate: "1987-09-12",
    _birthDate: { extension: [{ valueDateTime: "1987-09-12T10:30:00-05:00" }] },
    telecom: [
      { system: "phone", value: "(608)555-0100", use: "home" },
      { system: "phone", value: "608 5550101", use: "work" },
    ],
    address: [{ use: "home", line: ["1 Main St"], city: "Madison" }],
    maritalStatus: { coding: [{ code: "M" }, { display: "Married" }] },
    multipleBirthInteger: 2,
    deceasedDateTime: "2026-01-02",
    communication: [{ preferred: true, language: { text: "English" } }],
  });
  expect(problemsIn(patient)).toEqual([]);
});

it("says no more than the segment", () => {
  expect(patientIn("PID|||5")).toEqual({ resourceType: "Patient", identifier: [{ value: "5" }] });
  expect(patientIn("PID|1")).toEqual({ resourceType: "Patient" });
});

it.each([
  ["F", "female"],
  ["female", "female"],
  ["Male", "male"],
  ["^Female", "female"],
  ["A", "other"],
  ["unknown", "unknown"],
  ['""', undefined],
  ["", undefined],
])("knows sexes by their codes and by the words for them: %s", (said, gender) => {
  const message = converted("ADT^A08", [`PID|1||42|||||${said}`]);
  expect(resourceOf(message, "Patient").gender).toBe(gender);
  expect(message.problems).toEqual([]);
});

it("tells of a sex that nobody knows", () => {
  const message = converted("ADT^A08", ["PID|1||42|||||Vrouw"]);
  expect(resourceOf(message, "Patient")).not.toHaveProperty("gender");
  expect(message.problems).toEqual([
    { path: "PID-8", message: "The value is no code of table 0001, so it is left out." },
  ]);
});

it("knows races and ethnicities by the words for them too", () => {
  const patient = patientIn("PID|1||42|||||||ASIAN~9^Klingon||||||||||||not HISPANIC");
  const category = (code: string) => ({ url: "ombCategory", valueCoding: { code } });
  expect(patient.extension).toMatchObject([
    { extension: [category("2028-9"), { url: "text", valueString: "ASIAN, Klingon" }] },
    { extension: [category("2186-5"), { url: "text", valueString: "not HISPANIC" }] },
  ]);
});
