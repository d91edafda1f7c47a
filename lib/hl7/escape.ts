/** Escape sequences (HL7 v2.8, chapter 2.7): what stands for delimiters, line breaks and bytes inside a text. */
import type { Delimiters } from "./delimiters";

function letterMeaning(letter: string, delimiters: Delimiters): string | undefined {
  switch (letter) {
    case "F":
      return delimiters.field;
    case "S":
      return delimiters.component;
    case "T":
      return delimiters.subcomponent;
    case "R":
      return delimiters.repetition;
    case "E":
      return delimiters.escape;
    case "P":
      return delimiters.truncation || "#";
    // Highlighting begins and ends: no text.
    case "H":
    case "N":
      return "";
    default:
      return undefined;
  }
}

/** Bytes in hexadecimal; as UTF-8 where they are that, else one character a byte. */
function bytesMeaning(digits: string): string | undefined {
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[\dA-Fa-f]+$/.test(digits)) return undefined;
  const bytes = Buffer.from(digits, "hex");
  const text = bytes.toString("utf8");
  return text.includes("\uFFFD") ? bytes.toString("latin1") : text;
}

/** Formatting commands that are text to a reader: line breaks and spaces. */
function formatMeaning(command: string): string | undefined {
  const [, name, count] = /^\.([a-z]{2})[ +]?(\d*)$/i.exec(command) ?? [];
  const times = Math.min(Number(count || 1), 100);
  switch (name?.toLowerCase()) {
    case "br":
      return "\n";
    case "sp":
      return "\n".repeat(times);
    case "sk":
      return " ".repeat(times);
    case "in":
    case "ti":
    case "fi":
    case "nf":
    case "ce":
      return "";
    default:
      return undefined;
  }
}

function meaning(sequence: string, delimiters: Delimiters): string | undefined {
  if (sequence.length === 1) return letterMeaning(sequence, delimiters);
  if (sequence.startsWith("X")) return bytesMeaning(sequence.slice(1));
  return sequence.startsWith(".") ? formatMeaning(sequence) : undefined;
}

/** The text that a written value means. A sequence that nobody knows stays as it is written. */
export function unescapeText(written: string, delimiters: Delimiters): string {
  const mark = delimiters.escape;
  if (mark === "" || !written.includes(mark)) return written;
  let text = "";
  let at = 0;
  for (;;) {
    const begin = written.indexOf(mark, at);
    const end = begin === -1 ? -1 : written.indexOf(mark, begin + 1);
    if (end === -1) return text + written.slice(at);
    const known = meaning(written.slice(begin + 1, end), delimiters);
    if (known === undefined) {
      // The escape that would have ended it may begin another.
      text += written.slice(at, end);
      at = end;
    } else {
      text += written.slice(at, begin) + known;
      at = end + 1;
    }
  }
}

/** A text as it is written: delimiters and line breaks would end it otherwise. */
export function escapeText(text: string, delimiters: Delimiters): string {
  const { field, component, repetition, subcomponent } = delimiters;
  const mark = delimiters.escape;
  if (mark === "") return text;
  let written = "";
  let at = 0;
  const stop = (index: number, sequence: string, length = 1) => {
    written += `${text.slice(at, index)}${mark}${sequence}${mark}`;
    at = index + length;
  };
  for (let index = 0; index < text.length; index++) {
    if (index < at) continue;
    const character = text.charAt(index);
    if (character === mark) stop(index, "E");
    else if (character === field) stop(index, "F");
    else if (character === component) stop(index, "S");
    else if (character === repetition) stop(index, "R");
    else if (character === subcomponent) stop(index, "T");
    else if (character === "\r" && text.charAt(index + 1) === "\n") stop(index, ".br", 2);
    else if (character === "\r" || character === "\n") stop(index, ".br");
  }
  return at === 0 ? text : written + text.slice(at);
}
