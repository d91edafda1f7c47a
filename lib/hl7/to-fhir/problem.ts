/** PRB as a Condition of the problem list (HL7 v2.8, chapter 12.3.3). */
import type { FhirCodeableConcept, FhirJson } from "@/lib/fhir";
import type { Conversion } from "./conversion";
import { entityIdentifierOf } from "./data-types";
import { entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group, GroupShape } from "./groups";
import { notesOf } from "./note";
import { addObservation } from "./observation";
import { orderShape } from "./order-group";
import { observationShape, type Subject } from "./patient-group";

export const problemShape: GroupShape = {
  name: "problem",
  opens: ["PRB"],
  members: ["NTE", "VAR", "ROL", "PRT", "PTH"],
  groups: [observationShape, orderShape],
};

const clinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
const verification = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
const categories = "http://terminology.hl7.org/CodeSystem/condition-category";

/** FHIR's own codes: tables for what they say in HL7 v2 are left to the site. */
const clinicalStatuses = ["active", "recurrence", "relapse", "inactive", "remission", "resolved"];
const verificationStatuses = [
  "unconfirmed",
  "provisional",
  "differential",
  "confirmed",
  "refuted",
  "entered-in-error",
];

/** What says one of FHIR's codes, as its code or in words; nothing else can stand there. */
function statusIn(
  prb: FieldReader,
  field: number,
  system: string,
  codes: readonly string[],
): FhirCodeableConcept | undefined {
  const code = [prb.text(field), prb.text(field, 2)]
    .map((said) => said?.trim().toLowerCase())
    .find((said) => said !== undefined && codes.includes(said));
  const text = prb.text(field, 2);
  return code === undefined ? undefined : { coding: [{ system, code }], ...(text && { text }) };
}

function onsetOf(prb: FieldReader): FhirJson {
  const onsetDateTime = prb.dateTime(16);
  return onsetDateTime ? { onsetDateTime } : { onsetString: prb.plainText(17) };
}

/** How it stands; of an error FHIR has no clinical status, and of what is over it has one. */
function statusesOf(prb: FieldReader, isDeleted: boolean): { said: FhirJson; assumed: FhirJson } {
  if (isDeleted) {
    const coding = [{ system: verification, code: "entered-in-error" }];
    return { said: { verificationStatus: { coding } }, assumed: {} };
  }
  const verificationStatus = statusIn(prb, 13, verification, verificationStatuses);
  const clinicalStatus =
    statusIn(prb, 14, clinical, clinicalStatuses) ?? statusIn(prb, 13, clinical, clinicalStatuses);
  const code = prb.dateTime(9) ? "resolved" : "active";
  return {
    said: { verificationStatus, clinicalStatus },
    assumed: { clinicalStatus: { coding: [{ system: clinical, code }] } },
  };
}

/** What goes on has not ended, whenever it was meant to. */
function abatementOf(prb: FieldReader, { clinicalStatus }: FhirJson): FhirJson {
  const goesOn = ["active", "recurrence", "relapse"].some((code) =>
    JSON.stringify(clinicalStatus ?? "").includes(`"${code}"`),
  );
  return goesOn ? {} : { abatementDateTime: prb.dateTime(9) };
}

const ofProblemList = [{ coding: [{ system: categories, code: "problem-list-item" }] }];
const assertedDate = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate";

/** The problem of a group that PRB opens, and what is observed of it. */
export function addProblem(
  conversion: Conversion,
  group: Group,
  { patient, encounter, owner }: Subject,
): void {
  const [segment] = group.segments;
  if (!segment || !patient) return;
  const prb = conversion.read(segment);
  const number = prb.value(4);
  const identifier = number && entityIdentifierOf(number, undefined, conversion.sender);
  const isDeleted = prb.code(1) === "DE";
  const { said, assumed } = statusesOf(prb, isDeleted);
  const established = prb.dateTime(7);
  const identity = identifier
    ? ["number", identifier.system, identifier.value]
    : [owner, prb.whole(3) ?? prb.whole(3, 2)];
  const id = conversion.idOf("Condition", identity);
  conversion.add(
    "Condition",
    id,
    {
      extension: established && [{ url: assertedDate, valueDateTime: established }],
      identifier: entries([identifier]),
      ...said,
      category: ofProblemList,
      severity: prb.concept(26),
      code: prb.concept(3),
      subject: patient,
      encounter,
      ...onsetOf(prb),
      ...abatementOf(prb, said),
      recordedDate: prb.dateTime(2),
      note: notesOf(conversion, group.all("NTE")),
    },
    { assumed, isDeleted },
  );
  for (const observation of group.of("observation")) {
    addObservation(conversion, observation, { subject: patient, encounter, owner: [id] });
  }
}
