import { describe, expect, it } from "vitest";
import { emptyPatient } from "@/lib/records/schema";
import { formOf, patchOf, patientFormSchema } from "./patient-form";

const before = formOf({ ...emptyPatient, lastName: "Doe", firstName: "John", phone: "555-1234" });

describe("the form of a patient", () => {
  it("sends only what was changed, and null for what was emptied", () => {
    expect(patchOf(before, { ...before, lastName: "Roe", phone: "" })).toEqual({
      lastName: "Roe",
      phone: null,
    });
    expect(patchOf(before, { ...before, reason: "as the patient says" })).toEqual({});
  });

  it("takes a birth date as exactly as it is known, or none", () => {
    const date = (dateOfBirth: string) => patientFormSchema.safeParse({ ...before, dateOfBirth }).success;
    expect(["", "1980", "1980-05", "1980-05-15"].every(date)).toBe(true);
    expect(date("15.5.1980")).toBe(false);
    expect(date("1980-02-31")).toBe(false);
  });

  it("takes an e-mail address or none", () => {
    const email = (text: string) => patientFormSchema.safeParse({ ...before, email: text }).success;
    expect(email("")).toBe(true);
    expect(email("jörg@klinik.example")).toBe(true);
    expect(email("jörg")).toBe(false);
  });
});
