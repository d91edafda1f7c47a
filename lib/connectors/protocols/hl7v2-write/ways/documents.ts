/** MDM^T01 to T11 (HL7 v2.8, chapter 9.6): documents, and what became of them. */
import type { FhirJson } from "@/lib/fhir";
import { type DocumentEvent, documentMessage } from "@/lib/hl7";
import { differs, newStatus, type ToldChange } from "../told-change";
import { chartWay } from "./chart-way";
import { listOf, ownNumber } from "./own-number";

/** Whether there is something to send along: bytes, or where they lie. */
function hasContent({ content }: FhirJson): boolean {
  const attachments = listOf(content).map((one) => Object(Object(one).attachment));
  return attachments.some(({ data, url }) => data !== undefined || url !== undefined);
}

/** An event with the document, and its twin that only tells of it. */
type Twins = readonly [carrying: DocumentEvent, telling: DocumentEvent];

const relations: Readonly<Record<string, Twins>> = {
  replaces: ["T10", "T09"],
  appends: ["T06", "T05"],
};

function withOrWithout(document: FhirJson, [carrying, telling]: Twins): DocumentEvent {
  return hasContent(document) ? carrying : telling;
}

function eventOfNew(document: FhirJson): DocumentEvent {
  const codes = listOf(document.relatesTo).map((one) => String(Object(one).code));
  const [related] = codes.flatMap((code) => (relations[code] ? [relations[code]] : []));
  return withOrWithout(document, related ?? ["T02", "T01"]);
}

function eventOfChanged(change: ToldChange): DocumentEvent {
  const isWithdrawn = ["status", "docStatus"].some((one) => newStatus(change, one) === "entered-in-error");
  if (isWithdrawn) return "T11";
  const isStatusAlone = !differs(change, "content", "type", "description", "context", "author", "date");
  return withOrWithout(change.after, isStatusAlone ? ["T04", "T03"] : ["T08", "T07"]);
}

export const documents = chartWay("documents", {
  words: {
    create: "new documents as MDM^T02",
    update: "changes as MDM^T04 or T08",
    delete: "deletions as MDM^T11",
  },
  untold: ["category"],
  limits: ["Messages do not tell their category."],
  named: (resource) => ({ ...resource, masterIdentifier: ownNumber(resource, "FILL") }),
  create: (document, about) => {
    const event = eventOfNew(document);
    return (envelope) => documentMessage({ ...envelope, ...about, event, document });
  },
  update: (change, about) => {
    const { after: document, cleared } = change;
    const event = eventOfChanged(change);
    return (envelope) => documentMessage({ ...envelope, ...about, event, document, cleared });
  },
});
