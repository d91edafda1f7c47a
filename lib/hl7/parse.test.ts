import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { usualDelimiters } from "./delimiters";
import { escapeText, unescapeText } from "./escape";
import { Message } from "./message";
import { parseBatch, parseMessage } from "./parse";

const fixtures = join(import.meta.dirname, "fixtures");
const samples = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".hl7"),
);
const read = (name: string) => readFileSync(join(fixtures, name), "utf8");

const order = [
  "MSH|^~\\&|LAB|Northgate|CARELANE|Lakeside|20260102030405||ORU^R01^ORU_R01|4711|P|2.5.1",
  'PID|1||MRN1^^^NG^MR~SSN2^^^US&2.16.840&ISO^SS||O\\T\\Hara^Zoë^""||19870912|F',
  "OBX|1|NM|718-7^Hemoglobin^LN||13.2|g/dL",
  "OBX|2|FT|note||first\\.br\\second \\X41\\\\H\\bold\\N\\ C:\\new",
  "ZLB|own|fields",
].join("\r");

describe("messages as senders write them", () => {
  it.each(samples)("are written back to the letter: %s", (name) => {
    const text = read(name);
    expect(parseBatch(text).toString()).toBe(text);
  });

  it.each(["\r", "\n", "\r\n", "\n\n"])("say the same whatever ends their lines: %j", (end) => {
    const message = parseMessage(order.replaceAll("\r", end) + end);
    expect(message.segments.map(({ name }) => name)).toEqual(["MSH", "PID", "OBX", "OBX", "ZLB"]);
    expect(message.text("OBX(2)-3")).toBe("note");
    expect(message.oddities).toEqual([]);
  });

  it("may break a line inside of a value, and it is told", () => {
    const message = parseMessage("MSH|^~\\&|A\rOBX|1|TX|x||one\ntwo|F\rNTE|1");
    expect(message.text("OBX-5")).toBe("one\ntwo");
    expect(message.text("OBX-6")).toBe("F");
    expect(message.oddities).toEqual([{ code: "line_broken", segment: 2 }]);
  });

  it("may declare delimiters of their own", () => {
    const message = parseMessage("MSH$*!?%$A$B\rPID$1$$1*2%3!4*5$x?S?y");
    expect(message.text("PID-3.2.2")).toBe("3");
    expect(message.text("PID-3(2).2")).toBe("5");
    expect(message.text("PID-4")).toBe("x*y");
  });

  it("may double the escape character where they declare it", () => {
    expect(parseMessage("MSH|^~\\\\&|A\rPID|1||a&b").text("PID-3.1.2")).toBe("b");
  });

  it("may leave delimiters out", () => {
    expect(parseMessage("MSH||A").text("MSH-3")).toBe("A");
    expect(parseMessage("MSH|").text("MSH-3")).toBeUndefined();
  });
});

describe("a place of a message", () => {
  const message = parseMessage(order);

  it.each([
    ["MSH-1", "|"],
    ["MSH-2", "^~\\&"],
    ["MSH-9.2", "R01"],
    ["MSH-12", "2.5.1"],
    ["PID-3", "MRN1"],
    ["PID-3(2).4.2", "2.16.840"],
    ["PID-5", "O&Hara"],
    ["PID-5.2", "Zoë"],
    ["OBX(2)-3", "note"],
    ["OBX(2)-5", "first\nsecond Abold C:\\new"],
    ["ZLB-2", "fields"],
  ])("%s is read", (path, text) => {
    expect(message.value(path)).toBe(text);
  });

  it.each(["PID-99", "PID-3(3)", "PID-3.9", "NK1-1", "OBX(3)-1", "PID-2"])("%s is not there", (path) => {
    expect(message.value(path)).toBeUndefined();
  });

  it("may say that what was known is to be deleted", () => {
    expect(message.value("PID-5.3")).toBeNull();
    expect(message.text("PID-5.3")).toBeUndefined();
  });

  it.each(["", "PID", "PID-0", "pid-3", "PID-3.", "PID-3(0)", "PID.3", "PID-3.1.1.1", "PID-3(10000)"])(
    "is not named by %j",
    (path) => {
      expect(() => message.value(path)).toThrow(expect.objectContaining({ code: "hl7_path_invalid" }));
    },
  );

  it("is found again after another one was written", () => {
    const changed = parseMessage(order);
    expect(changed.text("PID-8")).toBe("F");
    changed.write("PID-3", "longer than before");
    changed.write("PID-4", "too");
    expect([changed.text("PID-3"), changed.text("PID-4"), changed.text("PID-8")]).toEqual([
      "longer than before",
      "too",
      "F",
    ]);
  });

  it("is written without a change around it", () => {
    const changed = parseMessage(order);
    expect(changed.write("PID-5.2", "Ann|a^b")).toBe(true);
    expect(changed.write("PID-11(2).3", "Madison")).toBe(true);
    expect(changed.write("PID-8", null)).toBe(true);
    expect(changed.write("NK1-2", "nobody")).toBe(false);
    expect(changed.text("PID-5.2")).toBe("Ann|a^b");
    expect(changed.toString().split("\r")[1]).toBe(
      'PID|1||MRN1^^^NG^MR~SSN2^^^US&2.16.840&ISO^SS||O\\T\\Hara^Ann\\F\\a\\S\\b^""||19870912|""|||~^^Madison',
    );
    expect(changed.toString().replace(/PID.*?\r/, "")).toBe(order.replace(/PID.*?\r/, ""));
  });
});

describe("a batch", () => {
  const one = "MSH|^~\\&|A|||||||1\rPID|1\r";
  const two = "MSH$*!?%$B$$$$$$$2\rPID$1\r";

  it("is its messages, each by its own delimiters, with what stands around them", () => {
    const text = `FHS|^~\\&|A\rBHS|^~\\&|A\r${one}${two}BTS|2\rFTS|1\r`;
    const batch = parseBatch(text);
    expect(batch.messages.map((message) => message.text("MSH-10"))).toEqual(["1", "2"]);
    expect(batch.parts.map((part) => (part instanceof Message ? "message" : part.name))).toEqual([
      "FHS",
      "BHS",
      "message",
      "message",
      "BTS",
      "FTS",
    ]);
    expect(batch.toString()).toBe(text);
  });

  it("may break a line of its envelope, of which its messages know nothing", () => {
    const text = `BHS|^~\\&|A|\nmore\r${one}`;
    const [message] = parseBatch(text).messages;
    expect(message?.oddities).toEqual([]);
    expect(parseBatch(text).toString()).toBe(text);
  });

  it("needs no envelope", () => {
    expect(parseBatch(one + two).messages).toHaveLength(2);
  });

  it("is no message", () => {
    expect(() => parseMessage(one + two)).toThrow(expect.objectContaining({ code: "hl7_unparseable" }));
  });
});

it.each([
  ["", 0],
  ["hello", 0],
  ["  PID|1", 2],
  ["MSH", 0],
  ["MSHA", 0],
  ["BHS|^~\\&\rPID|1", 9],
  ["BTS|1", 0],
  ["  \r ", 4],
])("what is no message says where: %j", (text, position) => {
  expect(() => parseBatch(text)).toThrow(
    expect.objectContaining({ code: "hl7_unparseable", members: { position } }),
  );
});

describe("whatever a text holds", () => {
  const anything = fc.string({ unit: "binary" });

  it("it survives being written and read", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const written = escapeText(text, usualDelimiters);
        expect(written).not.toMatch(/[|^~&\r\n]/);
        expect(unescapeText(written, usualDelimiters)).toBe(text.replaceAll(/\r\n|\r/g, "\n"));
      }),
    );
  });

  it("a message with it is written back to the letter", () => {
    const lines = fc.array(
      fc.oneof(fc.constantFrom("PID|1|", "OBX|", "\r", "\n", "\r\n", "MSH|^~\\&|", "ZZ1", '""'), anything),
    );
    fc.assert(
      fc.property(lines, (parts) => {
        const text = `MSH|^~\\&|A\r${parts.join("")}`;
        expect(parseBatch(text).toString()).toBe(text);
      }),
    );
  });
});
