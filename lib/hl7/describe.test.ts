import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeMessage } from "./describe";
import { parseMessage } from "./parse";

const header = "MSH|^~\\&|LAB^1.2^ISO|NG|CARELANE|LS|20260102030405||ORU^R01^ORU_R01|1|P|2.5.1";

it("tells a message as data", () => {
  const text = `${header}\rPID|1||7^^^A&1&ISO~8||a\\T\\b^""\rNTE|1\rNTE|2||x`;
  const { segments, ...about } = describeMessage(parseMessage(text), "America/Chicago");
  expect(about).toEqual({
    type: "ORU^R01",
    messageCode: "ORU",
    triggerEvent: "R01",
    structure: "ORU_R01",
    controlId: "1",
    version: "2.5.1",
    sentAt: "2026-01-02T03:04:05-06:00",
    sender: { application: "LAB", facility: "NG" },
    receiver: { application: "CARELANE", facility: "LS" },
    warnings: [],
  });
  expect(segments.map(({ name, index }) => `${name} ${index}`)).toEqual(["MSH 1", "PID 1", "NTE 1", "NTE 2"]);
  expect(segments[0]?.fields.slice(0, 4)).toEqual([[["|"]], [["^~\\&"]], [["LAB", "1.2", "ISO"]], [["NG"]]]);
  expect(segments[1]).toEqual({
    name: "PID",
    index: 1,
    fields: [[["1"]], [], [["7", "", "", ["A", "1", "ISO"]], ["8"]], [], [["a&b", '""']]],
    raw: 'PID|1||7^^^A&1&ISO~8||a\\T\\b^""',
  });
});

it("warns of what the header leaves out, and of a version that nobody knows", () => {
  const warned = (text: string) =>
    describeMessage(parseMessage(text), "UTC").warnings.map(({ code, field }) => `${code} ${field}`);
  expect(warned("MSH|^~\\&|A")).toEqual([7, 9, 10, 11, 12].map((field) => `field_missing ${field}`));
  expect(warned(`${header}.99`)).toEqual(["version_unknown 12"]);
});

it("warns of what other segments must say and leave out, each by its number", () => {
  const text = `${header}\rPID|1||7||""\rPV1|1\rORC\rOBR|1|||^x\rOBR|2|||^\rOBX|1|NM|x||1||||||F\rOBX|2|NM|||1||||||F`;
  const { warnings } = describeMessage(parseMessage(text), "UTC");
  expect(warnings.map(({ code, segment, field }) => `${code} ${segment}-${field}`)).toEqual([
    "field_missing PV1(1)-2",
    "field_missing ORC(1)-1",
    "field_missing OBR(2)-4",
    "field_missing OBX(2)-3",
  ]);
  expect(warnings[0]?.message).toBe("PV1 does not say the class of the visit.");
});

it("warns of values that are not what they are said to be, by their place alone", () => {
  const text = [
    header,
    "PID|1||7||Doe||Aug 15, 1942",
    "OBX|1|NM|x||12.5||||||F",
    "OBX|2|NM|x||low~7||||||F",
    "OBX|3|DT|x||20269901||||||F",
  ].join("\r");
  const { warnings } = describeMessage(parseMessage(text), "UTC");
  expect(warnings.map(({ segment, field }) => `${segment}-${field}`)).toEqual([
    "PID(1)-7",
    "OBX(2)-5",
    "OBX(3)-5",
  ]);
  expect(JSON.stringify(warnings)).not.toMatch(/1942|low|9901/);
});

it("finds the number that is none in a real message", () => {
  const path = join(import.meta.dirname, "fixtures/cdc/Test__Message__orm_obx-5_is_not_a_numeric_value.hl7");
  const { warnings } = describeMessage(parseMessage(readFileSync(path, "utf8")), "UTC");
  expect(warnings.map(({ code, segment }) => `${code} ${segment}`)).toContainEqual(
    expect.stringMatching(/^value_unreadable OBX/),
  );
});
