/** PID-18 and GT1 as an Account (guide: PID[Account]). */
import type { Segment } from "../segment";
import type { Conversion, Reference } from "./conversion";
import { element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import { periodOf } from "./moments";
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
    identifier: entries([
      ...gt1.identifiers(2),
      numbered(gt1.text(12), "SS", socialSecurity),
      ...gt1.identifiers(19, "EI"),
    ]),
    patient,
    relationship: entries([gt1.concept(11, "0063")]),
    name: [...name, ...gt1.names(4)],
    telecom: [...gt1.contacts(6, "home"), ...gt1.contacts(7, "work")],
    gender: genderOf(gt1, 9),
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
  const payers = guarantors.map((segment) => {
    const party = addGuarantor(conversion, segment, patient, patientId);
    const gt1 = conversion.read(segment);
    return party && { party, ...element({ period: periodOf(gt1.dateTime(13), gt1.dateTime(14)) }) };
  });
  const [number] = pid.identifiers(18);
  if (!number) return undefined;
  const id = conversion.idOf("Account", [number.system, number.value]);
  return conversion.add(
    "Account",
    id,
    {
      identifier: [number],
      subject: [patient],
      guarantor: entries(payers),
    },
    { assumed: { status: "active" } },
  );
}
