import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeMessage, parseMessage } from "@/lib/hl7";
import { delimitersOf, piecesOf, writtenAt } from "./written";

const delimiters = delimitersOf({ segments: [] });
const line = String.raw`PID|1||17^^^A&B~18||Doe^O\T\Neil|||F`;

describe("a written line", () => {
  it("is divided into values with their places and runs of delimiters", () => {
    expect(piecesOf(line, "1", delimiters).map(({ text, place }) => [text, place])).toEqual([
      ["PID", "1"],
      ["|", "1"],
      ["1", "1/1/1/1/1"],
      ["||", "1"],
      ["17", "1/3/1/1/1"],
      ["^^^", "1/3/1"],
      ["A", "1/3/1/4/1"],
      ["&", "1/3/1/4"],
      ["B", "1/3/1/4/2"],
      ["~", "1/3"],
      ["18", "1/3/2/1/1"],
      ["||", "1"],
      ["Doe", "1/5/1/1/1"],
      ["^", "1/5/1"],
      [String.raw`O\T\Neil`, "1/5/1/2/1"],
      ["|||", "1"],
      ["F", "1/8/1/1/1"],
    ]);
  });

  it("tells what is written at any place, however deep", () => {
    const at = (place: string) => writtenAt(line, place, delimiters);
    expect(["1/3", "1/3/1", "1/3/1/4", "1/3/1/4/2", "1/3/2", "1/9"].map(at)).toEqual([
      "17^^^A&B~18",
      "17^^^A&B",
      "A&B",
      "B",
      "18",
      "",
    ]);
    expect(at("1/5/1/2")).toBe(String.raw`O\T\Neil`);
  });

  it("does not divide what a header declares", () => {
    const header = "MSH|^~\\&|LAB";
    expect(piecesOf(header, "0", delimiters).map(({ text, place }) => [text, place])).toEqual([
      ["MSH", "0"],
      ["|", "0/1"],
      ["^~\\&", "0/2"],
      ["|", "0"],
      ["LAB", "0/3/1/1/1"],
    ]);
    expect(writtenAt(header, "0/1", delimiters)).toBe("|");
    expect(writtenAt(header, "0/2", delimiters)).toBe("^~\\&");
    expect(writtenAt(header, "0/3", delimiters)).toBe("LAB");
  });

  it("is whole again when its pieces are joined, in every real message", () => {
    const folder = "lib/hl7/fixtures/cdc";
    for (const file of readdirSync(folder)) {
      const message = describeMessage(parseMessage(readFileSync(join(folder, file), "utf8")), "UTC");
      const own = delimitersOf(message);
      for (const { raw } of message.segments) {
        const pieces = piecesOf(raw, "0", own);
        expect(pieces.map(({ text }) => text).join("")).toBe(raw);
        for (const { text, place, divides } of pieces) {
          if (!divides && place !== "0") expect(writtenAt(raw, place, own)).toBe(text);
        }
      }
    }
  });
});
