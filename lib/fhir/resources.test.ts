import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { entitySchemas, mapReferences } from "@/lib/records/schema";
import { withAbsentReasons } from "./absent";
import type { FhirResource, RemoteReference } from "./resource";
import { fhirResources } from "./resources";
import { anyOf } from "./testing/any-record";
import { validateResource } from "./validate";

/** Patients, whose short fields follow from their lists, are proved in their own test. */
type Declared = Exclude<keyof typeof fhirResources, "patients">;

function fixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8"));
}

function usCore(type: string): Record<string, unknown>[] {
  const { entry } = fixture("uscore-clinical-85") as { entry: { resource: Record<string, unknown> }[] };
  return entry.map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);
}

const booking = {
  resourceType: "Appointment",
  status: "booked",
  extension: [{ url: "urn:x", valueBoolean: true }],
  participant: [
    { actor: { reference: "Location/1", display: "Room 1" }, status: "accepted", required: "required" },
    { actor: { reference: "Patient/p1" }, status: "accepted", period: { start: "2020-01-01" } },
    { actor: { reference: "Practitioner/d1", display: "Dr. No" }, status: "tentative" },
  ],
};

const samples: Record<Declared, Record<string, unknown>[]> = {
  practitioners: usCore("Practitioner"),
  observations: [
    fixture("observation-example"),
    ...Object(fixture("uscore-patient-85"))
      .entry.map(({ resource }: { resource: unknown }) => Object(resource))
      .filter(({ resourceType }: { resourceType: string }) => resourceType === "Observation"),
  ],
  conditions: usCore("Condition"),
  medications: usCore("Medication"),
  medication_requests: [...usCore("MedicationRequest"), fixture("medicationrequest0301")],
  appointments: [booking],
  encounters: usCore("Encounter"),
  diagnostic_reports: usCore("DiagnosticReport"),
  documents: [...usCore("DocumentReference"), fixture("documentreference-example")],
};

/** Unrelated content at the top and inside, which no field of ours says. */
const unknownParts = {
  id: "r1",
  extension: [{ url: "urn:x", extension: [{ url: "y", valueDecimal: 1.5 }] }],
  contained: [{ resourceType: "Basic", id: "b1" }],
  implicitRules: "urn:rules",
  _status: { extension: [{ url: "urn:z", valueString: "why" }] },
};

interface Mapped<Data> {
  data: Data;
  references: Record<string, RemoteReference>;
}

const runs = { numRuns: 20 };

/** Every property of one entity's converters. */
function prove<Data extends object>(
  entity: Declared,
  resource: FhirResource<Data>,
  parse: (value: unknown) => Data,
): void {
  /** The ids that a record holds become the server's. */
  function asMapped(value: unknown): Mapped<Data> {
    const references: Record<string, RemoteReference> = {};
    const data = mapReferences(entity, parse(value), (target, id, path) => {
      if (id !== null) references[path] = { entity: target, remoteId: `r-${id}` };
      return null;
    });
    return { data, references };
  }

  const any = anyOf(entitySchemas[entity])
    .filter((value) => isSayable(value))
    .map(asMapped);

  it("comes back from FHIR as it went", () => {
    fc.assert(
      fc.property(any, ({ data, references }) => {
        expect(resource.fromFhir(resource.toFhir(data, { references }))).toEqual({ data, references });
      }),
      runs,
    );
  });

  it("comes back as it went from where what it lacks is said to be unknown", () => {
    fc.assert(
      fc.property(any, ({ data, references }) => {
        const whole = withAbsentReasons(resource.toFhir(data, { references }));
        expect(resource.fromFhir(whole)).toEqual({ data, references });
        expect(validateResource(whole).filter(({ code }) => code === "required")).toEqual([]);
      }),
      runs,
    );
  });

  it("says in valid FHIR of what hardly anything is known that it is unknown", () => {
    const known = entity === "observations" ? { status: "final", code: {} } : {};
    expect(validateResource(withAbsentReasons(resource.toFhir(parse(known))))).toEqual([]);
  });

  it("changes nothing in a resource that says the same", () => {
    fc.assert(
      fc.property(any, ({ data, references }) => {
        const known = { ...resource.toFhir(data, { references }), ...unknownParts };
        expect(resource.into(known, data, references)).toEqual(known);
      }),
      runs,
    );
    for (const sample of samples[entity]) {
      const { data, references } = resource.fromFhir(sample);
      expect(parse(data)).toEqual(data);
      expect(resource.into(sample, data, references)).toEqual(sample);
    }
  });

  it("is written into any resource without touching what it does not say", () => {
    const known = fc.oneof(
      any.map(({ data, references }) => ({ ...resource.toFhir(data, { references }), ...unknownParts })),
      fc.constantFrom(...samples[entity].map((sample) => ({ ...sample, ...unknownParts }))),
    );
    fc.assert(
      fc.property(known, any, (before, { data, references }) => {
        const after = resource.into(before, data, references);
        expect(resource.fromFhir(after)).toEqual({ data, references });
        expect(after).toMatchObject(unknownParts);
      }),
      runs,
    );
  });
}

/**
 * FHIR says which medication it is once: by a reference or by a code. Text and yes or no have no unit, and where it is
 * said why there is no value there is none either.
 */
function isSayable(value: unknown): boolean {
  const { medicationId, medication, components = [] } = Object(value);
  const twice = medicationId && medication && (medication.system !== null || medication.code !== null);
  return !twice && [value, ...components].every(isMeasurable);
}

function isMeasurable(part: unknown): boolean {
  const { value = null, unit = null, absentReason, referenceRange } = Object(part);
  if (referenceRange && referenceRange.low === null && referenceRange.high === null && referenceRange.unit) {
    return false;
  }
  if (value !== null && typeof value === "object") return value.code !== null && unit === null;
  return unit === null || (value === null ? !absentReason : typeof value === "number");
}

describe("practitioners", () =>
  prove("practitioners", fhirResources.practitioners, (v) => entitySchemas.practitioners.parse(v)));
describe("observations", () =>
  prove("observations", fhirResources.observations, (v) => entitySchemas.observations.parse(v)));
describe("conditions", () =>
  prove("conditions", fhirResources.conditions, (v) => entitySchemas.conditions.parse(v)));
describe("medications", () =>
  prove("medications", fhirResources.medications, (v) => entitySchemas.medications.parse(v)));
describe("medication requests", () =>
  prove("medication_requests", fhirResources.medication_requests, (v) =>
    entitySchemas.medication_requests.parse(v),
  ));
describe("appointments", () =>
  prove("appointments", fhirResources.appointments, (v) => entitySchemas.appointments.parse(v)));
describe("encounters", () =>
  prove("encounters", fhirResources.encounters, (v) => entitySchemas.encounters.parse(v)));
describe("diagnostic reports", () =>
  prove("diagnostic_reports", fhirResources.diagnostic_reports, (v) =>
    entitySchemas.diagnostic_reports.parse(v),
  ));
describe("documents", () =>
  prove("documents", fhirResources.documents, (v) => entitySchemas.documents.parse(v)));
