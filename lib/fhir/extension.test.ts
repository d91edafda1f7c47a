import { describe, expect, it } from "vitest";
import { absentReasonUrl, alternateCodesUrl } from "./extension";
import { fhirResources, validateResource } from "./index";

const absent = { url: absentReasonUrl, valueCode: "unknown" };
const other = { url: "http://example.com/other", valueString: "x" };
const absence = { extension: [absent] };

describe("what is given a value is no longer said to be absent", () => {
  it("in a patient, down to the parts of a name", () => {
    const known = {
      resourceType: "Patient",
      _birthDate: absence,
      _gender: { extension: [absent, other] },
      name: [{ text: "Jo Doe", _family: absence, given: [null], _given: [absence] }],
    };
    const { data } = fhirResources.patients.fromFhir(known);
    expect(fhirResources.patients.into(known, data)).toEqual(known);
    const names = data.names.map((name) => ({ ...name, family: "Doe", given: ["Jo"] }));
    const changed = { ...data, dateOfBirth: "1980-05-15", gender: "female" as const, names };
    const written = fhirResources.patients.into(known, changed);
    expect(written).toEqual({
      resourceType: "Patient",
      birthDate: "1980-05-15",
      gender: "female",
      _gender: { extension: [other] },
      name: [{ text: "Jo Doe", family: "Doe", given: ["Jo"] }],
    });
    expect(validateResource(written)).toEqual([]);
  });

  it("in an appointment, with the entry that stood for who takes part", () => {
    const known = {
      resourceType: "Appointment",
      _status: absence,
      _start: absence,
      _end: absence,
      participant: [{ ...absence, _status: absence, actor: absence }],
    };
    expect(validateResource(known)).toEqual([]);
    const { data } = fhirResources.appointments.fromFhir(known);
    expect(fhirResources.appointments.into(known, data)).toEqual(known);
    const [startAt, endAt] = ["2030-01-01T10:00:00Z", "2030-01-01T10:30:00Z"];
    const written = fhirResources.appointments.into(
      known,
      { ...data, status: "booked", startAt, endAt },
      { patientId: { entity: "patients", remoteId: "1" } },
    );
    expect(written).toEqual({
      resourceType: "Appointment",
      status: "booked",
      start: startAt,
      end: endAt,
      participant: [{ actor: { reference: "Patient/1" }, status: "needs-action" }],
    });
    expect(validateResource(written)).toEqual([]);
  });

  it("in codes, in what has parts and in entries of lists", () => {
    const code = { system: "http://loinc.org", code: "1", display: "One" };
    const report = {
      resourceType: "DiagnosticReport",
      status: "final",
      code: { extension: [absent, other] },
    };
    const { data } = fhirResources.diagnostic_reports.fromFhir(report);
    expect(fhirResources.diagnostic_reports.into(report, { ...data, code })).toEqual({
      ...report,
      code: { extension: [other], coding: [code] },
    });
    const document = {
      resourceType: "DocumentReference",
      status: "current",
      content: [{ ...absence, attachment: absence }],
      context: { period: absence },
    };
    const said = fhirResources.documents.fromFhir(document).data;
    const attachment = {
      contentType: null,
      url: "https://a.b/c",
      title: null,
      sizeBytes: null,
      createdAt: null,
    };
    const changed = { ...said, startAt: "2020", attachments: [attachment] };
    expect(fhirResources.documents.into(document, changed)).toEqual({
      ...document,
      content: [{ attachment: { url: "https://a.b/c" } }],
      context: { period: { start: "2020" } },
    });
  });
});

it("another birth date leaves the time of birth behind, which names the old day", () => {
  const birthTime = {
    url: "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
    valueDateTime: "1980-05-15T10:00:00Z",
  };
  const known = {
    resourceType: "Patient",
    birthDate: "1980-05-15",
    _birthDate: { extension: [birthTime, other] },
  };
  const { data } = fhirResources.patients.fromFhir(known);
  const saying = (dateOfBirth: string | null) => fhirResources.patients.into(known, { ...data, dateOfBirth });
  expect(saying("1980-05-15")).toEqual(known);
  expect(saying("1980-05-16")).toEqual({
    resourceType: "Patient",
    birthDate: "1980-05-16",
    _birthDate: { extension: [other] },
  });
  expect(saying(null)).not.toHaveProperty("_birthDate.extension", expect.arrayContaining([birthTime]));
});

it("another status leaves the sender's own code of the old one behind", () => {
  const letter = { url: alternateCodesUrl, valueCodeableConcept: { coding: [{ code: "R" }] } };
  const known = {
    resourceType: "Observation",
    status: "preliminary",
    _status: { id: "s1", extension: [letter] },
    code: { text: "x" },
  };
  const { data } = fhirResources.observations.fromFhir(known);
  expect(fhirResources.observations.into(known, data)).toEqual(known);
  const written = fhirResources.observations.into(known, { ...data, status: "final" });
  expect(written).toEqual({ ...known, status: "final", _status: { id: "s1" } });
  expect(validateResource(written)).toEqual([]);
});
