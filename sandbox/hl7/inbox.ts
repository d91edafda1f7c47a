/** What an EHR does with the messages that other systems send it: it files what they tell in its charts. */
import { isJsonObject, type JsonObject, objectsIn, parseExactly } from "@/sandbox/fhir/exact-json";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { type Message, MessageRefusal, type Segment } from "@/sandbox/hl7/message";
import { patientFrom } from "@/sandbox/hl7/patient-segment";

/** Files a message; throws a `MessageRefusal`. */
export type Inbox = (message: Message) => void;

/** Table 0357. */
const numbers = {
  segmentMissing: "100",
  fieldMissing: "101",
  typeUnknown: "200",
  keyUnknown: "204",
} as const;

function needed(message: Message, name: string): Segment {
  const segment = message.segment(name);
  if (segment) return segment;
  throw new MessageRefusal("AE", numbers.segmentMissing, `Required segment ${name} missing`);
}

function resourceAt(holdings: Holdings, type: string, id: string): JsonObject | undefined {
  const text = holdings.text(type, id);
  const value = text === undefined ? undefined : parseExactly(text);
  return isJsonObject(value) ? value : undefined;
}

/** The patient who bears one of the numbers in PID-3. */
function knownPatient(holdings: Holdings, pid: Segment): { id: string; resource: JsonObject } | undefined {
  const values = pid.repetitions(3).flatMap((part) => part(1) ?? []);
  if (values.length === 0) throw new MessageRefusal("AE", numbers.fieldMissing, "PID-3 is required");
  for (const value of values) {
    for (const id of holdings.patientsBearing(value)) {
      const resource = resourceAt(holdings, "Patient", id);
      if (objectsIn(resource?.identifier).some((one) => one.value === value) && resource)
        return { id, resource };
    }
  }
  return undefined;
}

/** The id of the patient whom a message is about. */
function patientNamed(holdings: Holdings, message: Message): string {
  const known = knownPatient(holdings, needed(message, "PID"));
  if (known) return known.id;
  throw new MessageRefusal("AE", numbers.keyUnknown, "Unknown patient");
}

function filePatient(holdings: Holdings, message: Message): void {
  const pid = needed(message, "PID");
  const known = knownPatient(holdings, pid);
  if (!known && message.type !== "ADT^A28") patientNamed(holdings, message);
  if (!pid.text(5)) throw new MessageRefusal("AE", numbers.fieldMissing, "PID-5 is required");
  holdings.add(patientFrom(pid, known?.resource), known?.id);
}

const filings: Record<string, (holdings: Holdings, message: Message) => void> = {
  "ADT^A28": filePatient,
  "ADT^A31": filePatient,
};

/** The inbox of a vendor that files what its charts hold. */
export function chartInbox(holdings: Holdings): Inbox {
  return (message) => {
    const file = filings[message.type];
    if (!file) throw new MessageRefusal("AR", numbers.typeUnknown, `${message.type} is not taken`);
    file(holdings, message);
  };
}
