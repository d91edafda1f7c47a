/**
 * The parts of FHIR R4 that we read (https://hl7.org/fhir/R4/datatypes.html). Objects are loose: extensions and
 * elements that no one here reads are legal and stay. An explicit null counts as absent, as servers send it.
 */
import { z } from "zod";
import { text } from "@/lib/records/schema";

export const optional = text.nullish();

/** A list of primitives: null holds the place of an element that has only an extension. */
const texts = z.array(text.nullable()).nullish();

export const period = z.looseObject({ start: optional, end: optional });

export const coding = z.looseObject({ system: optional, code: optional, display: optional });

export const codeableConcept = z.looseObject({ coding: z.array(coding).nullish(), text: optional });

export const quantity = z.looseObject({
  value: z.number().nullish(),
  comparator: optional,
  unit: optional,
  system: optional,
  code: optional,
});

export const reference = z.looseObject({ reference: optional, type: optional, display: optional });

export const identifier = z.looseObject({
  use: optional,
  type: codeableConcept.nullish(),
  system: optional,
  value: optional,
  period: period.nullish(),
  assigner: reference.nullish(),
});

export const humanName = z.looseObject({
  use: optional,
  text: optional,
  family: optional,
  given: texts,
  prefix: texts,
  suffix: texts,
  period: period.nullish(),
});

export const contactPoint = z.looseObject({
  system: optional,
  value: optional,
  use: optional,
  rank: z.number().int().positive().nullish(),
  period: period.nullish(),
});

export const address = z.looseObject({
  use: optional,
  text: optional,
  line: texts,
  city: optional,
  state: optional,
  postalCode: optional,
  country: optional,
  period: period.nullish(),
});

export const attachment = z.looseObject({
  contentType: optional,
  url: optional,
  title: optional,
  size: z.number().int().nonnegative().nullish(),
  creation: optional,
});

export const notes = z.array(z.looseObject({ text: optional })).nullish();

export const patientResource = z.looseObject({
  resourceType: z.literal("Patient"),
  id: optional,
  active: z.boolean().nullish(),
  identifier: z.array(identifier).nullish(),
  name: z.array(humanName).nullish(),
  telecom: z.array(contactPoint).nullish(),
  gender: optional,
  birthDate: optional,
  deceasedBoolean: z.boolean().nullish(),
  deceasedDateTime: optional,
  address: z.array(address).nullish(),
  communication: z
    .array(z.looseObject({ language: codeableConcept.nullish(), preferred: z.boolean().nullish() }))
    .nullish(),
});

const range = z.looseObject({ low: quantity.nullish(), high: quantity.nullish() });

const referenceRange = z.looseObject({
  low: quantity.nullish(),
  high: quantity.nullish(),
  text: optional,
  appliesTo: z.array(codeableConcept).nullish(),
});

/** value[x] with what stands beside it, in an observation and in each of its components. */
const measured = {
  valueQuantity: quantity.nullish(),
  valueCodeableConcept: codeableConcept.nullish(),
  valueString: optional,
  valueBoolean: z.boolean().nullish(),
  valueInteger: z.number().nullish(),
  valueRange: range.nullish(),
  valueRatio: z.looseObject({ numerator: quantity.nullish(), denominator: quantity.nullish() }).nullish(),
  valueSampledData: z.looseObject({ origin: quantity.nullish(), data: optional }).nullish(),
  valueTime: optional,
  valueDateTime: optional,
  valuePeriod: period.nullish(),
  dataAbsentReason: codeableConcept.nullish(),
  referenceRange: z.array(referenceRange).nullish(),
} as const;

const measurement = z.looseObject(measured);

const component = z.looseObject({ code: codeableConcept.nullish(), ...measured });

export const observationResource = z.looseObject({
  resourceType: z.literal("Observation"),
  id: optional,
  status: optional,
  category: z.array(codeableConcept).nullish(),
  code: codeableConcept,
  subject: reference.nullish(),
  effectiveDateTime: optional,
  effectiveInstant: optional,
  effectivePeriod: period.nullish(),
  effectiveTiming: z.looseObject({ event: z.array(text.nullable()).nullish() }).nullish(),
  issued: optional,
  performer: z.array(reference).nullish(),
  note: notes,
  component: z.array(component).nullish(),
  ...measured,
});

export type FhirCoding = z.output<typeof coding>;
export type FhirCodeableConcept = z.output<typeof codeableConcept>;
export type FhirHumanName = z.output<typeof humanName>;
export type FhirIdentifier = z.output<typeof identifier>;
export type FhirContactPoint = z.output<typeof contactPoint>;
export type FhirAddress = z.output<typeof address>;
export type FhirAttachment = z.output<typeof attachment>;
export type FhirPeriod = z.output<typeof period>;
export type FhirQuantity = z.output<typeof quantity>;
export type FhirReference = z.output<typeof reference>;
export type FhirPatient = z.output<typeof patientResource>;
export type FhirObservation = z.output<typeof observationResource>;
export type FhirMeasurement = z.output<typeof measurement>;
export type FhirComponent = z.output<typeof component>;
