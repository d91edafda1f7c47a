import { describe, expect, it } from "vitest";
import { readAnswer } from "./read-answer";

const answer = (...lines: string[]) =>
  ["MSH|^~\\&|EHR||CARELANE||20260501||ACK|7|P|2.5.1", ...lines].join("\r");

describe("what a receiver answers", () => {
  it.each(["AA", "CA"])("is an acceptance with %s", (code) => {
    expect(readAnswer(answer(`MSA|${code}|C1`), "C1")).toEqual({
      code,
      isAccepted: true,
      reason: null,
      holds: null,
    });
  });

  it("is a refusal whose reason is in the words of the standard, with its place", () => {
    const refused = answer("MSA|AE|C1", "ERR||PID^1^5|101^^HL70357|E||||Jane Doe has no name");
    expect(readAnswer(refused, "C1")).toEqual({
      code: "AE",
      isAccepted: false,
      reason: "Required field missing (PID-5)",
      holds: null,
    });
  });

  it("is read as it was written before 2.5", () => {
    const refused = answer("MSA|AR|C1|Doe, Jane is unknown", "ERR|PID^1^3^204&Unknown key identifier");
    expect(readAnswer(refused, "C1")?.reason).toBe("Unknown key identifier (PID-3)");
  });

  it.each([
    ["already", "ERR||SCH^1^2|205^^HL70357|E"],
    ["nothing", "ERR||SCH^1^2|204^^HL70357|E"],
    ["nothing", "ERR|||204^^HL70357|E"],
    // Who does not know the patient says nothing of the appointment.
    [null, "ERR||PID^1^3|204^^HL70357|E"],
    [null, "ERR|||207^^HL70357|E"],
  ])("says that the receiver holds %s of what the message is about: %s", (holds, error) => {
    expect(readAnswer(answer("MSA|AE|C1", error), "C1")?.holds).toBe(holds);
  });

  it("repeats nothing that the receiver wrote in its own words", () => {
    const refused = answer("MSA|AE|C1|Jane Doe", "ERR||Jane^1^Doe|999^Jane Doe|E");
    expect(readAnswer(refused, "C1")).toMatchObject({ code: "AE", isAccepted: false, reason: null });
  });

  it.each([
    ["about another message", answer("MSA|AA|C2")],
    ["without a code", answer("MSA||C1")],
    ["that is no message", "<html></html>"],
    ["that is empty", ""],
  ])("is nothing where it is one %s", (_, text) => {
    expect(readAnswer(text, "C1")).toBeUndefined();
  });
});
