/**
 * Bytes of a message as text, and back to the very same bytes. What a message says of its character set (MSH-18) is
 * believed as long as that holds: a reading counts only if writing it gives back what came.
 */
import { isAscii, isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { hl7Errors } from "../errors";
import { decodeJapanese, encodeJapanese } from "./japanese";
import { declaredEncodings, type Encoding, isEncoding, iso2022Japanese, utf8 } from "./names";

export interface DecodedMessage {
  readonly text: string;
  /** In which `encodeMessage` gives back the bytes. */
  readonly encoding: Encoding;
  /** What is odd about how the message names its character set: nobody knows the name, or the bytes are not in it. */
  readonly oddity?: "charset_unknown" | "charset_wrong";
}

function decodeIn(encoding: Encoding, bytes: Buffer): string | undefined {
  if (encoding === iso2022Japanese) return decodeJapanese(bytes);
  return iconv.decode(bytes, encoding, { stripBOM: false });
}

function encodeIn(encoding: Encoding, text: string): Buffer {
  if (encoding === iso2022Japanese) return encodeJapanese(text);
  return iconv.encode(text, encoding, { addBOM: false });
}

/** The text, where the bytes are in that encoding. */
function readIn(encoding: Encoding, bytes: Buffer): string | undefined {
  if (encoding === utf8) return isUtf8(bytes) ? bytes.toString("utf8") : undefined;
  if (encoding === "ascii") return isAscii(bytes) ? bytes.toString("latin1") : undefined;
  const text = decodeIn(encoding, bytes);
  return text !== undefined && encodeIn(encoding, text).equals(bytes) ? text : undefined;
}

function firstThatReads(encodings: readonly Encoding[], bytes: Buffer): DecodedMessage | undefined {
  for (const encoding of encodings) {
    const text = readIn(encoding, bytes);
    if (text !== undefined) return { text, encoding };
  }
  return undefined;
}

/** Byte order marks, and how a header begins where there is none. */
const wide: readonly (readonly [start: readonly number[], encoding: Encoding])[] = [
  [[0xff, 0xfe, 0, 0], "utf-32le"],
  [[0, 0, 0xfe, 0xff], "utf-32be"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
  [[0x4d, 0, 0, 0, 0x53], "utf-32le"],
  [[0, 0, 0, 0x4d, 0, 0, 0, 0x53], "utf-32be"],
  [[0x4d, 0, 0x53, 0, 0x48, 0], "utf-16le"],
  [[0, 0x4d, 0, 0x53, 0, 0x48], "utf-16be"],
];

function wideEncoding(bytes: Buffer): Encoding | undefined {
  return wide.find(([start]) => start.every((byte, index) => bytes[index] === byte))?.[1];
}

/** MSH-18 as it is written, wherever the first header stands. */
function declaredIn(bytes: Buffer): string[] {
  const at = bytes.indexOf("MSH");
  if (at === -1) return [];
  const [header = ""] = bytes.toString("latin1", at, at + mostOfHeader).split(/[\r\n]/, 1);
  const field = header.split(header.charAt(3))[17] ?? "";
  return field === "" ? [] : field.split(header.charAt(5));
}

const mostOfHeader = 4_096;

/** What holds any bytes: letters of Western Europe as most send them, else one letter a byte. */
const fallback: readonly Encoding[] = [utf8, "windows-1252"];

function otherwise(bytes: Buffer): DecodedMessage {
  return firstThatReads(fallback, bytes) ?? { text: bytes.toString("latin1"), encoding: "iso-8859-1" };
}

/** The text of a message or batch. Never fails: bytes that are of no character set are read one letter a byte. */
export function decodeMessage(message: Uint8Array): DecodedMessage {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const broad = wideEncoding(bytes);
  const names = broad ? [] : declaredIn(bytes);
  const declared = broad ? [broad] : declaredEncodings(names);
  const found = declared && firstThatReads(declared, bytes);
  if (found) return found;
  if (names.every((name) => name === "") && !broad) return otherwise(bytes);
  return { ...otherwise(bytes), oddity: declared ? "charset_wrong" : "charset_unknown" };
}

/**
 * The bytes of a text. `charset` is the `encoding` that it was read in, or a name of table 0211. Throws
 * `hl7_charset_unfit` where the text has letters that the character set has not, or nobody knows it.
 */
export function encodeMessage(text: string, charset: string): Buffer {
  const encoding = declaredEncodings([charset])?.[0] ?? charset;
  if (isEncoding(encoding)) {
    const bytes = encodeIn(encoding, text);
    if (decodeIn(encoding, bytes) === text) return bytes;
  }
  throw hl7Errors.hl7_charset_unfit({
    detail: "The message has letters that its character set (MSH-18) has not: send it as UNICODE UTF-8.",
  });
}
