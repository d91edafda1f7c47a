import { expect, it } from "vitest";
import { patientFromFhir } from "@/lib/fhir";
import { patchRecord, patientSchema } from "@/lib/records/schema";
import { createHL7ADTMessage } from "./adt";
import { parseMessage } from "./parse";
import { patientOf } from "./to-fhir/patient";

const about = {
  event: "A04",
  controlId: "C1",
  at: new Date("2026-01-02T03:04:05Z"),
  version: "2.5.1",
  sender: { facility: "NG" },
} as const;

const patient = (patch: object) => patientSchema.parse(patchRecord("patients", null, patch));

it("tells of a registration", () => {
  const john = patient({
    mrn: "MRN-12345",
    firstName: "John",
    lastName: "Doe",
    dateOfBirth: "1980-05-15",
    gender: "male",
    phone: "555-1234",
    address: { lines: ["123 Main St"] },
  });
  expect(createHL7ADTMessage({ ...about, patient: john }).split("\r")).toEqual([
    "MSH|^~\\&|CARELANE|NG|||20260102030405||ADT^A04^ADT_A01|C1|P|2.5.1",
    "EVN|A04|20260102030405",
    "PID|1||MRN-12345^^^CARELANE^MR||Doe^John||19800515|M|||123 Main St||555-1234",
    "PV1|1|N",
    "",
  ]);
});

it("is read back as the patient that was told of", () => {
  const told = patient({
    names: [
      { use: "official", family: "O'Hara & Söhne", given: ["Zoë", "Ann"], prefix: ["Dr"] },
      { use: "nickname", given: ["Zo"] },
    ],
    identifiers: [
      { system: "urn:oid:1.2.3", value: "7|8", type: "MR" },
      { system: "http://ehr.example/ids", value: "9", type: "PI" },
      { system: "Some%20Clinic", value: "10", type: null },
    ],
    telecoms: [
      { system: "phone", value: "608-555-0100", use: "home" },
      { system: "phone", value: "608-555-0101", use: "mobile" },
      { system: "email", value: "zoe@example.org", use: null },
      { system: "phone", value: "608-555-0102", use: "work" },
    ],
    addresses: [
      { use: "home", lines: ["1 Main St", "Apt 3"], city: "Madison", state: "WI", postalCode: "53703" },
    ],
    dateOfBirth: "1987-09",
    gender: "female",
    deceased: "2026-01-02",
  });
  const pid = parseMessage(createHL7ADTMessage({ ...about, patient: told })).segment("PID");
  if (!pid) throw new Error("There is no PID");
  const back = patientFromFhir(patientOf(pid, { timeZone: "UTC" }));
  expect(back).toMatchObject({
    names: [
      { family: "O'Hara & Söhne", given: ["Zoë", "Ann"], prefix: ["Dr"] },
      { use: "nickname", given: ["Zo"] },
    ],
    identifiers: told.identifiers.map(({ system, value, type }) => ({ system, value, type })),
    telecoms: told.telecoms.map(({ system, value, use }) => ({ system, value, use })),
    addresses: told.addresses,
    dateOfBirth: "1987-09",
    gender: "female",
    deceased: "2026-01-02",
  });
});
