/**
 * What is odd about a message that is read nevertheless: what its header leaves out, and values that are not of the type
 * they are said to be. Names places, never what stands there.
 */

import type { Message } from "./message";
import type { Warning } from "./schema";
import type { Segment } from "./segment";
import { fhirDate } from "./to-fhir/moments";
import { isVersion } from "./version";

/** Fields that every header has (HL7 v2.8, chapter 2.14.9). */
const required: readonly (readonly [field: number, name: string])[] = [
  [7, "when it was sent"],
  [9, "its type"],
  [10, "its control id"],
  [11, "its processing id"],
  [12, "its version"],
];

function headerWarnings(message: Message): Warning[] {
  const missing = required
    .filter(([field]) => message.text(`MSH-${field}`) === undefined)
    .map(([field, name]): Warning => {
      return { code: "field_missing", segment: "MSH", field, message: `The header does not say ${name}.` };
    });
  const version = message.text("MSH-12");
  if (version === undefined || isVersion(version)) return missing;
  const unknown = "It was read as HL7 v2 of any version, since nobody knows the one it names.";
  return [...missing, { code: "version_unknown", segment: "MSH", field: 12, message: unknown }];
}

/** No digit fits in two ways, so that a million of them cost no more than their number. */
const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const time = /^\d{2}(\d{2}(\d{2}(\.\d{1,4})?)?)?([+-]\d{4})?$/;

/** How values are written of the types that OBX-2 names. */
const types: Readonly<Record<string, { readonly name: string; readonly fits: (text: string) => boolean }>> = {
  NM: { name: "number", fits: (text) => number.test(text.trim()) },
  DT: { name: "date", fits: (text) => fhirDate(text) !== undefined },
  TS: { name: "time", fits: (text) => fhirDate(text) !== undefined },
  DTM: { name: "time", fits: (text) => fhirDate(text) !== undefined },
  TM: { name: "time of day", fits: (text) => time.test(text) },
};

function resultWarnings(obx: Segment, index: number): Warning[] {
  const type = types[obx.text(2) ?? ""];
  const texts = obx.repetitions(5).map((value) => value.text());
  if (!type || texts.every((text) => text === undefined || type.fits(text))) return [];
  const message = `OBX-2 calls the value a ${type.name}, which it is not; it is kept as text.`;
  return [{ code: "value_unreadable", segment: `OBX(${index + 1})`, field: 5, message }];
}

function birthWarnings(pid: Segment, index: number): Warning[] {
  const written = pid.text(7);
  if (written === undefined || fhirDate(written) !== undefined) return [];
  const message = "The date of birth is not written as a date, so it is not known.";
  return [{ code: "value_unreadable", segment: `PID(${index + 1})`, field: 7, message }];
}

/** All that is odd, in the order of the message. */
export function warningsOf(message: Message): Warning[] {
  const broken = message.oddities.map(({ segment }): Warning => {
    const name = message.segments[segment - 1]?.name ?? "";
    const words = "A line break stands inside a value; it belongs in \\.br\\.";
    return { code: "line_broken", segment: name, field: null, message: words };
  });
  return [
    ...headerWarnings(message),
    ...broken,
    ...message.all("PID").flatMap(birthWarnings),
    ...message.all("OBX").flatMap(resultWarnings),
  ];
}
