/** MRG: what a message says is one (HL7 v2.8, chapter 3.3). */
import type { FhirIdentifier } from "@/lib/fhir";
import type { Conversion } from "./conversion";
import { idOf } from "./conversion";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";

/** Events by what they make one. A47, A46 and A50 change a number, which is the same to whoever knew the old one. */
const ofPatients = ["A18", "A30", "A34", "A36", "A39", "A40", "A46", "A47"];
const ofAccounts = ["A35", "A36", "A41", "A49"];
const ofVisits = ["A42", "A50"];

function readerOf(conversion: Conversion, group: Group): FieldReader | undefined {
  const segment = group.segment("MRG");
  return segment && conversion.read(segment);
}

const isOf = (events: readonly string[], event: string | undefined) =>
  event !== undefined && events.includes(event);

/** The numbers of the patients who are no more: any of them may be the one they were known by. */
export function priorIdentifiers(
  conversion: Conversion,
  group: Group,
  event: string | undefined,
): FhirIdentifier[] {
  const mrg = readerOf(conversion, group);
  if (!mrg || !isOf(ofPatients, event)) return [];
  const list = mrg.identifiers(1);
  return list.length > 0 ? list : mrg.identifiers(4);
}

const identity = ({ system, value }: FhirIdentifier) => [system, value];

export interface Survivors {
  readonly patientId: string;
  readonly encounterId: string | undefined;
}

/** Notes what the group's MRG makes one with the patient, account and visit that it stands beside. */
export function merged(
  conversion: Conversion,
  group: Group,
  event: string | undefined,
  survivors: Survivors,
): void {
  const mrg = readerOf(conversion, group);
  if (!mrg) return;
  for (const prior of priorIdentifiers(conversion, group, event)) {
    conversion.merge("Patient", idOf("Patient", identity(prior)), survivors.patientId);
  }
  const [pid] = group.segments;
  const [account] = pid ? conversion.read(pid).identifiers(18) : [];
  const [priorAccount] = mrg.identifiers(3);
  if (isOf(ofAccounts, event) && account && priorAccount) {
    conversion.merge("Account", idOf("Account", identity(priorAccount)), idOf("Account", identity(account)));
  }
  const [priorVisit] = mrg.identifiers(5);
  if (isOf(ofVisits, event) && priorVisit && survivors.encounterId) {
    conversion.merge("Encounter", idOf("Encounter", identity(priorVisit)), survivors.encounterId);
  }
}
