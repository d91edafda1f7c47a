import { expect, test } from "vitest";
import { localPatientSchema, patientOfLocal } from "@/lib/records/schema";
import { createHL7ADTMessage, extractPatientFromHL7 } from ".";

const john = localPatientSchema.parse({
  mrn: "MRN-12345",
  firstName: "John",
  lastName: "Doe",
  dateOfBirth: "1980-05-15",
  gender: "male",
  phone: "555-1234",
  address: "123 Main St",
});

test("reads back the patient that a message was written about", () => {
  const patient = patientOfLocal(john);
  const at = new Date("2026-01-02T03:04:05Z");
  const message = createHL7ADTMessage({ event: "A04", patient, controlId: "1", at, version: "2.5.1" });
  const { lastName, firstName, dateOfBirth, gender, mrn, phone } = patient;
  expect(extractPatientFromHL7(message)).toMatchObject({
    ...{ lastName, firstName, dateOfBirth, gender, mrn, phone },
    address: { lines: ["123 Main St"] },
  });
});

test("finds no patient where a message has none", () => {
  expect(extractPatientFromHL7("MSH|^~\\&|A|B|||20260102||MFN^M02|1|P|2.5.1")).toBeNull();
});

test("refuses what is no message", () => {
  expect(() => extractPatientFromHL7("hello")).toThrow(expect.objectContaining({ code: "hl7_unparseable" }));
});
