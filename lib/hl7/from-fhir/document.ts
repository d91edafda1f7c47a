/** DocumentReference as TXA (v2-to-FHIR implementation guide, TXA[DocumentReference]), and its content as OBX. */
import type { FhirIdentifier } from "@/lib/fhir";
import { composeSegment, type FieldValue } from "../compose";
import { attachmentFields } from "./attachment";
import { codeOf, each, kindOf, writeConcept, writeNumber } from "./data-types";
import { writeTime } from "./moments";
import { numberOf, ownNumber } from "./order-numbers";
import type { Parts } from "./parts";
import type { Related } from "./related";
import type { SegmentRules } from "./segment";

export interface Filed {
  readonly document: Parts<"DocumentReference">;
  readonly related: Related;
}

/** Table 0271. */
const completion: Readonly<Record<string, string>> = { preliminary: "IP", final: "AU", amended: "AU" };

/** Table 0272, of FHIR's confidentiality; other codes stay what they are. */
const confidentiality: Readonly<Record<string, string>> = { L: "U", N: "U", R: "R", V: "V" };

function confidentialityOf({ document }: Filed): string | undefined {
  const code = codeOf(document.securityLabel?.[0]);
  return code && (confidentiality[code] ?? code);
}

/** Table 0273. */
const availability: Readonly<Record<string, string>> = {
  current: "AV",
  superseded: "OB",
  "entered-in-error": "CA",
};

const attachmentsOf = ({ document }: Filed) =>
  (document.content ?? []).flatMap(({ attachment }) => (attachment ? [attachment] : []));

/** Table 0191: text, image, sound, or what an application reads. */
function presentation(filed: Filed): string | undefined {
  const [type] = attachmentsOf(filed)[0]?.contentType?.split("/") ?? [];
  if (!type) return undefined;
  return { text: "TX", image: "IM", audio: "AU" }[type] ?? "AP";
}

/** The document that this one takes the place of, or belongs to. */
function parent({ document }: Filed): FieldValue {
  return writeNumber(document.relatesTo?.find(({ target }) => target?.identifier)?.target?.identifier);
}

/** Numbers of the order that it is about: its own say so, else the order is known. */
function ordered({ document, related }: Filed, kind: "PLAC" | "FILL"): FieldValue {
  const orders =
    document.context?.related?.map((one) => related.get("ServiceRequest", one)?.identifier) ?? [];
  const found = [document.identifier, ...orders].map((numbers) => numberOf(numbers, kind)).find(Boolean);
  return writeNumber(found);
}

/** The document's own numbers, the one that is unique first. */
function numbersOf({ document: { masterIdentifier, identifier } }: Filed): FhirIdentifier[] {
  const ofOrders = (one: FhirIdentifier) => ["PLAC", "FILL"].includes(kindOf(one) ?? "");
  const others = identifier?.filter((one) => !ofOrders(one)) ?? [];
  return masterIdentifier ? [masterIdentifier, ...others] : others;
}

export const txa: SegmentRules<Filed> = {
  2: ["type", ({ document }) => writeConcept(document.type)],
  3: ["content", presentation],
  4: ["context", ({ document }) => writeTime(document.context?.period?.start)],
  6: ["date", (filed) => writeTime(filed.document.date ?? attachmentsOf(filed)[0]?.creation)],
  9: ["author", ({ document, related }) => each(document.author, (one) => related.person(one))],
  10: ["authenticator", ({ document, related }) => related.person(document.authenticator)],
  12: ["masterIdentifier", (filed) => writeNumber(numbersOf(filed)[0] ?? ownNumber(filed.document))],
  13: ["relatesTo", parent],
  14: ["context", (filed) => ordered(filed, "PLAC")],
  15: ["context", (filed) => ordered(filed, "FILL")],
  16: ["identifier", (filed) => numbersOf(filed)[1]?.value],
  17: ["docStatus", ({ document }) => completion[document.docStatus ?? ""]],
  18: ["securityLabel", confidentialityOf],
  19: ["status", ({ document }) => availability[document.status ?? ""]],
  25: ["description", ({ document }) => document.description],
};

/** OBX of each attachment that has content or a place where it lies. */
export function contentSegments(filed: Filed): string[] {
  return attachmentFields(attachmentsOf(filed), filed.document.type).map((fields, index) =>
    composeSegment("OBX", { 1: String(index + 1), ...fields, 11: "F" }),
  );
}
