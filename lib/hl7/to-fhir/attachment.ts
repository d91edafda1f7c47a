/** ED, RP and texts as Attachment (guide: ED[Attachment], RP[Attachment]). */
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
  if (subtype !== undefined && mediaType.test(subtype)) return subtype.toLowerCase();
  const wide = type?.toUpperCase() ?? "";
  const known = meaningOf(contentTypes, subtype?.toUpperCase());
  if (known !== undefined) return known;
  const both = `${meaningOf(wideTypes, wide) ?? wide}/${subtype}`.toLowerCase();
  return type !== undefined && subtype !== undefined && mediaType.test(both)
    ? both
    : meaningOf(contentTypes, wide);
}

/** Base64 as FHIR takes it; undefined for what is none. */
function base64Of(text: string): string | undefined {
  const compact = text.replaceAll(/\s+/g, "");
  return compact.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(compact) ? compact : undefined;
}

/** By the encoding of table 0299; what is not in the encoding it names is a text. */
function dataOf(encoding: string, written: string): string | undefined {
  if (encoding === "HEX" && /^(\s*[\dA-Fa-f]{2})*\s*$/.test(written)) {
    return Buffer.from(written.replaceAll(/\s+/g, ""), "hex").toString("base64");
  }
  const data = encoding === "BASE64" ? base64Of(written) : undefined;
  return data ?? Buffer.from(written, "utf8").toString("base64");
}

/** ED. A sender that leaves the source out puts all that follows one component to the left of where it belongs. */
export function encapsulatedOf(value: Repetition, title: string | undefined): Attachment | undefined {
  const isShifted = value.text(5) === undefined && value.text(3)?.toUpperCase() === "BASE64";
  const [type, subtype, encoding, written] = [2, 3, 4, 5].map((component) =>
    value.text(component - (isShifted ? 1 : 0)),
  );
  const data = written === undefined ? undefined : dataOf(encoding?.toUpperCase() ?? "A", written);
  const contentType = contentTypeOf(type, subtype);
  if (data === undefined && contentType === undefined) return undefined;
  return element<Attachment>({ contentType, data, title });
}

/** RP: where it lies. */
export function pointedAt(value: Repetition, title: string | undefined): Attachment | undefined {
  const url = value.text(1)?.replaceAll(/\s/g, encodeURIComponent);
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
