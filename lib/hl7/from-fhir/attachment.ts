/** Attachment as OBX-2, 3, 5 and 14: ED, RP, or text. */
import type { FhirCodeableConcept } from "@/lib/fhir";
import { components, type Fields, repetitions } from "../compose";
import { writeConcept } from "./data-types";
import { writeTime } from "./moments";
import type { WrittenValue } from "./observation-value";
import type { Attachment } from "./parts";

/**
 * An attachment: its bytes (ED), words that can be read as they are (TX, a line each), or where it lies (RP).
 * Undefined where there is neither.
 */
export function writeAttachment({ contentType, data, url }: Attachment): WrittenValue | undefined {
  const [main = "", sub = ""] = (contentType ?? "application/octet-stream").split(";")[0]?.split("/") ?? [];
  if (!data) return url ? { type: "RP", value: components(url, undefined, main, sub) } : undefined;
  if (main === "text" && sub === "plain") {
    const lines = Buffer.from(data, "base64")
      .toString("utf8")
      .split(/\r\n|\r|\n/);
    return { type: "TX", value: repetitions(...lines) };
  }
  return { type: "ED", value: components(undefined, main, sub, "Base64", data) };
}

/** Fields of an OBX for each attachment that has content or a place where it lies; `code` says what they are. */
export function attachmentFields(
  attachments: readonly Attachment[],
  code: FhirCodeableConcept | null | undefined,
): Fields[] {
  return attachments.flatMap((attachment) => {
    const written = writeAttachment(attachment);
    const { title, creation } = attachment;
    const name = writeConcept(title ? { coding: code?.coding, text: title } : code);
    return written ? [{ 2: written.type, 3: name, 5: written.value, 14: writeTime(creation) }] : [];
  });
}
