/** When an appointment is and how long it takes (SCH, TQ1), and when what is needed for it is (AIS, AIG, AIL, AIP). */
import type { FhirJson, FhirPeriod } from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Conversion } from "./conversion";
import { absent } from "./elements";
import type { FieldReader } from "./field-reader";
import { periodOf } from "./moments";
import { meaningOf } from "./table";

/** Where each kind of resource says when it is needed, for how long, and how that stands. */
export const times: Readonly<Record<string, { start: number; duration: number; status: number }>> = {
  AIS: { start: 4, duration: 7, status: 10 },
  AIG: { start: 8, duration: 11, status: 14 },
  AIL: { start: 6, duration: 9, status: 12 },
  AIP: { start: 6, duration: 9, status: 12 },
};

/** Nothing that is planned takes longer; what says so has another meaning, or none. */
const longestMinutes = 366 * 24 * 60;

/** Minutes by a number and its unit; minutes where none is said. */
function minutesOf(reader: FieldReader, field: number): number | undefined {
  const number = reader.number(field);
  const unit = (reader.text(field + 1) ?? reader.text(field + 1, 2) ?? "MIN").toUpperCase();
  const factor = unit.startsWith("H") ? 60 : unit.startsWith("S") ? 1 / 60 : unit.startsWith("D") ? 1440 : 1;
  const minutes = number === undefined ? 0 : Math.round(number * factor);
  return minutes > 0 && minutes <= longestMinutes ? minutes : undefined;
}

/** A moment some minutes later, in the same offset; undefined after the year 9999, which FHIR does not know. */
function later(instant: string, minutes: number): string | undefined {
  const offset = /(Z|[+-]\d{2}:\d{2})$/.exec(instant)?.[0] ?? "Z";
  const [sign, hours, rest] = [
    offset.charAt(0) === "-" ? -1 : 1,
    Number(offset.slice(1, 3)),
    Number(offset.slice(4, 6)),
  ];
  const offsetMs = offset === "Z" ? 0 : sign * (hours * 60 + rest) * 60_000;
  const at = new Date(Date.parse(instant) + minutes * 60_000 + offsetMs);
  return at.getUTCFullYear() > 9999 ? undefined : `${at.toISOString().slice(0, 19)}${offset}`;
}

export interface Slot {
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly minutes: number | undefined;
  /** From start to end, where the message says both. */
  readonly available: number | undefined;
}

/** How long from one moment to another; undefined where that is no length of an appointment. */
function minutesBetween(start: string | undefined, end: string | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  const minutes = Math.round((Date.parse(end) - Date.parse(start)) / 60_000);
  return minutes > 0 && minutes <= longestMinutes ? minutes : undefined;
}

function hasUnit(reader: FieldReader, field: number): boolean {
  return (reader.text(field + 1) ?? reader.text(field + 1, 2)) !== undefined;
}

/** What a field says of how long it takes, as far as that fits between its start and end: less does, with a unit. */
function durationIn(
  conversion: Conversion,
  reader: FieldReader,
  field: number,
  available: number | undefined,
): number | undefined {
  const minutes = minutesOf(reader, field);
  if (minutes === undefined || available === undefined || minutes === available) return minutes;
  if (minutes < available && hasUnit(reader, field)) return minutes;
  conversion.note(reader.segment, field, "The duration does not fit the start and end, which count.");
  return available;
}

/** When it is: SCH-11, TQ1, else the first resource that says. */
export function slotOf(
  conversion: Conversion,
  sch: FieldReader,
  timing: Segment | undefined,
  resources: readonly FieldReader[],
): Slot {
  const tq1 = timing && conversion.read(timing);
  const timed = resources.find((resource) =>
    resource.instant(meaningOf(times, resource.segment.name)?.start ?? 0),
  );
  const place = timed && meaningOf(times, timed.segment.name);
  const start = sch.instant(11, 4) ?? tq1?.instant(7) ?? (place && timed.instant(place.start));
  const end = sch.instant(11, 5) ?? tq1?.instant(8);
  const available = minutesBetween(start, end);
  const minutes =
    durationIn(conversion, sch, 9, available) ??
    (place && durationIn(conversion, timed, place.duration, available));
  return { start, end: end ?? (start && minutes ? later(start, minutes) : undefined), minutes, available };
}

/** When a resource is needed: longer than the appointment takes only where the unit leaves no doubt. */
export function periodIn(
  conversion: Conversion,
  resource: FieldReader,
  { available }: Slot,
): FhirPeriod | undefined {
  const place = meaningOf(times, resource.segment.name);
  if (!place) return undefined;
  const start = resource.dateTime(place.start);
  const said = minutesOf(resource, place.duration);
  const isDoubtful = said && available && said > available && !hasUnit(resource, place.duration);
  const minutes = isDoubtful ? durationIn(conversion, resource, place.duration, available) : said;
  return periodOf(start, start?.includes("T") && minutes ? later(start, minutes) : undefined);
}

/** FHIR wants both or neither, and both of an appointment that is to be: what is not said is told to be unknown. */
export function absentSlot({ start, end }: Slot): FhirJson {
  return { ...(start ? {} : { _start: absent }), ...(end ? {} : { _end: absent }) };
}
