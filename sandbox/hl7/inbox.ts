/** What an EHR does with the messages that other systems send it: it files what they tell in its charts. */
import type { Holdings } from "@/sandbox/fhir/holdings";
import { fileAppointment } from "@/sandbox/hl7/appointments";
import { Charts, needed, refusalNumbers } from "@/sandbox/hl7/charts";
import { fileDocument } from "@/sandbox/hl7/documents";
import { type Message, MessageRefusal } from "@/sandbox/hl7/message";
import { patientFrom } from "@/sandbox/hl7/patient-segment";
import { fileResults } from "@/sandbox/hl7/results";
import { fileVisit } from "@/sandbox/hl7/visits";

/** Files a message; throws a `MessageRefusal`. */
export type Inbox = (message: Message) => void;

function filePatient(charts: Charts, message: Message): void {
  const pid = needed(message, "PID");
  const known = message.type === "ADT^A28" ? charts.knownPatient(pid) : charts.patientOf(message);
  if (!pid.text(5)) throw new MessageRefusal("AE", refusalNumbers.fieldMissing, "PID-5 is required");
  charts.file(patientFrom(pid, known?.resource), known?.id);
}

const taken: [file: (charts: Charts, message: Message) => void, types: RegExp][] = [
  [filePatient, /^ADT\^A(28|31)$/],
  [fileVisit, /^ADT\^A(01|03|04|05|08|11|13|38)$/],
  [fileAppointment, /^SIU\^S(12|13|14|15|17|26)$/],
  [fileResults, /^ORU\^R01$/],
  [fileDocument, /^MDM\^T(0[1-9]|1[01])$/],
];

/** The inbox of a vendor that files what its charts hold. */
export function chartInbox(holdings: Holdings, { booksOnce = false } = {}): Inbox {
  const charts = new Charts(holdings, booksOnce);
  return (message) => {
    const [file] = taken.find(([, types]) => types.test(message.type)) ?? [];
    if (!file) throw new MessageRefusal("AR", refusalNumbers.typeUnknown, `${message.type} is not taken`);
    file(charts, message);
  };
}
