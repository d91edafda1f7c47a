import { describe, expect, it } from "vitest";
import { allOf, converted, line, onlyOf, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";
const prb = {
  1: "AD",
  2: "20260110",
  3: "K80.00^Cholelithiasis^I10",
  4: "53956^NG",
  7: "20250907",
  13: "confirmed^Confirmed",
  16: "20250102",
  17: "since the winter",
};

function problem(fields: Readonly<Record<number, string>>) {
  const condition = resourceOf(converted("PPR^PC1", [pid, line("PRB", { ...prb, ...fields })]), "Condition");
  expect(problemsIn(condition)).toEqual([]);
  return condition;
}

const coded = (code: string) => ({ coding: [{ code }] });

describe("a problem", () => {
  it("is of the problem list, with what is known of its time", () => {
    expect(problem({})).toMatchObject({
      identifier: [{ system: "NG", value: "53956" }],
      category: [coded("problem-list-item")],
      code: { text: "Cholelithiasis" },
      clinicalStatus: coded("active"),
      verificationStatus: coded("confirmed"),
      onsetDateTime: "2025-01-02",
      recordedDate: "2026-01-10",
    });
  });

  it.each([
    [{ 9: "20260310" }, { clinicalStatus: coded("resolved"), abatementDateTime: "2026-03-10" }],
    [{ 14: "remission^Remission" }, { clinicalStatus: coded("remission") }],
    [{ 13: "Resolved" }, { clinicalStatus: coded("resolved") }],
    [{ 16: "" }, { onsetString: "since the winter" }],
    [{ 1: "DE" }, { verificationStatus: coded("entered-in-error") }],
    [{ 26: "SEV^severe" }, { severity: { text: "severe" } }],
  ])("with %j has %j", (fields, expected) => {
    expect(problem(fields)).toMatchObject(expected);
  });

  it("says no status that FHIR does not know, and no end of what goes on", () => {
    expect(problem({ 13: "C^sure" })).not.toHaveProperty("verificationStatus");
    expect(problem({ 9: "20260310", 14: "active" })).not.toHaveProperty("abatementDateTime");
  });

  it("has what is observed of it, and the orders that it led to", () => {
    const message = converted("PPR^PC1", [
      pid,
      line("PRB", prb),
      "OBX|1|ST|X^Thing||clear||||||F",
      "ORC|NW|P1^NG",
      "RXO|1^Aspirin^NDC",
      line("PRB", { 1: "AD", 3: "I10^Hypertension^I10" }),
    ]);
    expect(allOf(message, "Condition")).toHaveLength(2);
    expect(onlyOf(message, "Observation").resource).toMatchObject({ valueString: "clear" });
    expect(onlyOf(message, "MedicationRequest").resource).toMatchObject({ status: "active" });
  });
});
