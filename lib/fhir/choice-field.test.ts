import { describe, expect, it } from "vitest";
import { absentReasonUrl } from "./extension";
import { fhirResources, validateResource } from "./index";

const absence = { extension: [{ url: absentReasonUrl, valueCode: "unknown" }] };
const subject = { reference: "Patient/1" };

describe("what FHIR knows in several types is said in one", () => {
  it.each([[true], [false], ["2020-05-01"]])("of a patient who died (%j)", (deceased) => {
    for (const known of [{ _deceasedBoolean: absence }, { _deceasedDateTime: absence }]) {
      const patient = { resourceType: "Patient", ...known };
      const { data } = fhirResources.patients.fromFhir(patient);
      const written = fhirResources.patients.into(patient, { ...data, deceased });
      const type = typeof deceased === "string" ? "deceasedDateTime" : "deceasedBoolean";
      expect(written).toEqual({ resourceType: "Patient", [type]: deceased });
      expect(validateResource(written)).toEqual([]);
    }
  });

  it.each([
    { _onsetString: absence },
    { onsetAge: { value: 5, unit: "a" }, _onsetDateTime: absence },
    { onsetString: "as a child", _onsetString: { id: "s1" } },
    { onsetRange: { low: { value: 5 } } },
  ])("of an onset: %j", (known) => {
    const condition = { resourceType: "Condition", subject };
    const before = { ...condition, ...known };
    const { data, references } = fhirResources.conditions.fromFhir(before);
    expect(fhirResources.conditions.into(before, data, references)).toEqual(before);
    const written = fhirResources.conditions.into(before, { ...data, onsetAt: "1950" }, references);
    expect(written).toEqual({ ...condition, onsetDateTime: "1950" });
    expect(validateResource(written)).toEqual([]);
  });
});

describe("a type that says yes and more than that", () => {
  const request = {
    resourceType: "MedicationRequest",
    status: "active",
    intent: "order",
    medicationCodeableConcept: { text: "Aspirin" },
    subject,
  };
  const told = { reportedReference: { reference: "Patient/1" } };
  const inPain = { text: "one", asNeededCodeableConcept: { text: "pain" } };
  const known = { ...request, ...told, dosageInstruction: [inPain] };
  const { data, references } = fhirResources.medication_requests.fromFhir(known);
  const saying = (isSaid: boolean | null) => {
    const dosages = data.dosages.map((dosage) => ({ ...dosage, asNeeded: isSaid }));
    const written = fhirResources.medication_requests.into(
      known,
      { ...data, reported: isSaid, dosages },
      references,
    );
    expect(validateResource(written)).toEqual([]);
    return written;
  };

  it("is read as a yes, and stays while nobody says no", () => {
    expect([data.reported, data.dosages[0]?.asNeeded]).toEqual([true, true]);
    expect(saying(true)).toEqual(known);
    expect(saying(null)).toEqual(known);
  });

  it("is none where it is said to be absent", () => {
    const unsaid = { ...request, reportedReference: absence };
    const { data } = fhirResources.medication_requests.fromFhir(unsaid);
    expect(data.reported).toBeNull();
    const written = fhirResources.medication_requests.into(unsaid, { ...data, reported: true }, references);
    expect(written).toEqual({ ...request, reportedBoolean: true });
  });

  it("gives way to a no", () => {
    expect(saying(false)).toEqual({
      ...request,
      reportedBoolean: false,
      dosageInstruction: [{ text: "one", asNeededBoolean: false }],
    });
  });
});
