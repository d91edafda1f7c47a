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

/** What is told of a vaccine that is due: which, when, from when and until when. */
const ofForecasts: readonly (string | undefined)[] = ["30979-9", "30980-7", "30981-5", "59777-3", "59778-1"];

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

/** Which dose of a series it is, and of how many. A forecast, by its sub-id (OBX-4), tells of the next one. */
function protocolOf(observations: readonly FieldReader[]): FhirJson | undefined {
  const forecasts = observations.filter((obx) => ofForecasts.includes(codeOf(obx))).map((obx) => obx.text(4));
  const own = observations.filter((obx) => !forecasts.includes(obx.text(4)));
  const count = (code: string) => own.find((obx) => codeOf(obx) === code)?.positive(5);
  const doseNumberPositiveInt = count(loinc.doseNumber);
  return doseNumberPositiveInt === undefined
    ? undefined
    : element({ doseNumberPositiveInt, seriesDosesPositiveInt: count(loinc.doses) });
}

/** What is observed of a vaccination. One that was not given is no dose of a series. */
export function observedOf(conversion: Conversion, group: Group, isGiven: boolean): FhirJson {
  const observations = group
    .of("observation")
    .flatMap(({ segments: [obx] }) => (obx ? [conversion.read(obx)] : []));
  const all = (code: string) => observations.filter((obx) => codeOf(obx) === code);
  const protocol = isGiven ? protocolOf(observations) : undefined;
  return {
    programEligibility: entries(all(loinc.eligibility).map((obx) => obx.concept(5))),
    fundingSource: all(loinc.fundingSource)[0]?.concept(5),
    education: educationOf(observations),
    protocolApplied: protocol && [protocol],
  };
}
