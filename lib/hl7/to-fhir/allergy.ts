/** AL1 and IAM as AllergyIntolerance (guide: AL1[AllergyIntolerance]). */
import { alternateCodesUrl, type FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Conversion, Reference } from "./conversion";
import { conceptOf } from "./data-types";
import { element } from "./elements";
import type { FieldReader } from "./field-reader";
import { meaningOf, type Table } from "./table";

/** Table 0127, as far as FHIR has categories; others are kept beside. */
const categories: Table = {
  DA: "medication",
  FA: "food",
  EA: "environment",
  AA: "environment",
  PA: "environment",
  LA: "environment",
};

/** Table 0128. */
const severities: Readonly<Record<string, { criticality?: string; severity?: string }>> = {
  SV: { criticality: "high", severity: "severe" },
  MO: { severity: "moderate" },
  MI: { criticality: "low", severity: "mild" },
  U: { criticality: "unable-to-assess" },
};

const clinical = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
const verification = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";

function categoryOf(reader: FieldReader): FhirJson {
  const category = meaningOf(categories, reader.code(2));
  const said = reader.concept(2, "0127");
  if (category) return { category: [category] };
  if (!said) return {};
  return {
    category: [null],
    _category: [{ extension: [{ url: alternateCodesUrl, valueCodeableConcept: said }] }],
  };
}

/** Each kind that table 0127 calls an allergy; a contraindication (MC) is none. */
function typeOf(reader: FieldReader): string | undefined {
  return /^.A$/.test(reader.code(2)) ? "allergy" : undefined;
}

function reactionOf(reader: FieldReader, severity: string | undefined): FhirJson | undefined {
  // ST, though some send a code with its words and system.
  const manifestation = reader.each(5, (value) =>
    (value.text(2) ?? value.text(3))
      ? conceptOf(value, undefined, reader.sender)
      : element({ text: value.whole() }),
  );
  if (!manifestation && !severity) return undefined;
  return element<FhirJson>({ manifestation: manifestation ?? [{ text: "unknown" }], severity });
}

/** What IAM says beside what both say: its own number, when it began, when it was told, and how it stands. */
function additions(reader: FieldReader): FhirJson {
  if (reader.segment.name !== "IAM") return { onsetDateTime: reader.dateTime(6) };
  const onsetDateTime = reader.dateTime(11);
  const onset = onsetDateTime ? { onsetDateTime } : { onsetString: reader.whole(12) };
  return { ...onset, recordedDate: reader.dateTime(13) };
}

/** Table 0438. */
const verified: Table = {
  C: "confirmed",
  D: "unconfirmed",
  E: "entered-in-error",
  P: "unconfirmed",
  S: "unconfirmed",
  U: "unconfirmed",
};

const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

/** How it stands, which only IAM says; an error has no clinical status. */
function statusOf(reader: FieldReader, isDeleted: boolean): FhirJson {
  const status = reader.segment.name === "IAM" ? reader.code(17) : "";
  const code = isDeleted ? "entered-in-error" : meaningOf(verified, status);
  return {
    clinicalStatus: status === "I" && !isDeleted ? coded(clinical, "inactive") : undefined,
    verificationStatus: code && coded(verification, code),
  };
}

/** What says more than its place among others: to what, of which kind, how bad, with what reaction, or which by number. */
function saysNothing(reader: FieldReader): boolean {
  const said = reader.segment.name === "IAM" ? [2, 3, 4, 5, 7] : [2, 3, 4, 5];
  return !said.some((field) => reader.says(field));
}

/** An allergy of the patient, who has one of each kind and allergen; none where the segment says nothing of one. */
export function addAllergy(
  conversion: Conversion,
  segment: Segment,
  patient: Reference,
  patientId: string,
): Reference | undefined {
  const reader = conversion.read(segment);
  if (saysNothing(reader)) {
    conversion.note(segment, 3, "Nothing is said of the allergy, so none is made of it.");
    return undefined;
  }
  const isIam = segment.name === "IAM";
  const code = reader.concept(3);
  const { criticality, severity } = meaningOf(severities, reader.code(4)) ?? {};
  const isDeleted = isIam && reader.code(6) === "D";
  const hasNoStatus = isDeleted || (isIam && reader.code(17) === "E");
  const reaction = reactionOf(reader, severity);
  const number = isIam ? reader.text(7) : undefined;
  const identity =
    number === undefined
      ? [patientId, reader.code(2), reader.whole(3) ?? reader.whole(3, 2)]
      : [patientId, "number", number];
  return conversion.add(
    "AllergyIntolerance",
    conversion.idOf("AllergyIntolerance", identity),
    {
      identifier: number === undefined ? undefined : [{ value: number }],
      ...statusOf(reader, isDeleted),
      type: typeOf(reader),
      ...categoryOf(reader),
      criticality,
      code: code ?? { text: "unknown" },
      patient,
      ...additions(reader),
      reaction: reaction && [reaction],
    },
    { assumed: hasNoStatus ? {} : { clinicalStatus: coded(clinical, "active") }, isDeleted },
  );
}
