/** DG1 as a Condition, and as a diagnosis of the visit (guide: DG1[Condition], DG1[Encounter]). */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Conversion, Identity, Reference } from "./conversion";
import { entityIdentifierOf } from "./data-types";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import { addPractitioner } from "./people";
import { meaningOf, type Table } from "./table";

const verification = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
const clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
const categories = "http://terminology.hl7.org/CodeSystem/condition-category";

function codeOf(dg1: FieldReader) {
  const code = dg1.concept(3);
  const description = dg1.plainText(4);
  return description === undefined ? code : { ...code, text: description };
}

const entered = { coding: [{ system: verification, code: "entered-in-error" }] };

/** What is told as a diagnosis is taken for one that the patient has. */
const assumed = {
  clinicalStatus: { coding: [{ system: clinical, code: "active" }] },
  category: [{ coding: [{ system: categories, code: "encounter-diagnosis" }] }],
};

const assertedDate = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate";
const diagnosisRoles = "http://terminology.hl7.org/CodeSystem/diagnosis-role";
/** Table 0052, as far as FHIR has the same. */
const roles: Table = { A: "AD", F: "DD" };

/** The condition, and what it is to a visit. */
export interface Diagnosis extends Reference {
  /** As the visit has it. */
  readonly element: FhirJson;
}

/** The number of the diagnosis; else its code, of whose it is. */
function identityOf(dg1: FieldReader, identifier: FhirIdentifier | undefined, owner: string): Identity {
  if (identifier) return ["number", identifier.system, identifier.value];
  return [owner, dg1.whole(3) ?? dg1.whole(3, 2) ?? dg1.plainText(4)];
}

/** As what the visit has it, such as the diagnosis at admission, and of what weight. */
function diagnosisOf(dg1: FieldReader, condition: Reference): Diagnosis {
  const use = dg1.concept(6, "0052");
  const role = meaningOf(roles, dg1.code(6));
  const coding = role && [{ system: diagnosisRoles, code: role }, ...(use?.coding ?? [])];
  return {
    ...condition,
    element: { ...element({ use: coding ? { ...use, coding } : use, rank: dg1.positive(15) }), condition },
  };
}

/** The elements that `""` deletes. */
const clears = { onsetDateTime: [5], asserter: [16], recordedDate: [19] };

/** A diagnosis. `owner` identifies whose it is where it has no number: the order, the visit or the patient. */
export function addCondition(
  conversion: Conversion,
  segment: Segment,
  patient: Reference,
  owner: string,
): Diagnosis | undefined {
  const dg1 = conversion.read(segment);
  const code = codeOf(dg1);
  if (!code) return undefined;
  const isDeleted = dg1.code(21) === "D";
  const number = dg1.value(20);
  const identifier = number && entityIdentifierOf(number, undefined, conversion.sender);
  const attested = dg1.dateTime(19);
  const condition = conversion.add(
    "Condition",
    conversion.idOf("Condition", identityOf(dg1, identifier, owner)),
    {
      extension: attested && [{ url: assertedDate, valueDateTime: attested }],
      identifier: entries([identifier]),
      verificationStatus: isDeleted ? entered : undefined,
      code,
      subject: patient,
      onsetDateTime: dg1.dateTime(5),
      recordedDate: attested,
      asserter: addPractitioner(conversion, dg1.value(16)),
    },
    // Of an error FHIR has no clinical status.
    { assumed: isDeleted ? {} : assumed, cleared: dg1.cleared(clears), isDeleted },
  );
  return diagnosisOf(dg1, condition);
}
