import { afterAll, beforeAll, expect, test } from "vitest";
import { MessageLine, segment, vendors } from "@/sandbox/hl7/testing/message-line";

let line: MessageLine;
beforeAll(async () => {
  line = await MessageLine.open();
});
afterAll(() => line.close());

type Told = readonly [type: string, ...segments: string[]];

/** Tells a vendor of its first patient; answers what it then holds of a type under a number, and of whom. */
async function filed(vendor: string, type: string, number: string, messages: readonly Told[] = []) {
  for (const message of messages) {
    expect(await line.sendOfPatient(vendor, ...message)).toContain("\rMSA|AA|C1\r");
  }
  const [patient] = await line.held(vendor);
  const bears = (one: object) => JSON.stringify(one).includes(`"value":"${number}"`);
  const found = (await line.held(vendor, type)).filter(bears);
  return { found, subject: { reference: `Patient/${patient?.id}` } };
}

test.each(vendors)("%s files appointments, and what becomes of them", async (vendor) => {
  const sch = (start: string, status: string) =>
    segment("SCH", { 2: "A-1^CARELANE", 7: "^Eye exam", 9: "30", 10: "min", 11: `^^^${start}`, 25: status });
  const room = segment("AIL", { 1: "1", 3: "Room 2" });
  const { found, subject } = await filed(vendor, "Appointment", "A-1", [
    ["SIU^S12", sch("202606010900+0000", "Booked"), "NTE|1||By phone", "RGS|1", room],
    ["SIU^S13", sch("20260602093000-0600", "Booked")],
    ["SIU^S26", sch("", "Noshow")],
  ]);
  expect(found).toMatchObject([
    {
      status: "noshow",
      start: "2026-06-02T09:30:00-06:00",
      minutesDuration: 30,
      reasonCode: [{ text: "Eye exam" }],
      comment: "By phone",
      participant: [{ actor: subject }, { actor: { display: "Room 2" } }],
    },
  ]);
});

test.each(vendors)("%s files visits, and what becomes of them", async (vendor) => {
  const pv1 = (more: Readonly<Record<number, string>>) =>
    segment("PV1", { 2: "O", 19: "V-1^^^CARELANE^VN", ...more });
  const { found, subject } = await filed(vendor, "Encounter", "V-1", [
    ["ADT^A05", pv1({})],
    ["ADT^A04", pv1({ 44: "202605040900" }), "PV2|||^Blurred sight"],
    ["ADT^A03", pv1({ 45: "202605040930" })],
  ]);
  const period = { start: "2026-05-04T09:00:00Z", end: "2026-05-04T09:30:00Z" };
  const reasonCode = [{ text: "Blurred sight" }];
  expect(found).toMatchObject([{ status: "finished", class: { code: "AMB" }, subject, period, reasonCode }]);
});

test.each(vendors)("%s files reports with their observations, and observations alone", async (vendor) => {
  const obr = (number: string) =>
    segment("OBR", { 3: `${number}^CARELANE`, 4: "70948-5^Eye report^LN", 7: "202605040910", 25: "F" });
  const result = { 2: "NM", 3: "79893-4^Left eye pressure^LN", 6: "mm[Hg]^mmHg^UCUM", 7: "10-21", 11: "F" };
  const obx = (value: string) =>
    segment("OBX", { ...result, 5: value, 14: "202605040910", 21: "O-1^CARELANE" });
  const words = segment("OBX", { 2: "FT", 3: "55110-1^Conclusions^LN", 5: "Raised\\.br\\twice", 11: "F" });
  const { found, subject } = await filed(vendor, "Observation", "O-1", [
    ["ORU^R01", obr("O-1"), obx("17")],
    ["ORU^R01", obr("R-1"), obx("19.50"), "NTE|1||Repeated", words],
  ]);
  expect(found).toMatchObject([
    {
      status: "final",
      subject,
      code: { coding: [{ system: "http://loinc.org", code: "79893-4" }] },
      valueQuantity: { value: 19.5, unit: "mmHg", system: "http://unitsofmeasure.org", code: "mm[Hg]" },
      referenceRange: [{ low: { value: 10 }, high: { value: 21 } }],
      effectiveDateTime: "2026-05-04T09:10:00Z",
      note: [{ text: "Repeated" }],
    },
  ]);
  expect((await filed(vendor, "DiagnosticReport", "O-1")).found).toEqual([]);
  expect((await filed(vendor, "DiagnosticReport", "R-1")).found).toMatchObject([
    { conclusion: "Raised\ntwice", result: [{ reference: `Observation/${found[0]?.id}` }] },
  ]);
});

test.each(vendors)("%s files documents, and what becomes of them", async (vendor) => {
  const txa = (status: string) =>
    segment("TXA", { 2: "34117-2^History^LN", 12: "D-1^CARELANE", 17: status, 19: "AV" });
  const place = "https://files.example/1^^application^pdf";
  const { found, subject } = await filed(vendor, "DocumentReference", "D-1", [
    ["MDM^T02", txa("IP"), segment("OBX", { 2: "RP", 3: "34117-2^History^LN", 5: place })],
    ["MDM^T03", txa("AU")],
    ["MDM^T11", txa("AU")],
  ]);
  const attachment = { contentType: "application/pdf", url: "https://files.example/1", title: "History" };
  const content = [{ attachment }];
  expect(found).toMatchObject([{ status: "entered-in-error", docStatus: "final", subject, content }]);
});

test.each([
  ["an appointment that it does not know", "SIU^S13", segment("SCH", { 2: "A-9" }), "204^Unknown SCH-2"],
  ["an appointment without a number", "SIU^S12", "SCH|", "101^"],
  ["a visit that it does not know", "ADT^A08", segment("PV1", { 19: "V-9" }), "204^"],
  ["results without an OBR", "ORU^R01", "OBX|1", "100^"],
  ["a number that is none", "ORU^R01", "OBR|1||O-9\rOBX|1|NM|1-8^X^LN||many", "102^"],
  ["a document without its content", "MDM^T02", segment("TXA", { 12: "D-9" }), "100^"],
])("refuses %s", async (_, type, told, reason) => {
  expect(await line.sendOfPatient("meditech", type, told)).toContain(`MSA|AE|C1\rERR|||${reason}`);
});
