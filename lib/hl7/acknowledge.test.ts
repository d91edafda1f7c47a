import { describe, expect, it } from "vitest";
import { type Answer, acknowledge, owesAnswer, owesCommit } from "./acknowledge";
import type { Message } from "./message";
import { parseMessage } from "./parse";

const at = new Date("2026-01-02T03:04:05Z");

function received({ version = "2.5.1", commit = "", answer = "" } = {}): Message {
  return parseMessage(
    `MSH|^~\\&|LAB^1.2.3^ISO|Northgate|CARELANE|Lake\\T\\side|20260102||ADT^A08^ADT_A01|47\\S\\11|P|${version}|||${commit}|${answer}||UNICODE UTF-8\rEVN|A08\r`,
  );
}

function answered(message: Message, answer: Partial<Answer> = {}): string[] {
  return acknowledge(message, { code: "AA", controlId: "C1", at, ...answer })
    .split("\r")
    .slice(0, -1);
}

describe("an answer", () => {
  it("goes back where the message came from, in its version and character set, and names it", () => {
    expect(answered(received())).toEqual([
      "MSH|^~\\&|CARELANE|Lake\\T\\side|LAB^1.2.3^ISO|Northgate|20260102030405||ACK^A08^ACK|C1|P|2.5.1||||||UNICODE UTF-8",
      "MSA|AA|47\\S\\11",
    ]);
  });

  it.each([
    ["2.1", "ACK"],
    ["2.3", "ACK^A08"],
    ["2.3.1", "ACK^A08"],
    ["2.4", "ACK^A08^ACK"],
    ["2.8", "ACK^A08^ACK"],
  ])("is of the type that version %s knows", (version, type) => {
    expect(answered(received({ version }))[0]?.split("|")[8]).toBe(type);
  });

  it("says what was wrong, where, and what to do", () => {
    const problems = [
      {
        code: "field_missing",
        severity: "error",
        text: "Send the patient's id.",
        at: { segment: "PID", occurrence: 1, field: 3 },
      },
      { code: "value_unknown", severity: "warning", text: "Read as unknown | other." },
    ] as const;
    expect(answered(received(), { code: "AE", problems }).slice(1)).toEqual([
      "MSA|AE|47\\S\\11",
      "ERR||PID^1^3|101^Required field missing^HL70357|E||||Send the patient's id.",
      "ERR|||103^Table value not found^HL70357|W||||Read as unknown \\F\\ other.",
    ]);
    expect(answered(received({ version: "2.3" }), { code: "AE", problems }).slice(1)).toEqual([
      "MSA|AE|47\\S\\11|Send the patient's id.",
      "ERR|PID^1^3^101&Required field missing&HL70357~^^^103&Table value not found&HL70357",
    ]);
  });

  it.each(["MSH|^^\\&|", "MSH|A~\\&|", "MSH?&A&0|", "MSH^^"])(
    "is written in the usual delimiters where those of the message mean nothing: %j",
    (header) => {
      expect(answered(parseMessage(header))[0]).toMatch(/^MSH\|\^~\\&\|/);
    },
  );

  it("is written in the delimiters of the message", () => {
    const message = parseMessage("MSH$*!?%$A$B$C$D$$$ADT*A01$9$P$2.4\r");
    expect(answered(message)[0]).toBe("MSH$*!?%$C$D$A$B$20260102030405$$ACK*A01*ACK$C1$P$2.4");
    expect(answered(message)[1]).toBe("MSA$AA$9");
  });
});

describe("who owes an answer", () => {
  it.each([
    { commit: "", answer: "", well: [false, true], wrong: [false, true] },
    { commit: "AL", answer: "NE", well: [true, false], wrong: [true, false] },
    { commit: "ER", answer: "AL", well: [false, true], wrong: [true, true] },
    { commit: "SU", answer: "ER", well: [true, false], wrong: [false, true] },
    { commit: "", answer: "AL", well: [false, true], wrong: [false, true] },
    { commit: "AL", answer: "", well: [true, false], wrong: [true, false] },
  ])("follows MSH-15 «$commit» and MSH-16 «$answer»", ({ well, wrong, ...conditions }) => {
    const message = received(conditions);
    expect([owesCommit(message, true), owesAnswer(message, true)]).toEqual(well);
    expect([owesCommit(message, false), owesAnswer(message, false)]).toEqual(wrong);
  });
});
