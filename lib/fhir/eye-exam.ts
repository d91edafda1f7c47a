/**
 * Findings of an eye as Observations. Codes and the shape follow HL7's Ophthalmology guide (fhir-eyecare-ig), the
 * refraction's parts the Dutch zib Refraction; a LOINC code stands beside where one says no more than is known.
 */
import type { FhirJson } from "./resource";
import type { EyeExam } from "./schema";
import type { FhirCodeableConcept, FhirCoding, FhirQuantity } from "./types";

type Eye = EyeExam["eye"];

const loinc = (code: string, display: string): FhirCoding => ({ system: "http://loinc.org", code, display });
const snomed = (code: string, display: string): FhirCoding => ({
  system: "http://snomed.info/sct",
  code,
  display,
});
const concept = (...coding: FhirCoding[]): FhirCodeableConcept => ({ coding });

const bodySites: Readonly<Record<Eye, FhirCoding>> = {
  left: snomed("8966001", "Left eye structure"),
  right: snomed("18944008", "Right eye structure"),
  both: snomed("40638003", "Structure of both eyes"),
};

/** UCUM codes, with how people write them. */
const units = { "mm[Hg]": "mmHg", "[diop]": "D", deg: "°", mm: "mm" } as const;

function quantity(value: number, code: keyof typeof units): FhirQuantity {
  return { value, unit: units[code], system: "http://unitsofmeasure.org", code };
}

interface Component {
  readonly code: FhirCodeableConcept;
  readonly valueQuantity: FhirQuantity;
}

/** What an examination found: its code, with the value in whatever type says most. */
interface Finding {
  readonly code: FhirCodeableConcept;
  readonly method?: FhirCodeableConcept;
  readonly valueQuantity?: FhirQuantity;
  readonly valueString?: string;
  readonly component?: readonly Component[];
}

/** A number that stands alone or with a unit. */
function measured(value: EyeExam["value"], unit: RegExp): number | undefined {
  if (typeof value === "number") return value;
  const [, digits, rest = ""] = /^([+-]?\d+(?:\.\d+)?)\s*(.*)$/.exec(value) ?? [];
  return digits !== undefined && (rest === "" || unit.test(rest)) ? Number(digits) : undefined;
}

function inUnit(value: EyeExam["value"], written: RegExp, code: keyof typeof units) {
  const number = measured(value, written);
  return number === undefined ? { valueString: String(value) } : { valueQuantity: quantity(number, code) };
}

/** A Snellen fraction as the logarithm of the angle: 20/20 is 0, 20/200 is 1. */
function logMar(distance: number, letters: number): Component {
  const value = Math.round(Math.log10(letters / distance) * 100) / 100;
  return { code: { text: "logMAR" }, valueQuantity: { value: value === 0 ? 0 : value, unit: "logMAR" } };
}

function visualAcuity(value: EyeExam["value"]): Finding {
  const code = concept(loinc("28631-0", "Visual acuity study"), snomed("363983007", "Visual acuity"));
  const written = { code, valueString: String(value) };
  const [, distance, letters] = /^(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)$/.exec(String(value)) ?? [];
  if (!Number(distance) || !Number(letters)) return written;
  const method = concept(snomed("400913005", "Snellen chart"));
  return { ...written, method, component: [logMar(Number(distance), Number(letters))] };
}

const pressureCodes: Readonly<Record<Eye, FhirCoding>> = {
  left: loinc("79893-4", "Left eye Intraocular pressure"),
  right: loinc("79892-6", "Right eye Intraocular pressure"),
  both: loinc("56844-4", "Intraocular pressure of Eye"),
};

function intraocularPressure(value: EyeExam["value"], eye: Eye): Finding {
  const code = concept(pressureCodes[eye], snomed("41633001", "Intraocular pressure"));
  return { code, ...inUnit(value, /^mm\s*\[?hg\]?$/i, "mm[Hg]") };
}

/** As prescriptions are written: -2.25 -0.50 x 180, with any of the usual signs between. */
const sphereCylinderAxis =
  /^([+-]?\d+(?:\.\d+)?)\s*(?:DS|D)?[\s/,]+([+-]?\d+(?:\.\d+)?)\s*(?:DC|D)?\s*[x×*@]\s*(\d{1,3})\s*°?$/i;

function refraction(value: EyeExam["value"]): Finding {
  const code = concept(snomed("251718005", "Refractive power"));
  const [, sphere, cylinder, axis] = sphereCylinderAxis.exec(String(value)) ?? [];
  if (sphere === undefined) return { code, ...inUnit(value, /^(D|DS|diopters?|dioptres?)$/i, "[diop]") };
  return {
    code,
    component: [
      {
        code: concept(snomed("251795007", "Power of sphere")),
        valueQuantity: quantity(Number(sphere), "[diop]"),
      },
      {
        code: concept(snomed("251797004", "Power of cylinder")),
        valueQuantity: quantity(Number(cylinder), "[diop]"),
      },
      {
        code: concept(snomed("251799001", "Axis of cylinder")),
        valueQuantity: quantity(Number(axis), "deg"),
      },
    ],
  };
}

const responseCodes: Readonly<Record<Eye, readonly FhirCoding[]>> = {
  left: [loinc("79899-1", "Left pupil Pupillary response")],
  right: [loinc("79815-7", "Right pupil Pupillary response")],
  both: [],
};

/** A number is the pupil's size, words are how it reacts. */
function pupil(value: EyeExam["value"], eye: Eye): Finding {
  const size = measured(value, /^mm$/i);
  if (size !== undefined) {
    return { code: concept(snomed("363953003", "Size of pupil")), valueQuantity: quantity(size, "mm") };
  }
  const code = concept(...responseCodes[eye], snomed("271733001", "Pupil reaction"));
  return { code, valueString: String(value) };
}

const fieldCodes: Readonly<Record<Eye, readonly FhirCoding[]>> = {
  left: [loinc("79805-8", "Visual field defects Left eye")],
  right: [loinc("79804-1", "Visual field defects Right eye")],
  both: [],
};

function visualField(value: EyeExam["value"], eye: Eye): Finding {
  const code = concept(...fieldCodes[eye], snomed("73750009", "Visual field"));
  return { code, valueString: String(value) };
}

const findings: Readonly<Record<EyeExam["type"], (value: EyeExam["value"], eye: Eye) => Finding>> = {
  visual_acuity: visualAcuity,
  intraocular_pressure: intraocularPressure,
  refraction,
  pupil,
  visual_field: visualField,
};

/** The Observation of one examination of a patient's eye. */
export function createEyeExamObservation(
  patientId: string,
  { type, value, eye, date, notes }: Omit<EyeExam, "date"> & { readonly date: string | Date },
): FhirJson {
  const category = { system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "exam" };
  const { code, method, ...found } = findings[type](value, eye);
  return {
    resourceType: "Observation",
    status: "final",
    category: [{ coding: [{ ...category, display: "Exam" }] }],
    code,
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: date instanceof Date ? date.toISOString() : date,
    ...found,
    ...(notes && { note: [{ text: notes }] }),
    bodySite: concept(bodySites[eye]),
    ...(method && { method }),
  };
}
