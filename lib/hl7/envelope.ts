/** What every message that we write has around it: MSH (HL7 v2.8, chapter 2.14.9). */
import { components, composeMessage, composeSegment, type FieldValue } from "./compose";
import { writeMoment } from "./moment";
import { isSince } from "./version";

/** An application and where it stands; a namespace, or namespace, universal id and its type. */
export interface Party {
  readonly application?: FieldValue;
  readonly facility?: FieldValue;
}

export interface Envelope {
  /** What its answer will name; unique for the sender. */
  readonly controlId: string;
  /** When it was written. */
  readonly at: Date;
  readonly version?: string;
  /** CARELANE where nobody is named. */
  readonly sender?: Party;
  readonly receiver?: Party;
  /** P production, T training, D debugging (table 0103). */
  readonly processingId?: "P" | "T" | "D";
}

export interface MessageType {
  readonly code: string;
  readonly event: string;
  /** Table 0354. */
  readonly structure: string;
}

export const usualVersion = "2.5.1";

const isAscii = (line: string) => /^\p{ASCII}*$/u.test(line);

/** Table 0211: what goes beyond ASCII has to be announced. */
const unicode = "UNICODE UTF-8";

/** The message: its header and these segments, each ended by CR. Segments that would say nothing are undefined. */
export function composeEnvelope(
  { controlId, at, version = usualVersion, sender, receiver, processingId = "P" }: Envelope,
  { code, event, structure }: MessageType,
  segments: readonly (string | undefined)[],
): string {
  const lines = segments.filter((line) => line !== undefined);
  const header = composeSegment("MSH", {
    3: sender?.application ?? "CARELANE",
    4: sender?.facility,
    5: receiver?.application,
    6: receiver?.facility,
    7: writeMoment(at),
    9: isSince(version, "2.3.1") ? components(code, event, structure) : components(code, event),
    10: controlId,
    11: processingId,
    12: version,
    18: lines.every(isAscii) ? undefined : unicode,
  });
  return composeMessage([header, ...lines]);
}
