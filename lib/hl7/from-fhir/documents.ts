/** Documents told to who files them: MDM^T01 to T11 (HL7 v2.8, chapter 9.6). */
import type { FhirJson } from "@/lib/fhir";
import { composeSegment } from "../compose";
import { composeEnvelope, type Envelope } from "../envelope";
import { hl7Errors } from "../errors";
import { writeMoment } from "../moment";
import { type AboutPatient, patientSegments, visitSegments } from "./about-patient";
import { contentSegments, type Filed, txa } from "./document";
import { observationSegments } from "./observation";
import { partsOf } from "./parts";
import { Related } from "./related";
import { writeSegment } from "./segment";

/** What happened (table 0003), each with the structure of its message: T02 carries the document, T01 tells of it. */
const structures = {
  /** A new document. */
  T01: "MDM_T01",
  T02: "MDM_T02",
  /** Its status has changed. */
  T03: "MDM_T01",
  T04: "MDM_T02",
  /** An addendum to another one. */
  T05: "MDM_T01",
  T06: "MDM_T02",
  /** Its content was edited. */
  T07: "MDM_T01",
  T08: "MDM_T02",
  /** It takes the place of another one. */
  T09: "MDM_T01",
  T10: "MDM_T02",
  /** It is withdrawn. */
  T11: "MDM_T01",
} as const;

export type DocumentEvent = keyof typeof structures;

export const documentEvents = Object.keys(structures) as DocumentEvent[];

export interface DocumentMessage extends Envelope, AboutPatient {
  readonly event: DocumentEvent;
  readonly document: FhirJson;
  /** Elements of the document to be deleted. */
  readonly cleared?: readonly string[];
}

/** The document, and what was observed beside it. */
function contentOf(filed: Filed, { event, version }: DocumentMessage): string[] {
  const { document, related } = filed;
  const pages = contentSegments(filed);
  const observed = document.context?.related?.flatMap((one) => related.get("Observation", one) ?? []) ?? [];
  const content = [...pages, ...observationSegments(observed, { related, version, from: pages.length + 1 })];
  if (content.length > 0) return content;
  throw hl7Errors.hl7_incomplete({
    detail: `${event} carries the document itself: give an attachment with data or a URL, or tell of it without.`,
  });
}

/** Throws `hl7_incomplete` where the event carries the document and there is none. */
export function documentMessage(message: DocumentMessage): string {
  const { event, document, at, related = [], cleared } = message;
  const structure = structures[event];
  const filed: Filed = {
    document: partsOf("DocumentReference", document),
    related: new Related([document, ...related]),
  };
  return composeEnvelope(message, { code: "MDM", event, structure }, [
    composeSegment("EVN", { 1: event, 2: writeMoment(at) }),
    ...patientSegments(message),
    ...visitSegments(message),
    writeSegment("TXA", txa, filed, { always: { 1: "1" }, cleared }),
    ...(structure === "MDM_T02" ? contentOf(filed, message) : []),
  ]);
}
