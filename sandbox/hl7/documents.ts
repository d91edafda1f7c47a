/** MDM: TXA and its content, laid into a DocumentReference. */
import { type JsonObject, type JsonValue, objectsIn } from "@/sandbox/fhir/exact-json";
import { type Charts, needed, numbersIn, refusalNumbers } from "@/sandbox/hl7/charts";
import { attachmentOf, conceptOf, entityNumberOf, said, timeOf } from "@/sandbox/hl7/fields";
import { type Message, MessageRefusal, type Segment } from "@/sandbox/hl7/message";

/** Events of documents that need not be known. */
const opening: readonly string[] = ["MDM^T01", "MDM^T02", "MDM^T05", "MDM^T06", "MDM^T09", "MDM^T10"];
/** Those that carry the document itself. */
const carrying: readonly string[] = ["MDM^T02", "MDM^T04", "MDM^T06", "MDM^T08", "MDM^T10"];

/** Tables 0271 and 0273. */
const completion: Record<string, string> = { IP: "preliminary", AU: "final", LA: "final" };
const availability: Record<string, string> = { AV: "current", OB: "superseded", CA: "entered-in-error" };

function contents(message: Message, before: JsonValue | undefined): JsonValue | undefined {
  const told = message.all("OBX").map((obx) => ({ attachment: attachmentOf(obx) }));
  if (told.length > 0 || !carrying.includes(message.type)) return told.length > 0 ? told : before;
  throw new MessageRefusal("AE", refusalNumbers.segmentMissing, "Required segment OBX missing");
}

function contextOf(charts: Charts, message: Message, txa: Segment, patientId: string, before: JsonObject) {
  const [known = {}] = objectsIn(before.context);
  const [period = {}] = objectsIn(known.period);
  const visit = charts.numbered("Encounter", patientId, numbersIn(message.segment("PV1"), 19));
  const start = said(txa, 4, period.start, (part) => timeOf(part(1)));
  return {
    ...known,
    ...(visit && { encounter: [{ reference: `Encounter/${visit.id}` }] }),
    ...(start !== undefined && { period: { ...period, start } }),
  };
}

export function fileDocument(charts: Charts, message: Message): void {
  const txa = needed(message, "TXA");
  const { id: patientId } = charts.patientOf(message);
  const numbers = numbersIn(txa, 12);
  const mayBeNew = opening.includes(message.type);
  const known = charts.subject("DocumentReference", patientId, { field: "TXA-12", numbers, mayBeNew });
  const subject = { reference: `Patient/${patientId}` };
  const before: JsonObject = known?.resource ?? { resourceType: "DocumentReference", subject };
  const told = message.type === "MDM^T11" ? "entered-in-error" : availability[txa.text(19) ?? ""];
  const authors = charts.people(txa, 9);
  const document = {
    ...before,
    masterIdentifier: known
      ? before.masterIdentifier
      : said(txa, 12, undefined, (part) => entityNumberOf(part)),
    status: told ?? before.status ?? "current",
    docStatus: completion[txa.text(17) ?? ""] ?? before.docStatus,
    type: said(txa, 2, before.type, conceptOf),
    date: said(txa, 6, before.date, (part) => timeOf(part(1))),
    author: authors.length > 0 ? authors : before.author,
    description: said(txa, 25, before.description, (part) => part(1) ?? undefined),
    content: contents(message, before.content),
    context: contextOf(charts, message, txa, patientId, before),
  };
  charts.file(document, known?.id);
}
