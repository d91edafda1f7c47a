import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { observationSchema } from "@/lib/records/schema";
import { absentReasonUrl } from "./extension";
import { fhirResources, observationFromFhir } from "./index";

const base = { resourceType: "Observation", status: "final", code: { text: "Test" } };

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8"));
}

function usCoreObservation(id: string): unknown {
  const bundle = fixture("uscore-patient-85") as { entry: { resource: { id: string } }[] };
  return bundle.entry.find(({ resource }) => resource.id === id)?.resource;
}

function measured(parts: Record<string, unknown>): [unknown, unknown] {
  const { data } = observationFromFhir({ ...base, ...parts });
  expect(observationSchema.parse(data)).toEqual(data);
  return [data.value, data.unit];
}

describe("a FHIR Observation", () => {
  it("gives code, value, time and the patient it is about", () => {
    const { data, references } = observationFromFhir(fixture("observation-example"));
    expect(data).toMatchObject({
      patientId: null,
      status: "final",
      category: ["vital-signs"],
      code: { system: "http://loinc.org", code: "29463-7", display: "Body Weight" },
      effectiveAt: "2016-03-28",
      value: 185,
      unit: "lbs",
      absentReason: null,
    });
    expect(references).toEqual({ patientId: { entity: "patients", remoteId: "example" } });
  });

  it.each([
    [{ valueQuantity: { value: 0, code: "kg" } }, 0, "kg"],
    [{ valueQuantity: { value: 5, comparator: "<", unit: "mg/dL" } }, "<5", "mg/dL"],
    [{ valueString: "20/20" }, "20/20", null],
    [{ valueBoolean: false }, false, null],
    [{ valueInteger: 0 }, 0, null],
    [{ valueRange: { low: { value: 5, unit: "mm" }, high: { value: 10 } } }, "5 - 10", "mm"],
    [{ valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } }, "1:128", null],
    [{ valueSampledData: { origin: { value: 0, unit: "mV" }, data: "1 2 E 3" } }, "1 2 E 3", "mV"],
    [{ valueTime: "10:30:00" }, "10:30:00", null],
    [{ valueDateTime: "2020-05" }, "2020-05", null],
    [{ valuePeriod: { start: "2020-01-01" } }, "2020-01-01/..", null],
    [{ valueCodeableConcept: { text: "Positive" } }, "Positive", null],
    [
      {
        valueCodeableConcept: {
          coding: [{ system: "http://snomed.info/sct", code: "260385009" }],
          text: "Negative",
        },
      },
      { system: "http://snomed.info/sct", code: "260385009", display: "Negative" },
      null,
    ],
    [{}, null, null],
  ])("reads %j", (parts, value, unit) => {
    expect(measured(parts)).toEqual([value, unit]);
  });

  it("reads a panel with each component's own value and unit", () => {
    const { data } = observationFromFhir(usCoreObservation("f7940ba2-3a51-4534-b269-8432e052bf12"));
    expect(data.components.map(({ code, value, unit }) => [code.code, value, unit])).toEqual([
      ["3151-8", 6, "L/min"],
      ["3150-0", 40, "%"],
    ]);
  });

  it("says why a value is absent instead of inventing one", () => {
    const { data } = observationFromFhir(usCoreObservation("32ef1af4-d49e-4442-9afb-9c7e5c07aa0e"));
    expect(data.value).toBeNull();
    expect(data.absentReason?.code).toBe("unknown");
  });

  it("keeps range and notes", () => {
    const { data } = observationFromFhir({
      ...base,
      referenceRange: [
        { appliesTo: [{ text: "children" }], high: { value: 1 } },
        { low: { value: 3.5, unit: "mmol/L" }, high: { value: 5, unit: "mmol/L" }, text: "3.5 to 5" },
      ],
      note: [{ text: "first" }, {}, { text: "second" }],
    });
    expect(data.referenceRange).toEqual({ low: 3.5, high: 5, unit: "mmol/L", text: "3.5 to 5" });
    expect(data.note).toBe("first\nsecond");
  });

  it("is of unknown status where it says none, and says one once it is known", () => {
    const absence = { extension: [{ url: absentReasonUrl, valueCode: "unknown" }] };
    const known = { resourceType: "Observation", _status: absence, code: { text: "x" } };
    const { data } = observationFromFhir(known);
    expect(observationSchema.parse(data).status).toBe("unknown");
    expect(fhirResources.observations.into(known, data)).toEqual(known);
    const written = fhirResources.observations.into(known, { ...data, status: "final" });
    expect(written).toEqual({ resourceType: "Observation", status: "final", code: { text: "x" } });
  });

  it.each([
    ["Patient/a.b-1", "a.b-1"],
    ["https://host/api/FHIR/R4/Patient/e1", "e1"],
    ["Patient/e1/_history/2", "e1"],
    ["Group/e1", undefined],
    ["#contained", undefined],
    ["urn:uuid:8f1d5e6a-0000-4000-8000-000000000000", undefined],
  ])("is about the patient of the reference %s", (reference, remoteId) => {
    const { references } = observationFromFhir({ ...base, subject: { reference } });
    expect(references.patientId?.remoteId).toBe(remoteId);
  });

  it.each([
    [{ effectivePeriod: { start: "2020-01-01", end: "2020-01-02" } }, "2020-01-01"],
    [{ effectiveInstant: "2020-01-01T10:00:00.5+02:00" }, "2020-01-01T10:00:00.5+02:00"],
    [{ effectiveTiming: { event: [null, "2021"] } }, "2021"],
  ])("was true at the time of %j", (parts, effectiveAt) => {
    expect(observationFromFhir({ ...base, ...parts }).data.effectiveAt).toBe(effectiveAt);
  });

  it.each([
    [{ status: 5 }, "status"],
    [{ code: null }, "code"],
    [{ valueQuantity: { value: "12" } }, "valueQuantity.value"],
    [{ effectiveDateTime: "yesterday" }, "effective"],
  ])("that is not FHIR is refused by place: %j", (parts, path) => {
    expect(() => observationFromFhir({ ...base, ...parts })).toThrow(
      expect.objectContaining({ code: "mapping_failed", errors: [expect.objectContaining({ path })] }),
    );
  });
});

describe("an observation of ours written into the vendor's", () => {
  const range = { low: { value: 5, unit: "mm" }, high: { value: 10, unit: "mm" } };

  it.each([
    [{ value: "<5", unit: "mg" }, { valueQuantity: { value: 5, comparator: "<", unit: "mg" } }],
    [{ value: "5 - 10", unit: "mm" }, { valueRange: range }],
    [{ value: 7, unit: "kg" }, { valueQuantity: { value: 7, unit: "kg" } }],
    [{ value: false, unit: null }, { valueBoolean: false }],
    [{ value: null, unit: null }, {}],
  ])("says %j and nothing else any more", (wanted, parts) => {
    const known = { ...base, valueSampledData: { origin: { value: 0, unit: "mV" }, data: "1 2" } };
    const { data } = observationFromFhir(known);
    const written = fhirResources.observations.into(known, { ...data, ...wanted });
    expect(written).toEqual({ ...base, ...parts });
    expect(observationFromFhir(written).data).toMatchObject(wanted);
  });

  it("keeps performers that are no practitioners, and who the other ranges are for", () => {
    const known = {
      ...base,
      performer: [{ reference: "Organization/1" }],
      referenceRange: [{ appliesTo: [{ text: "children" }], high: { value: 1 } }, { high: { value: 5 } }],
    };
    const { data } = observationFromFhir(known);
    const referenceRange = { low: null, high: 6, unit: null, text: null };
    expect(fhirResources.observations.into(known, { ...data, referenceRange })).toEqual({
      ...known,
      referenceRange: [known.referenceRange[0], { high: { value: 6 } }],
    });
  });

  it("keeps the units of a range whose limits change, and their codes only as long", () => {
    const [low, high] = [
      { value: 5, unit: "mg", system: "http://unitsofmeasure.org", code: "mg" },
      { value: 1, unit: "g", system: "http://unitsofmeasure.org", code: "g" },
    ];
    const known = { ...base, referenceRange: [{ low, high }] };
    const { data } = observationFromFhir(known);
    const saying = (unit: string) => {
      const referenceRange = { low: 6, high: 1, unit, text: null };
      return fhirResources.observations.into(known, { ...data, referenceRange }).referenceRange;
    };
    expect(saying("mg")).toEqual([{ low: { ...low, value: 6 }, high }]);
    expect(saying("kg")).toEqual([{ low: { value: 6, unit: "kg" }, high: { value: 1, unit: "kg" } }]);
  });
});
