/** The segments of a message that say whom it is about: PID, NK1, PV1, PV2. */
import type { FhirJson } from "@/lib/fhir";
import type { FieldValue } from "../compose";
import { writeIdentifier } from "./data-types";
import { pv1, pv2 } from "./encounter";
import { partsOf } from "./parts";
import { associatesOf, mrg, nk1, pd1, pid } from "./patient";
import { Related } from "./related";
import { writeSegment } from "./segment";

export interface AboutPatient {
  readonly patient: FhirJson;
  readonly encounter?: FhirJson;
  /** What the resources point at, and who belongs to the patient. */
  readonly related?: readonly FhirJson[];
}

const first = { 1: "1" };

/** The number that bills go to, of the visit. */
function accountOf({ encounter, related = [] }: AboutPatient): FieldValue {
  const [account] = (encounter && partsOf("Encounter", encounter).account) ?? [];
  const known = new Related(related).get("Account", account);
  return writeIdentifier(known?.identifier?.[0] ?? account?.identifier);
}

/** PID and PD1; elements that are `cleared` and say nothing are deleted. */
export function patientSegments(
  about: AboutPatient,
  cleared: readonly string[] = [],
): (string | undefined)[] {
  const { patient: resource, related = [] } = about;
  const patient = partsOf("Patient", resource);
  const known = new Related([resource, ...related]);
  return [
    writeSegment("PID", pid, patient, { always: { ...first, 18: accountOf(about) }, cleared }) ?? "PID|1",
    writeSegment("PD1", pd1, { patient, related: known }),
  ];
}

/** MRG: the patient that `patient` was until now. */
export function mergedSegment(patient: FhirJson): string | undefined {
  return writeSegment("MRG", mrg, partsOf("Patient", patient));
}

/** NK1 of the relatives; those whom the patient's resource names itself where there are no others. */
export function associateSegments({ patient, related = [] }: AboutPatient): (string | undefined)[] {
  const known = new Related(related).all("RelatedPerson");
  const all = known.length > 0 ? known : associatesOf(partsOf("Patient", patient));
  return all.map((one, index) => writeSegment("NK1", nk1, one, { always: { 1: String(index + 1) } }));
}

const noVisit: FhirJson = { resourceType: "Encounter" };

/** PV1 and PV2. Without an encounter it says that there is no visit (class N). */
export function visitSegments(
  { encounter = noVisit, related = [] }: AboutPatient,
  cleared: readonly string[] = [],
): (string | undefined)[] {
  const visit = { encounter: partsOf("Encounter", encounter), related: new Related([encounter, ...related]) };
  return [
    writeSegment("PV1", pv1, visit, { always: first, cleared }),
    writeSegment("PV2", pv2, visit, { cleared }),
  ];
}
