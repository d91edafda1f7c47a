/** IN1 and IN2 as Coverage (guide: IN1[Coverage]). */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import { tableSystem } from "./coding-systems";
import type { Conversion, Reference } from "./conversion";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";
import { periodOf } from "./moments";
import { relatedIdentity } from "./next-of-kin";
import { addNumberedOrganization, withoutHome } from "./organization";
import { genderOf, numbered, socialSecurity } from "./patient";

const subscriberIdentifier = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Coverage.subscriberId";
const classes = "http://terminology.hl7.org/CodeSystem/coverage-class";

/** FHIR demands a value, which what has but a name is known by. */
function classOf(type: string, code: string | undefined, name: string | undefined): FhirJson | undefined {
  const value = code ?? name;
  if (value === undefined) return undefined;
  return { type: { coding: [{ system: classes, code: type }] }, value, ...element({ name }) };
}

/** Whose insurance it is: the patient's own, or a relative's. */
function subscriberOf(
  conversion: Conversion,
  in1: FieldReader,
  in2: FieldReader | undefined,
  patient: Reference,
  patientId: string,
): Reference | undefined {
  const name = in1.names(16);
  const relation = in1.code(17);
  const words = in1.text(17, 2)?.toLowerCase() ?? relation.toLowerCase();
  if (relation === "SEL" || relation === "01" || words === "self" || words === "patient") return patient;
  if (name.length === 0) return undefined;
  const identity = relatedIdentity(patientId, in1, [], 16);
  return conversion.add("RelatedPerson", conversion.idOf("RelatedPerson", identity), {
    identifier: entries([...(in2?.identifiers(1, "EI") ?? []), numbered(in2?.text(2), "SS", socialSecurity)]),
    patient,
    relationship: entries([in1.concept(17, "0063")]),
    name,
    telecom: in2?.contacts(63),
    gender: genderOf(in1, 43),
    birthDate: in1.date(18),
    address: in1.addresses(19),
  });
}

/** The insurer. */
function payorOf(conversion: Conversion, in1: FieldReader): Reference | undefined {
  const [contact] = in1.names(6);
  return addNumberedOrganization(conversion, in1.value(4), {
    address: withoutHome(in1.addresses(5)),
    telecom: withoutHome(in1.contacts(7)),
    contact: contact && [{ name: contact }],
    identifier: in1.identifiers(3),
  });
}

/** The subscriber's own number, which IN1-10 may have in place of the group's. */
const isSubscribers = ({ type }: FhirIdentifier) => type?.coding?.[0]?.code === "SN";

/** Through whom one is insured, such as the employer. */
function policyHolderOf(conversion: Conversion, in1: FieldReader): Reference | undefined {
  const identifier = in1.identifiers(10).filter((one) => !isSubscribers(one));
  return addNumberedOrganization(conversion, in1.value(11), { identifier });
}

/** Numbers that public insurers and plans gave the insured, each in a field of its own (IN2). */
function memberNumbers(in2: FieldReader | undefined): FhirIdentifier[] {
  if (!in2) return [];
  return (
    entries([
      numbered(in2.text(6), "MC"),
      numbered(in2.text(8), "MA"),
      numbered(in2.text(10), "MI"),
      ...in2.identifiers(61, "MB"),
    ]) ?? []
  );
}

/** CWE: the plan by its number, and by another one where that is said. */
function planNumbers(in1: FieldReader): FhirIdentifier[] {
  const all = in1.values(2).flatMap((value) => [value.text(1), value.text(4)]);
  return (entries(all) ?? []).map((value) => ({ value }));
}

/** CP: what the patient pays before the insurance does. */
function deductibleOf(in1: FieldReader): FhirJson | undefined {
  const value = in1.number(37, 1);
  if (value === undefined) return undefined;
  const type = in1.text(37, 2);
  return {
    ...(type && { type: { coding: [{ system: tableSystem("0205"), code: type }] } }),
    valueMoney: { value, ...element({ currency: in1.text(37, 1, 2) }) },
  };
}

/** With who gave them, which FHIR has a place for since R5 only. */
function subscribersNumbers(in1: FieldReader): FhirJson[] {
  const numbers = [...in1.identifiers(49), ...in1.identifiers(10).filter(isSubscribers)];
  return numbers.map((valueIdentifier) => ({ url: subscriberIdentifier, valueIdentifier }));
}

/** Group and plan. */
function classesOf(in1: FieldReader): FhirJson[] | undefined {
  return entries([
    classOf("group", in1.text(8), in1.text(9)),
    classOf("plan", in1.text(35) ?? in1.text(2), in1.text(35, 2) ?? in1.text(2, 2)),
  ]);
}

/** The coverage of a group that IN1 opens; none where nothing is said of it. */
export function addCoverage(
  conversion: Conversion,
  group: Group,
  patient: Reference,
  patientId: string,
): void {
  const [segment] = group.segments;
  if (!segment) return;
  const in1 = conversion.read(segment);
  const payor = payorOf(conversion, in1);
  const additional = group.segment("IN2");
  const in2 = additional && conversion.read(additional);
  const deductible = deductibleOf(in1);
  const said = element<FhirJson>({
    extension: subscribersNumbers(in1),
    identifier: [...planNumbers(in1), ...memberNumbers(in2)],
    type: in1.concept(47, "0309") ?? in1.concept(15, "0086"),
    policyHolder: policyHolderOf(conversion, in1),
    subscriber: subscriberOf(conversion, in1, in2, patient, patientId),
    subscriberId: in1.text(36) ?? in1.text(49),
    relationship: in1.concept(17, "0063"),
    period: periodOf(in1.dateTime(12), in1.dateTime(13)),
    payor: payor && [payor],
    order: in1.positive(22),
    class: classesOf(in1),
    costToBeneficiary: deductible && [deductible],
  });
  if (!said) return;
  const plan = in1.text(2) ?? in1.text(2, 2);
  const identity = [patientId, plan, in1.text(3), in1.text(4), in1.text(36) ?? in1.text(49)];
  conversion.add(
    "Coverage",
    conversion.idOf("Coverage", identity),
    { ...said, beneficiary: patient },
    { assumed: { status: "active", payor: [patient] } },
  );
}
