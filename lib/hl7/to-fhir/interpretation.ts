/** OBX-8: what a result means. */
import type { FhirCodeableConcept, FhirCoding } from "@/lib/fhir";
import { tableSystem } from "./coding-systems";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";

const system = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

/** Codes of table 0078 that FHIR's system has, in R4. */
const codes = [
  "< > A AA AC B CAR D DET E EX EXP H H> HH HM HU HX I IE IND L L< LL LU LX MS N NCL ND NEG NR NS OBX POS",
  "QCF R RR S SDD SYN-R SYN-S TOX U UNE VS W WR",
].flatMap((line) => line.split(" "));

const isOfTable = ({ system: named }: FhirCoding) =>
  !named || /^HL70*78$/i.test(named) || named === tableSystem("0078");

/** What is said to be of the table and is not, is none of FHIR's codes: what it says is kept as text. */
function interpretationOf({ coding = [], text }: FhirCodeableConcept): FhirCodeableConcept | undefined {
  const isKnown = (one: FhirCoding) => !isOfTable(one) || codes.includes(one.code ?? "");
  const said = coding?.find((one) => !isKnown(one));
  return element<FhirCodeableConcept>({
    coding: coding?.filter(isKnown).map((one) => (isOfTable(one) ? { ...one, system } : one)),
    text: text ?? said?.display ?? said?.code,
  });
}

export function interpretationsOf(obx: FieldReader): FhirCodeableConcept[] | undefined {
  return entries((obx.concepts(8) ?? []).map(interpretationOf));
}
