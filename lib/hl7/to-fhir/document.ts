/** TXA with its OBX as a DocumentReference (guide: TXA[DocumentReference], OBX[DocumentReference]). */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import { type Attachment, contentTypeOf, encapsulatedOf, pointedAt, textAttachment } from "./attachment";
import type { Conversion, Reference } from "./conversion";
import { entityIdentifierOf } from "./data-types";
import { absent, element, entries } from "./elements";
import type { FieldReader } from "./field-reader";
import type { Group } from "./groups";
import { notesOf } from "./note";
import { titleOf } from "./observation-code";
import { addPractitioner, addPractitioners } from "./people";
import { meaningOf, type Table } from "./table";

/** Table 0271. Who authenticates a document need not be who answers for it: that is its legal authentication. */
const documentStatuses: Table = {
  AU: "preliminary",
  LA: "final",
  DI: "preliminary",
  DO: "preliminary",
  IN: "preliminary",
  IP: "preliminary",
  PA: "preliminary",
};

/** Whether an OBX is a part of the document's text, or a file of it: all else is observed, and stands by itself. */
export function isContent(type: string): boolean {
  return ["TX", "FT", "ST", "ED", "RP", ""].includes(type);
}

function linesOf(obx: FieldReader): string {
  return obx
    .values(5)
    .map((value) => value.whole() ?? "")
    .join("\n");
}

/** Texts under one name follow each other; every file is a content of its own. */
function contentsOf(
  conversion: Conversion,
  groups: readonly Group[],
  usualType: string | undefined,
): Attachment[] {
  const contents: (Attachment | undefined)[] = [];
  const texts = new Map<string, string[]>();
  for (const { segments } of groups) {
    const [segment, ...others] = segments;
    if (!segment) continue;
    const obx = conversion.read(segment);
    const title = titleOf(obx);
    const type = obx.code(2);
    if (type === "ED" || type === "RP") {
      const reading = { title, usualType, tell: (message: string) => obx.tell(5, message) };
      const read = type === "ED" ? encapsulatedOf : pointedAt;
      contents.push(...(obx.each(5, (value) => read(value, reading)) ?? []));
    } else {
      texts.set(title ?? "", [...(texts.get(title ?? "") ?? []), linesOf(obx)]);
    }
    const notes = notesOf(
      conversion,
      others.filter(({ name }) => name === "NTE"),
    ).map(({ text }) => `${text}`);
    if (notes.length > 0) texts.set(title ?? "", [...(texts.get(title ?? "") ?? []), ...notes]);
  }
  const written = [...texts].map(([title, lines]) => textAttachment(lines.join("\n"), title || undefined));
  return entries([...written, ...contents]) ?? [];
}

/** What the document does to its parent (TXA-13). */
const relations: Table = {
  T05: "appends",
  T06: "appends",
  T09: "replaces",
  T10: "replaces",
};

function relatesTo(txa: FieldReader, event: string): FhirJson[] | undefined {
  const code = meaningOf(relations, event);
  const value = txa.value(13);
  const identifier = value && entityIdentifierOf(value, undefined, txa.sender);
  return code && identifier ? [{ code, target: { type: "DocumentReference", identifier } }] : undefined;
}

/** Cancelled documents were told by mistake (T11); replaced, obsolete and purged ones are superseded. */
function statusOf(txa: FieldReader, event: string): string | undefined {
  if (event === "T11") return "entered-in-error";
  if (["OB", "PU", "CA"].includes(txa.code(19))) return "superseded";
  return txa.code(19) === "" ? undefined : "current";
}

function identifiersOf(txa: FieldReader): FhirIdentifier[] | undefined {
  const file = txa.plainText(16);
  const numbers = [
    { field: 14, type: "PLAC" },
    { field: 15, type: "FILL" },
  ].map(({ field, type }) => {
    const value = txa.value(field);
    return value && entityIdentifierOf(value, type, txa.sender);
  });
  return entries([...numbers, file === undefined ? undefined : { value: file }]);
}

export interface Documented {
  readonly patient: Reference | undefined;
  readonly encounter: Reference | undefined;
  /** The orders it is about, and what is observed in it. */
  readonly related: readonly Reference[];
}

function contextOf(txa: FieldReader, { encounter, related }: Documented): FhirJson | undefined {
  return element<FhirJson>({
    encounter: encounter && [encounter],
    period: element({ start: txa.dateTime(4) }),
    related,
  });
}

/** Who wrote it, and who answers for it. */
function signaturesOf(conversion: Conversion, txa: FieldReader): FhirJson {
  const author = addPractitioners(conversion, txa.values(9));
  // PPN: a person, and when they signed.
  const [signer] = addPractitioners(conversion, txa.values(22));
  return {
    author: author.length > 0 ? author : addPractitioners(conversion, txa.values(5)),
    authenticator: signer ?? addPractitioner(conversion, txa.value(10)),
  };
}

/** What TXA says of each content. */
function formOf(txa: FieldReader): Attachment | undefined {
  const contentType = contentTypeOf(undefined, txa.text(3));
  return element<Attachment>({ contentType, creation: txa.dateTime(6) });
}

/** The elements that `""` deletes. */
const clears = { type: [2], author: [9], authenticator: [10, 22], docStatus: [17], description: [25] };

/** The document of a group that has a TXA. `contents` are the OBX that hold it. */
export function addDocument(
  conversion: Conversion,
  group: Group,
  contents: readonly Group[],
  documented: Documented,
): Reference | undefined {
  const segment = group.segment("TXA");
  if (!segment) return undefined;
  const txa = conversion.read(segment);
  const { event } = conversion;
  const number = txa.value(12);
  const masterIdentifier = number && entityIdentifierOf(number, undefined, conversion.sender);
  const identity = masterIdentifier && [masterIdentifier.system, masterIdentifier.value];
  const form = formOf(txa);
  const confidentiality = txa.concept(18, "0272");
  return conversion.add(
    "DocumentReference",
    conversion.idOf("DocumentReference", identity),
    {
      masterIdentifier,
      identifier: identifiersOf(txa),
      status: statusOf(txa, event),
      docStatus: event === "T11" ? "entered-in-error" : meaningOf(documentStatuses, txa.code(17)),
      type: txa.concept(2, "0270"),
      subject: documented.patient,
      date: txa.instant(6) ?? txa.instant(7),
      ...signaturesOf(conversion, txa),
      relatesTo: relatesTo(txa, event),
      description: txa.plainText(25),
      securityLabel: confidentiality && [confidentiality],
      content: contentsOf(conversion, contents, form?.contentType ?? undefined).map((one) => ({
        attachment: { ...form, ...one },
      })),
      context: contextOf(txa, documented),
    },
    {
      assumed: { status: "current", content: [{ attachment: form ?? absent }] },
      cleared: txa.cleared(clears),
      isDeleted: event === "T11",
    },
  );
}
