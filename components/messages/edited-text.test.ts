import { describe, expect, it } from "vitest";
import { changesOf, editableOf, rawOf } from "./edited-text";

const original = "MSH|^~\\&|LAB\rPID|1||17\rOBX|1|NM|x||>90\r";
const editable = editableOf(original);
const shown = (edited: string) =>
  changesOf(editable, edited).map(({ number, before, after }) => [
    number,
    before,
    after?.map(({ text, marked }) => (marked ? `[${text}]` : text)).join("") ?? null,
  ]);

describe("an edited message", () => {
  it("keeps the line ends of the original, and is the original where nothing was changed", () => {
    expect(rawOf(editable, original)).toBe(original);
    expect(rawOf(editable.replace(">90", "90"), original)).toBe(original.replace(">90", "90"));
    expect(rawOf("A\nB\n", "A\r\nC\r\n")).toBe("A\r\nB\r\n");
    const mixed = "A\rB\nC";
    expect(rawOf(editableOf(mixed), mixed)).toBe(mixed);
  });

  it("shows a changed line beside what it was, down to the sign", () => {
    expect(shown(editable.replace(">90", "90"))).toEqual([[3, "OBX|1|NM|x||>90", "OBX|1|NM|x||90"]]);
    expect(shown(editable.replace("|17", "|18"))).toEqual([[2, "PID|1||17", "PID|1||1[8]"]]);
  });

  it("shows lines that were added and removed at their place", () => {
    expect(shown(editable.replace("OBX", "NTE|1||new\nOBX"))).toEqual([[3, null, "[NTE|1||new]"]]);
    expect(shown(editable.replace("PID|1||17\n", ""))).toEqual([[2, "PID|1||17", null]]);
  });

  it("compares only what was touched, also in a message of thousands of lines", () => {
    const many = Array.from({ length: 5_000 }, (_, n) => `OBX|${n}|NM|||${n}`).join("\n");
    const edited = many.replace("OBX|2500|NM|||2500", "OBX|2500|NM|||9\nNTE|1");
    expect(changesOf(many, edited).map(({ number }) => number)).toEqual([2501, 2502]);
  });
});
