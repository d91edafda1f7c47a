import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Coded } from "@/lib/records/schema";
import { fhirResources, validateResource } from "./index";

function fixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8"));
}

function usCore(id: string): unknown {
  const { entry } = fixture("uscore-clinical-85") as { entry: { resource: { id: string } }[] };
  return entry.find(({ resource }) => resource.id === id)?.resource;
}

function orderOf(medicationCodeableConcept: object) {
  const subject = { reference: "Patient/85" };
  return {
    resourceType: "MedicationRequest",
    status: "active",
    intent: "order",
    subject,
    medicationCodeableConcept,
  };
}

const patientId = { entity: "patients", remoteId: "85" };

describe("a US Core resource gives what its record holds", () => {
  it("Practitioner", () => {
    const { data } = fhirResources.practitioners.fromFhir(usCore("c38e2d6b-b2d5-3f8e-acae-3044eeb5edbb"));
    expect(data).toMatchObject({
      active: true,
      gender: "female",
      names: [{ family: "Torp761", given: ["Melvin857"], prefix: ["Dr."] }],
      identifiers: [{}, { system: "http://hl7.org/fhir/sid/us-npi", value: "9941339100" }],
    });
  });

  it("Condition", () => {
    const { data, references } = fhirResources.conditions.fromFhir(
      usCore("5bd61db6-be70-84b2-882e-c8db5fed5dca"),
    );
    expect(data).toMatchObject({
      patientId: null,
      clinicalStatus: "resolved",
      verificationStatus: "confirmed",
      category: [{ code: "encounter-diagnosis" }],
      code: { system: "http://snomed.info/sct", code: "65363002", display: "Otitis media" },
      onsetAt: "1940-12-24T00:11:45-05:00",
      abatedAt: "1941-03-07T00:11:45-05:00",
    });
    const encounterId = { entity: "encounters", remoteId: "d763ee98-8663-70d9-567a-89c01a09a655" };
    expect(references).toEqual({ patientId, encounterId });
  });

  it("MedicationRequest that points at its medication", () => {
    const { data, references } = fhirResources.medication_requests.fromFhir(
      usCore("3722c630-7ccd-b25e-316d-78fd30a4ff30"),
    );
    expect(data).toMatchObject({ status: "active", intent: "order", medicationId: null, medication: null });
    expect(references.medicationId).toEqual({
      entity: "medications",
      remoteId: "58f7a300-f288-6094-a82f-e1e64086902b",
    });
  });

  it("MedicationRequest that brings its medication along", () => {
    const { data } = fhirResources.medication_requests.fromFhir(fixture("medicationrequest0301"));
    expect(data).toMatchObject({
      medication: { code: "430127000", display: "Oral Form Oxycodone (product)" },
      dispenseQuantity: 30,
      dispenseUnit: "TAB",
      refills: 0,
      note: "Patient told to take with food",
    });
  });

  it("Medication", () => {
    const { data } = fhirResources.medications.fromFhir(usCore("58f7a300-f288-6094-a82f-e1e64086902b"));
    expect(data).toMatchObject({ status: "active", code: { code: "1719286" } });
  });

  it("Encounter", () => {
    const { data, references } = fhirResources.encounters.fromFhir(
      usCore("d763ee98-8663-70d9-567a-89c01a09a655"),
    );
    expect(data).toMatchObject({
      class: { code: "AMB" },
      dischargeDisposition: { code: "01" },
      locations: ["LOWELL GENERAL HOSPITAL"],
      participants: [{ practitionerId: null, role: { code: "PPRF" } }],
    });
    expect(references["participants[0].practitionerId"]?.entity).toBe("practitioners");
  });

  it("DiagnosticReport", () => {
    const { data, references } = fhirResources.diagnostic_reports.fromFhir(
      usCore("24db4298-fb15-5de3-455a-44711bdc808f"),
    );
    expect(data).toMatchObject({
      category: [{ system: "http://loinc.org", code: "LP29708-2" }],
      resultIds: [null, null, null],
      attachments: [{ contentType: "text/plain", url: null }],
    });
    expect(references["resultIds[2]"]).toEqual({
      entity: "observations",
      remoteId: "0485fc9e-752e-75ac-76b5-c067747bb76f",
    });
  });

  it("DocumentReference", () => {
    const { data, references } = fhirResources.documents.fromFhir(
      usCore("82a60fe5-1c39-7674-1cbc-cd41ae7f5626"),
    );
    expect(data).toMatchObject({ status: "superseded", type: { code: "11506-3" }, authorIds: [null] });
    expect(Object.keys(references)).toEqual(["patientId", "encounterIds[0]", "authorIds[0]"]);
  });
});

describe("a change written into the vendor's resource", () => {
  it("keeps what stands beside the changed part of an entry, and every other entry", () => {
    const direct = [{ url: "urn:direct", valueBoolean: true }];
    const known = {
      resourceType: "Practitioner",
      telecom: [
        { extension: direct, system: "email", value: "a@example.com", use: "work" },
        { system: "phone", value: "1", period: { start: "2020" } },
      ],
      name: [{ family: "Doe", given: ["Jo", null], _given: [null, { extension: direct }] }],
    };
    const { data } = fhirResources.practitioners.fromFhir(known);
    const telecoms = data.telecoms.map((one) =>
      one.system === "email" ? { ...one, value: "b@x.org" } : one,
    );
    const names = data.names.map((name) => ({ ...name, given: ["Joe"] }));
    expect(fhirResources.practitioners.into(known, { ...data, telecoms, names })).toEqual({
      ...known,
      telecom: [{ ...known.telecom[0], value: "b@x.org" }, known.telecom[1]],
      name: [{ family: "Doe", given: ["Joe", null], _given: [null, { extension: direct }] }],
    });
  });

  it("keeps performers that are no practitioners where they were", () => {
    const organization = { reference: "Organization/1" };
    const known = {
      resourceType: "DiagnosticReport",
      performer: [organization, { reference: "Practitioner/1", display: "Dr. One" }],
    };
    const { data } = fhirResources.diagnostic_reports.fromFhir(known);
    const references = { "performerIds[0]": { entity: "practitioners", remoteId: "2" } } as const;
    expect(fhirResources.diagnostic_reports.into(known, data, references)).toMatchObject({
      performer: [organization, { reference: "Practitioner/2" }],
    });
  });

  it("lets another code take the place of the old one and of its translations", () => {
    const known = {
      resourceType: "Condition",
      code: { coding: [{ system: "urn:a", code: "1" }, { code: "x" }], text: "One" },
    };
    const { data } = fhirResources.conditions.fromFhir(known);
    const code = { system: "urn:a", code: "2", display: "Two" };
    expect(fhirResources.conditions.into(known, { ...data, code })).toEqual({
      resourceType: "Condition",
      code: { coding: [code] },
    });
  });

  it("knows a code's translations, adds new ones and drops what is said to be none", () => {
    const named = (system: string) => ({ system, code: "1", display: "One" });
    const [loinc, own, other] = [named("http://loinc.org"), named("urn:own"), named("urn:other")] as const;
    const known = {
      resourceType: "Condition",
      code: { coding: [own, loinc, { display: "Words" }], text: "1" },
    };
    const { data } = fhirResources.conditions.fromFhir(known);
    expect(data.code).toEqual({ ...loinc, translations: [own] });
    const saying = (code: Coded) => fhirResources.conditions.into(known, { ...data, code }).code;
    expect(saying({ ...loinc, translations: [other] })).toEqual({
      coding: [loinc, { display: "Words" }, other],
      text: "1",
    });
    expect(saying({ ...loinc, display: "Uno" })).toEqual({
      coding: [own, { ...loinc, display: "Uno" }, { display: "Words" }],
      text: "1",
    });
  });

  it("lets another unit of what is dispensed take the code of the old one with it", () => {
    const known = {
      ...orderOf({ text: "Aspirin" }),
      dispenseRequest: { quantity: { value: 1, unit: "TAB", system: "urn:s", code: "TAB" } },
    };
    const { data, references } = fhirResources.medication_requests.fromFhir(known);
    const changed = { ...data, dispenseUnit: "mL" };
    const written = fhirResources.medication_requests.into(known, changed, references);
    expect(written.dispenseRequest).toEqual({ quantity: { value: 1, unit: "mL" } });
    expect(validateResource(written)).toEqual([]);
    const more = fhirResources.medication_requests.into(known, { ...data, dispenseQuantity: 2 }, references);
    expect(more.dispenseRequest).toEqual({ quantity: { ...known.dispenseRequest.quantity, value: 2 } });
  });
});

it.each([
  ["conditions", { resourceType: "Condition", onsetDateTime: "yesterday" }, "onset"],
  ["encounters", { resourceType: "Encounter", period: { start: 5 } }, "period.start"],
  ["documents", { resourceType: "Patient" }, "resourceType"],
] as const)("names the place where a resource of %s is not FHIR", (entity, resource, path) => {
  expect(() => fhirResources[entity].fromFhir(resource)).toThrow(
    expect.objectContaining({ code: "mapping_failed", errors: [expect.objectContaining({ path })] }),
  );
});
