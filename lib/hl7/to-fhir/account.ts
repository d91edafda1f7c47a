/** PID-18 and GT1 as an Account, IN1 to IN3 as Coverage (guide: PID[Account], IN1[Coverage]). */
import type { FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Conversion, Reference } from "./conversion";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";
import { relatedIdentity } from "./next-of-kin";
import { addOrganization } from "./organization";
import { genderOf, numbered, socialSecurity } from "./patient";

/** Who pays for the patient. */
function addGuarantor(
  conversion: Conversion,
  segment: Segment,
  patient: Reference,
  patientId: string,
): Reference | undefined {
  const gt1 = conversion.read(segment);
  const name = gt1.names(3);
  const organization = addOrganization(conversion, gt1.value(21));
  if (name.length === 0) return organization;
  const identity = relatedIdentity(patientId, gt1, [gt1.text(2)], 3);
  return conversion.add("RelatedPerson", conversion.idOf("RelatedPerson", identity), {
    identifier: entries([...gt1.identifiers(2), numbered(gt1.text(12), "SS", socialSecurity)]),
    patient,
    relationship: entries([gt1.concept(11, "0063")]),
    name: [...name, ...gt1.names(4)],
    telecom: [...gt1.contacts(6, "home"), ...gt1.contacts(7, "work")],
    gender: genderOf(gt1.code(9)),
    birthDate: gt1.date(8),
    address: gt1.addresses(5),
  });
}

/** The account that the patient's number names, with its guarantors. Those of no account are related all the same. */
export function addAccount(
  conversion: Conversion,
  pid: FieldReader,
  guarantors: readonly Segment[],
  patient: Reference,
  patientId: string,
): Reference | undefined {
  const parties = entries(guarantors.map((segment) => addGuarantor(conversion, segment, patient, patientId)));
  const [number] = pid.identifiers(18);
  if (!number) return undefined;
  const id = conversion.idOf("Account", [number.system ?? undefined, number.value ?? undefined]);
  return conversion.add("Account", id, {
    identifier: [number],
    status: "active",
    subject: [patient],
    guarantor: parties?.map((party) => ({ party })),
  });
}

const subscriberIdentifier = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Coverage.subscriberId";
const classes = "http://terminology.hl7.org/CodeSystem/coverage-class";

function classOf(type: string, value: string | undefined, name: string | undefined): FhirJson | undefined {
  if (value === undefined) return undefined;
  return { type: { coding: [{ system: classes, code: type }] }, value, ...element({ name }) };
}

/** Whose insurance it is: the patient's own, or a relative's. */
function subscriberOf(
  conversion: Conversion,
  in1: FieldReader,
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
    patient,
    name,
    gender: genderOf(in1.code(43)),
    birthDate: in1.date(18),
    address: in1.addresses(19),
  });
}

/** The insurer by its name, its number or both. */
function payorOf(conversion: Conversion, in1: FieldReader): Reference | undefined {
  const telecom = in1.contacts(7);
  const [contact] = in1.names(6);
  const elements = {
    address: in1.addresses(5),
    telecom,
    contact: contact && [{ name: contact }],
    identifier: in1.identifiers(3),
  };
  const named = addOrganization(conversion, in1.value(4), elements);
  const [number] = in1.identifiers(3);
  if (named || !number) return named;
  const id = conversion.idOf("Organization", [
    "number",
    number.system ?? undefined,
    number.value ?? undefined,
  ]);
  return conversion.add("Organization", id, elements);
}

/** The coverage of a group that IN1 opens. */
export function addCoverage(
  conversion: Conversion,
  group: Group,
  patient: Reference,
  patientId: string,
): void {
  const [segment] = group.segments;
  if (!segment) return;
  const in1 = conversion.read(segment);
  const payor = payorOf(conversion, in1) ?? patient;
  const policyHolder = addOrganization(conversion, in1.value(11), { identifier: in1.identifiers(10) });
  const subscriber = subscriberOf(conversion, in1, patient, patientId);
  const insured = in1.identifiers(49);
  const identity = [patientId, in1.text(2), in1.text(3), in1.text(4), in1.text(36) ?? in1.text(49)];
  conversion.add("Coverage", conversion.idOf("Coverage", identity), {
    extension: insured.map((valueIdentifier) => ({ url: subscriberIdentifier, valueIdentifier })),
    identifier: in1.texts(2).map((value) => ({ value })),
    status: "active",
    type: in1.concept(47, "0309") ?? in1.concept(15, "0086"),
    policyHolder,
    subscriber,
    subscriberId: in1.text(36) ?? in1.text(49),
    beneficiary: patient,
    relationship: in1.concept(17, "0063"),
    period: element({ start: in1.dateTime(12), end: in1.dateTime(13) }),
    payor: [payor],
    class: entries([
      classOf("group", in1.text(8), in1.text(9)),
      classOf("plan", in1.text(35), in1.text(35, 2) ?? in1.text(2, 2)),
    ]),
  });
}
