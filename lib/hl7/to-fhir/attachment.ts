/** ED, RP and texts as Attachment (guide: ED[Attachment], RP[Attachment]). */
import { isUtf8 } from "node:buffer";
import type { FhirAttachment } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import { element } from "./elements";
import { meaningOf, type Table } from "./table";

export interface Attachment extends FhirAttachment {
  readonly data?: string;
}

/** Table 0291, and what senders write in its place; the wide types of 0191 where it says nothing. */
const contentTypes: Table = {
  PDF: "application/pdf",
  RTF: "text/rtf",
  HTML: "text/html",
  XML: "text/xml",
  JPEG: "image/jpeg",
  JPG: "image/jpeg",
  PNG: "image/png",
  GIF: "image/gif",
  TIFF: "image/tiff",
  DICOM: "application/dicom",
  TEXT: "text/plain",
  PLAIN: "text/plain",
  BASIC: "audio/basic",
  "X-HL7-CDA-LEVEL-ONE": "text/xml",
  "OCTET-STREAM": "application/octet-stream",
  TX: "text/plain",
  FT: "text/plain",
};

/** The wide types of table 0191, where they are not FHIR's own. */
const wideTypes: Table = {
  AP: "application",
  AU: "audio",
  IM: "image",
  TX: "text",
  FT: "text",
};

const mediaType = /^[\w.+-]+\/[\w.+-]+$/;

export function contentTypeOf(type: string | undefined, subtype: string | undefined): string | undefined {
  const whole = [subtype, type].find((part) => part !== undefined && mediaType.test(part));
  if (whole !== undefined) return whole.toLowerCase();
  const wide = type?.toUpperCase() ?? "";
  const known = meaningOf(contentTypes, subtype?.toUpperCase());
  if (known !== undefined) return known;
  const both = `${meaningOf(wideTypes, wide) ?? wide}/${subtype}`.toLowerCase();
  return type !== undefined && subtype !== undefined && mediaType.test(both)
    ? both
    : meaningOf(contentTypes, wide);
}

/** Base64 as FHIR takes it, with the padding that some leave out; undefined for what is none. */
function base64Of(text: string): string | undefined {
  const compact = text.replaceAll(/\s+/g, "");
  const padded = compact.padEnd(Math.ceil(compact.length / 4) * 4, "=");
  return /^[A-Za-z\d+/]*={0,2}$/.test(padded) ? padded : undefined;
}

/** What files of a type begin with. */
const signatures: readonly (readonly [string, string])[] = [
  ["%PDF-", "application/pdf"],
  ["{\\rtf", "text/rtf"],
  ["\x89PNG", "image/png"],
  ["\xff\xd8\xff", "image/jpeg"],
  ["GIF8", "image/gif"],
  ["II*\0", "image/tiff"],
  ["MM\0*", "image/tiff"],
];

/** The type that the bytes tell by how they begin. */
function signedType(data: string | undefined): string | undefined {
  const start = Buffer.from(data?.slice(0, 12) ?? "", "base64").toString("latin1");
  return signatures.find(([signature]) => start.startsWith(signature))?.[1];
}

/** The type of what nothing says it of. */
function plainType(data: string): string {
  const bytes = Buffer.from(data, "base64");
  return isUtf8(bytes) && !bytes.includes(0) ? "text/plain" : "application/octet-stream";
}

/** Types whose files are text, which may stand in a message as they are. */
const isTextual = (contentType: string) => /^text\/|[/+](xml|json|rtf)$/.test(contentType);

/** No blanks, and longer than words are. */
const isOneLongWord = (written: string) => /^[^ \t]{40,}$/.test(written);

/** What one who reads a value says of it: its title, of what type it is where nothing tells, and whom to tell of faults. */
export interface Reading {
  readonly title?: string | undefined;
  readonly usualType?: string | undefined;
  readonly tell?: (message: string) => void;
}

/**
 * By the encoding of table 0299; what is not in the encoding it names is a text. So is what names none, unless it is base64
 * and can be nothing else: it begins as only files of a type do, or is of a type whose files are no text.
 */
function dataOf(written: string, encoding: string, contentType: string | undefined, { tell }: Reading) {
  if (encoding === "HEX" && /^(\s*[\dA-Fa-f]{2})*\s*$/.test(written)) {
    return Buffer.from(written.replaceAll(/\s+/g, ""), "hex").toString("base64");
  }
  const data = base64Of(written);
  if (data !== undefined && (encoding === "BASE64" || signedType(data))) return data;
  const isBinary = contentType !== undefined && !isTextual(contentType);
  if (data !== undefined && encoding === "" && isBinary && isOneLongWord(written)) {
    tell?.("The encoding is not said; the data is read as base64.");
    return data;
  }
  if (!["", "A"].includes(encoding)) tell?.(`The data is not in the encoding it names; it is kept as text.`);
  return Buffer.from(written, "utf8").toString("base64");
}

/**
 * ED. A sender that leaves the source out puts all that follows one component to the left of where it belongs. FHIR wants
 * to know of what type data is: what the value says, else what the bytes tell, else what is usual.
 */
export function encapsulatedOf(value: Repetition, reading: Reading): Attachment | undefined {
  const { title, usualType } = reading;
  const isShifted = value.text(5) === undefined && value.text(3)?.toUpperCase() === "BASE64";
  const [type, subtype, encoding = "", written] = [2, 3, 4, 5].map((component) =>
    value.whole(component - (isShifted ? 1 : 0)),
  );
  const said = contentTypeOf(type, subtype);
  if (written === undefined)
    return said === undefined ? undefined : element<Attachment>({ contentType: said, title });
  const data = dataOf(written, encoding.toUpperCase(), said ?? usualType, reading);
  const contentType = said ?? signedType(data) ?? usualType ?? plainType(data);
  return element<Attachment>({ contentType, data, title });
}

/** RP: where it lies. */
export function pointedAt(value: Repetition, { title }: Reading): Attachment | undefined {
  const url = value.whole(1)?.replaceAll(/\s/g, encodeURIComponent);
  if (url === undefined) return undefined;
  return element<Attachment>({ contentType: contentTypeOf(value.text(3), value.text(4)), url, title });
}

export function textAttachment(text: string, title: string | undefined): Attachment | undefined {
  return element<Attachment>({
    contentType: "text/plain",
    data: Buffer.from(text, "utf8").toString("base64"),
    title,
  });
}
