import { describe, expect, it } from "vitest";
import { allOf, converted, onlyOf, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

function answered(...segments: readonly string[]) {
  const message = converted("ACK", segments);
  for (const { resource } of message.resources) expect(problemsIn(resource)).toEqual([]);
  return message;
}

describe("an answer", () => {
  it("that something is wrong says what, where, and how bad it is", () => {
    const message = answered(
      "MSA|AE|M7",
      "ERR||PID^1^3^2^1|101^Required field missing^HL70357|W|NO-MRN^^99NG||see the manual|The number is missing",
    );
    expect(resourceOf(message, "OperationOutcome")).toMatchObject({
      issue: [
        {
          severity: "warning",
          code: "required",
          details: { coding: [{ code: "101" }, { code: "NO-MRN" }], text: "The number is missing" },
          diagnostics: "see the manual",
          location: ["PID(1)-3(2).1"],
        },
      ],
    });
    const { id } = onlyOf(message, "OperationOutcome");
    expect(resourceOf(message, "MessageHeader")).toMatchObject({
      response: {
        identifier: "M7",
        code: "transient-error",
        details: { reference: `OperationOutcome/${id}` },
      },
    });
  });

  it("may say it in a text alone, or as it was said until 2.4", () => {
    expect(resourceOf(answered("MSA|AR|M7|Unknown patient"), "OperationOutcome")).toMatchObject({
      issue: [{ severity: "error", details: { text: "Unknown patient" } }],
    });
    expect(
      resourceOf(answered("MSA|AE|M7", "ERR|PID^1^3^101&Required field"), "OperationOutcome"),
    ).toMatchObject({
      issue: [{ code: "required", details: { coding: [{ code: "101", display: "Required field" }] } }],
    });
  });

  it("says it too where it leaves out what it answers", () => {
    const message = answered("MSA|AR", "ERR|||42201|E|||Order id rejected");
    expect(resourceOf(message, "OperationOutcome")).toMatchObject({
      issue: [{ severity: "error", diagnostics: "Order id rejected" }],
    });
    expect(resourceOf(message, "MessageHeader")).toMatchObject({ response: { code: "fatal-error" } });
  });

  it("to an order tells of the order", () => {
    const message = converted("ORL^O22", [
      "MSA|AA|M7",
      "PID|1||42^^^NG^MR",
      "ORC|OK|P1^NG|F1^LAB||IP",
      "OBR|1|||X^Thing",
    ]);
    expect(resourceOf(message, "ServiceRequest")).toMatchObject({
      status: "active",
      identifier: [{ value: "P1" }, { value: "F1" }],
    });
  });

  it("that all is well has nothing to say", () => {
    expect(allOf(answered("MSA|AA|M7"), "OperationOutcome")).toEqual([]);
  });
});
