/** Who observed it: OBX-15, 16, 23 to 25, and PRT (guide: OBX[Observation]). */
import type { FhirAddress } from "@/lib/fhir";
import type { Conversion, Reference } from "./conversion";
import { entries } from "./elements";
import type { FieldReader } from "./field-reader";
import { addCodedOrganization, addOrganization } from "./organization";
import type { Participation } from "./participation";
import { addPractitioner, addPractitioners } from "./people";

const roles = "http://terminology.hl7.org/CodeSystem/v2-0912";

/** The laboratory, by its name; where it has none it is the producer. */
function laboratoryOf(conversion: Conversion, obx: FieldReader): Reference | undefined {
  const address = obx.addresses(24);
  return addOrganization(conversion, obx.value(23), { address }) ?? producerOf(conversion, obx, address);
}

/** The producer by its code. */
function producerOf(
  conversion: Conversion,
  obx: FieldReader,
  address?: readonly FhirAddress[],
): Reference | undefined {
  return addCodedOrganization(conversion, obx.value(15), "producer", { address });
}

/** Somebody of the laboratory: a role there. */
function directorOf(
  conversion: Conversion,
  obx: FieldReader,
  organization: Reference | undefined,
): Reference | undefined {
  const practitioner = addPractitioner(conversion, obx.value(25));
  if (!practitioner || !organization) return practitioner;
  const identity = [practitioner.reference, organization.reference, "MDIR"];
  return conversion.add("PractitionerRole", conversion.idOf("PractitionerRole", identity), {
    practitioner,
    organization,
    code: [{ coding: [{ system: roles, code: "MDIR" }] }],
  });
}

export function performersOf(
  conversion: Conversion,
  obx: FieldReader,
  participants: readonly Participation[],
): Reference[] {
  const organization = laboratoryOf(conversion, obx);
  const others = participants.map(({ who }) => who);
  const all = entries([
    ...addPractitioners(conversion, obx.values(16)),
    organization,
    producerOf(conversion, obx),
    directorOf(conversion, obx, organization),
    ...others,
  ]);
  const seen = new Set<string>();
  return (all ?? []).filter(({ reference }) => !seen.has(reference) && seen.add(reference));
}
