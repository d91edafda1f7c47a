/**
 * What is odd about a message that is read nevertheless: what its header leaves out, and values that are not of the type
 * they are said to be. Names places, never what stands there.
 */

import type { Message } from "./message";
import { missingFields } from "./required";
import type { Warning } from "./schema";
import type { Segment } from "./segment";
import { fhirDate } from "./to-fhir/moments";
import { isVersion } from "./version";

function versionWarnings(message: Message): Warning[] {
  const version = message.text("MSH-12");
  if (version === undefined || isVersion(version)) return [];
  const words = "It was read as HL7 v2 of any version, since nobody knows the one it names.";
  return [{ code: "version_unknown", segment: "MSH", field: 12, message: words }];
}

function missingWarnings(segment: Segment, place: string): Warning[] {
  const subject = segment.name === "MSH" ? "The header" : segment.name;
  return missingFields(segment).map(([field, says]) => {
    return { code: "field_missing", segment: place, field, message: `${subject} does not say ${says}.` };
  });
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

function resultWarnings(obx: Segment, place: string): Warning[] {
  const type = types[obx.text(2) ?? ""];
  const texts = obx.repetitions(5).map((value) => value.text());
  if (!type || texts.every((text) => text === undefined || type.fits(text))) return [];
  const message = `OBX-2 calls the value a ${type.name}, which it is not; it is kept as text.`;
  return [{ code: "value_unreadable", segment: place, field: 5, message }];
}

function birthWarnings(pid: Segment, place: string): Warning[] {
  const written = pid.text(7);
  if (written === undefined || fhirDate(written) !== undefined) return [];
  const message = "The date of birth is not written as a date, so it is not known.";
  return [{ code: "value_unreadable", segment: place, field: 7, message }];
}

function segmentWarnings(segment: Segment, place: string): Warning[] {
  const missing = missingWarnings(segment, place);
  if (segment.name === "PID") return [...missing, ...birthWarnings(segment, place)];
  return segment.name === "OBX" ? [...missing, ...resultWarnings(segment, place)] : missing;
}

/** The header by its name, all others with their number among those of their name. */
function placesOf(message: Message): string[] {
  const seen = new Map<string, number>();
  return message.segments.map(({ name }, index) => {
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    return index === 0 ? name : `${name}(${occurrence})`;
  });
}

/** All that is odd: about the message as a whole, then segment by segment. */
export function warningsOf(message: Message): Warning[] {
  const broken = message.oddities.map(({ segment }): Warning => {
    const name = message.segments[segment - 1]?.name ?? "";
    const words = "A line break stands inside a value; it belongs in \\.br\\.";
    return { code: "line_broken", segment: name, field: null, message: words };
  });
  const places = placesOf(message);
  return [
    ...versionWarnings(message),
    ...broken,
    ...message.segments.flatMap((segment, index) => segmentWarnings(segment, places[index] ?? "")),
  ];
}
