import { describe, expect, it } from "vitest";
import type { ObservationData } from "@/lib/records/schema";
import { absentReasonUrl } from "./extension";
import { fhirResources, observationFromFhir, validateResource } from "./index";

const base = { resourceType: "Observation", status: "final", code: { text: "Test" } };
const code = { text: "Part" };
const mg = { unit: "mg", system: "http://unitsofmeasure.org", code: "mg" };
const negative = { system: "http://snomed.info/sct", code: "260385009", display: "Negative" };
const unknown = {
  system: "http://terminology.hl7.org/CodeSystem/data-absent-reason",
  code: "unknown",
  display: null,
};
const notDone = { ...unknown, code: "not-performed" };
const concept = (coding: object) => ({ coding: [coding] });
const reasonOf = ({ system, code }: typeof unknown) => ({ dataAbsentReason: concept({ system, code }) });

type Change = Partial<Pick<ObservationData, "value" | "unit" | "absentReason" | "referenceRange">>;

/** What an observation and a component that hold `parts` hold after a change of the record. */
function changed(parts: object, change: Change): unknown {
  const whole = { ...base, ...parts };
  const panel = { ...base, component: [{ code, ...parts }] };
  const ofWhole = observationFromFhir(whole).data;
  const ofPanel = observationFromFhir(panel).data;
  const components = ofPanel.components.map((one) => ({ ...one, ...change }));
  const { resourceType, status, code: test, ...written } = into(whole, { ...ofWhole, ...change });
  expect(into(panel, { ...ofPanel, components }).component).toEqual([{ code, ...written }]);
  return written;
}

function into(known: object, data: ObservationData): Record<string, unknown> {
  return fhirResources.observations.into(known, data);
}

function valid(parts: object, change: Change): unknown {
  const written = changed(parts, change);
  expect(validateResource({ ...base, ...Object(written) })).toEqual([]);
  return written;
}

describe("an observation whose record changes", () => {
  const dose = { valueQuantity: { value: 5, ...mg } };

  it.each([
    [negative, { valueCodeableConcept: concept(negative) }],
    [true, { valueBoolean: true }],
    ["plenty", { valueString: "plenty" }],
    [6, { valueQuantity: { value: 6, ...mg } }],
    ["5 - 6", { valueRange: { low: { value: 5, unit: "mg" }, high: { value: 6, unit: "mg" } } }],
    ["6 - 5", { valueString: "6 - 5" }],
  ])("says a value in one type, though its unit stays in the record: %j", (value, written) => {
    expect(valid(dose, { value })).toEqual(written);
    expect(observationFromFhir({ ...base, ...written }).data.value).toEqual(value);
    const unsaid = { _valueString: { extension: [{ url: absentReasonUrl, valueCode: "unknown" }] } };
    expect(Object.keys(Object(valid(unsaid, { value, unit: "mg" })))).toEqual(Object.keys(written));
  });

  it.each([
    [{ valueInteger: 5 }, { valueQuantity: { value: 5, unit: "g" } }],
    [{ valueBoolean: true }, { valueBoolean: true }],
    [{ valueRange: { low: { value: 5, ...mg } } }, { valueRange: { low: { value: 5, unit: "g" } } }],
    [{ valueRange: { high: { value: 5, ...mg } } }, { valueRange: { high: { value: 5, unit: "g" } } }],
    [dose, { valueQuantity: { value: 5, unit: "g" } }],
  ])("says another unit of %j where it has a place", (parts, written) => {
    expect(valid(parts, { unit: "g" })).toEqual(written);
  });

  it("says nothing any more where its unit stood alone", () => {
    expect(valid({ valueQuantity: mg }, { unit: null })).toEqual({});
  });

  it("says no longer why there is no value once there is one", () => {
    expect(valid(reasonOf(unknown), { value: 5, unit: "mg" })).toEqual({
      valueQuantity: { value: 5, unit: "mg" },
    });
    expect(valid(reasonOf(unknown), { value: true, absentReason: null })).toEqual({ valueBoolean: true });
  });

  it("says why there is no value instead of the unit that it had", () => {
    expect(valid(dose, { value: null, absentReason: unknown })).toEqual(reasonOf(unknown));
    expect(valid(reasonOf(unknown), { unit: "mg" })).toEqual(reasonOf(unknown));
    expect(valid(reasonOf(unknown), { unit: "mg", absentReason: null })).toEqual({
      valueQuantity: { unit: "mg" },
    });
  });

  it("says no range of which only the unit is left", () => {
    const others = { appliesTo: [{ text: "children" }], high: { value: 1 } };
    const referenceRange = { low: null, high: null, text: null, unit: "mg" };
    expect(valid({ referenceRange: [{ high: { value: 5 } }] }, { referenceRange })).toEqual({});
    expect(valid({ referenceRange: [others, { high: { value: 5 } }] }, { referenceRange })).toEqual({
      referenceRange: [others],
    });
  });

  it("says both a value and why there is none where the record does", () => {
    expect(changed(reasonOf(unknown), { value: true, absentReason: notDone })).toEqual({
      valueBoolean: true,
      ...reasonOf(notDone),
    });
    expect(changed({ valueBoolean: true, ...reasonOf(unknown) }, { value: false })).toEqual({
      valueBoolean: false,
      ...reasonOf(unknown),
    });
  });
});
