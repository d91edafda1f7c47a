import { describe, expect, it } from "vitest";
import { describeMessage, parseMessage } from "@/lib/hl7";
import {
  openAtFirst,
  opensTo,
  rowsOf,
  segmentSummary,
  troubleOf,
  troublesByRow,
  valueAt,
  worstOf,
} from "./tree";

const message = describeMessage(
  parseMessage(
    [
      "MSH|^~\\&|LAB|MAIN|||20261117103802||ORU^R01^ORU_R01|Q1|P|2.5.1",
      'PID|1||17^^^A&1.2&ISO^MR~18||Doe^Jane^""',
      "OBX|1|NM|2345-7^Glucose^LN||94|mg/dL|||||F",
      "OBX|2|NM|98979-8^eGFR^LN||>90|mL/min|||||F",
    ].join("\r"),
  ),
  "UTC",
);
const [header, patient, , result] = message.segments;
if (!header || !patient || !result) throw new Error("The message has these segments.");

const lines = (rows: ReturnType<typeof rowsOf>) => rows.map(({ label, value }) => `${label} ${value}`.trim());

describe("the tree of a message", () => {
  it("shows of a closed segment a line that tells it from others", () => {
    expect(message.segments.map(segmentSummary)).toEqual([
      "ORU^R01, Q1, version 2.5.1",
      'Doe Jane ""',
      "Glucose 94 mg/dL",
      "eGFR >90 mL/min",
    ]);
    expect(lines(rowsOf(result, "3", true, new Set()))).toEqual(["OBX(2) eGFR >90 mL/min"]);
  });

  it("shows fields that hold something, and their parts when they are opened one by one", () => {
    expect(lines(rowsOf(patient, "1", false, new Set(["1"])))).toEqual([
      'PID Doe Jane ""',
      "1 1",
      "3 17, A & 1.2 & ISO, MR; 18",
      '5 Doe, Jane, ""',
    ]);
    const open = new Set(["1", "1/3", "1/3/1", "1/3/1/4"]);
    expect(lines(rowsOf(patient, "1", false, open)).slice(2, 10)).toEqual([
      "3 17, A & 1.2 & ISO, MR; 18",
      "3(1) 17, A & 1.2 & ISO, MR",
      "3.1 17",
      "3.4 A & 1.2 & ISO",
      "3.4.1 A",
      "3.4.2 1.2",
      "3.4.3 ISO",
      "3.5 MR",
    ]);
  });

  it("opens the patient and the first of what is wrong, else of what is odd", () => {
    const odd = troubleOf(message);
    expect(odd).toMatchObject([{ place: "3/5", words: expect.stringContaining("a number") }]);
    expect(openAtFirst(message, odd)).toEqual(new Set(["1", "3"]));
    expect(openAtFirst(message, [...odd, { place: "2/5", words: "", tone: "bad" }])).toEqual(
      new Set(["1", "2"]),
    );
  });

  it("says what is wrong at the field, and at what is shown around it where that is closed or empty", () => {
    const troubles = [...troubleOf(message), { place: "3/14", words: "", tone: "warn" } as const];
    const at = (open: string[]) => {
      const found = troublesByRow(troubles, rowsOf(result, "3", true, new Set(open)));
      return [...found].map(([place, here]) => [place, here.length]);
    };
    expect(at([])).toEqual([["3", 2]]);
    expect(at(["3"])).toEqual([
      ["3/5", 1],
      ["3", 1],
    ]);
  });

  it("calls the worst by name", () => {
    expect(worstOf([])).toBeNull();
    expect(worstOf([{ tone: "warn" }])).toBe("warn");
    expect(worstOf([{ tone: "warn" }, { tone: "bad" }])).toBe("bad");
  });

  it("tells what stands at any place", () => {
    const at = (place: string) => valueAt(patient, place);
    expect(["1/3", "1/3/1", "1/3/1/4", "1/3/1/4/2", "1/3/2/1/1", "1/9"].map(at)).toEqual([
      "17, A & 1.2 & ISO, MR; 18",
      "17, A & 1.2 & ISO, MR",
      "A & 1.2 & ISO",
      "1.2",
      "18",
      "",
    ]);
  });

  it("knows what has to be open for a place to be seen", () => {
    expect(opensTo("1/3/2/4")).toEqual(["1", "1/3", "1/3/2"]);
  });
});
