import { patientFromFhir } from "@/lib/fhir";
import type { PatientData, ShortFieldOptions } from "@/lib/records/schema";
import type { Message } from "./message";
import { parseMessage } from "./parse";
import { patientOf } from "./to-fhir/patient";

interface Reading extends ShortFieldOptions {
  /** Of times without an offset; UTC unless told. */
  readonly timeZone?: string;
}

/**
 * The patient of a message's PID as a record of ours would hold them; null without one. Throws `hl7_unparseable` for a
 * text that is no message.
 */
export function extractPatientFromHL7(
  message: string | Message,
  { timeZone = "UTC", mrnSystem }: Reading = {},
): PatientData | null {
  const parsed = typeof message === "string" ? parseMessage(message) : message;
  const pid = parsed.segment("PID");
  return pid ? patientFromFhir(patientOf(pid, { timeZone }), { mrnSystem }) : null;
}
