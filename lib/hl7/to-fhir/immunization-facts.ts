/**
 * What OBX says of a vaccination by codes of LOINC, and FHIR has a place of its own for (HL7 v2.5.1 Implementation Guide for
 * Immunization Messaging, release 1.5, chapter 5). Each stands as an observation as well.
 */
import type { FhirJson } from "@/lib/fhir";
import type { Conversion } from "./conversion";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";

const loinc = {
  eligibility: "64994-7",
  fundingSource: "30963-3",
  documentType: "69764-9",
  /** How sheets were named before they had types. */
  vaccineType: "30956-7",
  published: "29768-9",
  presented: "29769-7",
  doseNumber: "30973-2",
  doses: "59782-3",
};

/** The code alone, however blanks stand around it. */
const codeOf = (obx: FieldReader) => obx.text(3)?.trim();

/** The sheets that were handed out: what belongs to one has one sub-id (OBX-4). */
function educationOf(observations: readonly FieldReader[]): FhirJson[] | undefined {
  const sheets = Map.groupBy(observations, (obx) => obx.text(4) ?? "");
  const read = (sheet: readonly FieldReader[]) => {
    const find = (code: string) => sheet.find((obx) => codeOf(obx) === code);
    const [published, presented] = [find(loinc.published), find(loinc.presented)];
    const type = find(loinc.documentType) ?? (published || presented ? find(loinc.vaccineType) : undefined);
    // FHIR wants to know of which sheet a date is.
    if (!type) return undefined;
    return element<FhirJson>({
      documentType: type.whole(5, 2) ?? type.whole(5),
      publicationDate: published?.dateTime(5),
      presentationDate: presented?.dateTime(5),
    });
  };
  return entries([...sheets.values()].map(read));
}

/** Which dose of a series it is, and of how many. */
function protocolOf(observations: readonly FieldReader[]): FhirJson | undefined {
  const count = (code: string) => observations.find((obx) => codeOf(obx) === code)?.positive(5);
  const doseNumberPositiveInt = count(loinc.doseNumber);
  return doseNumberPositiveInt === undefined
    ? undefined
    : element({ doseNumberPositiveInt, seriesDosesPositiveInt: count(loinc.doses) });
}

export function observedOf(conversion: Conversion, group: Group): FhirJson {
  const observations = group
    .of("observation")
    .flatMap(({ segments: [obx] }) => (obx ? [conversion.read(obx)] : []));
  const all = (code: string) => observations.filter((obx) => codeOf(obx) === code);
  const protocol = protocolOf(observations);
  return {
    programEligibility: entries(all(loinc.eligibility).map((obx) => obx.concept(5))),
    fundingSource: all(loinc.fundingSource)[0]?.concept(5),
    education: educationOf(observations),
    protocolApplied: protocol && [protocol],
  };
}
