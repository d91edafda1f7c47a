import { describe, expect, it } from "vitest";
import { describeMessage, parseMessage } from "@/lib/hl7";
import { loadDictionary } from "@/lib/hl7/view";
import { namesIn } from "./field-names";

const { segments } = describeMessage(
  parseMessage(
    ["MSH|^~\\&|LAB", "PID|1||17||Doe&van^Jane|||F", "OBX|1|CWE|x^y||Z^Why^L", "ZPI|1"].join("\r"),
  ),
  "UTC",
);

describe("the names in a message", () => {
  it("are those of its fields, their parts, and the parts of these", async () => {
    const { nameOf } = namesIn(segments, await loadDictionary("2.5.1"));
    expect(["1", "1/5", "1/5/1", "1/5/1/2", "1/5/1/1/2", "1/3/1/1/1"].map(nameOf)).toEqual([
      "Patient",
      "Patient Name",
      "Patient Name",
      "Given Name",
      "Own Surname Prefix",
      "ID Number",
    ]);
    expect(["3", "3/1"].map(nameOf)).toEqual(["The sender’s own", null]);
  });

  it("tell what a code means, and take the type of a result from where it is named", async () => {
    const { nameOf, meaningOf, detailsOf } = namesIn(segments, await loadDictionary("2.5.1"));
    expect([meaningOf("1/8"), meaningOf("1/8/1/1/1"), meaningOf("1/5")]).toEqual(["Female", "Female", null]);
    expect(detailsOf("1/8/1/1/1")).toEqual(["Type IS", "table 0001", "HL7 2.5.1"]);
    expect(detailsOf("2/5")).toContain("Type CWE");
    expect(nameOf("2/5/1/2")).toBe("Text");
  });

  it("are those of the segments as long as nothing else is known", () => {
    const { nameOf, detailsOf } = namesIn(segments, undefined);
    expect([nameOf("1"), nameOf("1/5"), detailsOf("1/5")]).toEqual(["Patient", null, []]);
  });
});
