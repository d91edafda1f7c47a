import { describe, expect, it } from "vitest";
import { patchRecord, type RecordEntity, titleOf } from "../schema";

function title(entity: RecordEntity, patch: object): string {
  return titleOf(entity, patchRecord(entity, null, patch));
}

describe("what a record is called", () => {
  it("is a person's name, family name first", () => {
    expect(title("practitioners", { names: [{ family: "Torp", given: ["Ida"] }] })).toBe("Torp, Ida");
  });

  it("is what was found, ordered or written", () => {
    expect(title("conditions", { code: { code: "J45" } })).toBe("J45");
    expect(title("medication_requests", { medication: { display: "Ibuprofen" } })).toBe("Ibuprofen");
    expect(title("documents", { type: { display: "Note" }, description: "Long" })).toBe("Note");
  });

  it("is the kind of a visit", () => {
    const serviceTypes = [{ display: "Cleaning" }];
    expect(title("appointments", { serviceTypes, appointmentType: { code: "ROUTINE" } })).toBe("Cleaning");
    expect(title("encounters", { class: { code: "VR", display: "virtual" } })).toBe("virtual");
  });

  it("is the kind of record where it says nothing of itself, or nothing that can be read", () => {
    expect(title("appointments", {})).toBe("Appointment");
    expect(titleOf("diagnostic_reports", { code: 7 })).toBe("Diagnostic report");
  });
});
