/**
 * Times of HL7 v2 (DTM, DT, TS) as FHIR writes them, exactly as precise: `20260102` is a day, `2026010203` a time to the
 * hour, which FHIR has only with minutes and seconds. FHIR wants to know where a time of day is; HL7 v2 seldom says, so
 * the zone of the sender is asked (HL7 v2.8, chapter 2A.22; FHIR R4 datatypes.html#dateTime).
 */
import type { FhirPeriod } from "@/lib/fhir";
import { element } from "./elements";

const written =
  /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(\.?\d{1,4})?)?)?)?)?)?([+-]\d{4})?$/;
/** As everybody else writes it (ISO 8601), some senders too. */
const extended =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/;

interface Moment {
  /** YYYY[-MM[-DD]]. */
  readonly day: string;
  /** HH:MM:SS[.S…]; absent where only the day is said. */
  readonly time?: string;
  /** ±HH:MM. */
  readonly offset?: string;
}

function isCalendarDay(day: string): boolean {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const at = new Date(Date.UTC(year, month - 1, date));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === date && year > 0;
}

function read(text: string | undefined): Moment | undefined {
  const plain = text?.trim() ?? "";
  const found = written.exec(plain) ?? extended.exec(plain);
  if (!found) return undefined;
  const [, year, month, date, hour, minute = "00", second = "00", fraction = "", zone] = found;
  const day = [year, month, date].filter((part) => part !== undefined).join("-");
  if (!isCalendarDay(day)) return undefined;
  if (hour === undefined) return { day };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset = zone === "Z" ? "+00:00" : zone && `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  // Some senders leave out the point before the fraction.
  const rest = fraction === "" || fraction.startsWith(".") ? fraction : `.${fraction}`;
  return { day, time: `${hour}:${minute}:${second}${rest}`, offset };
}

/** Making one takes longer than a hundred uses. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  formats.set(zone, format);
  return format;
}

/** How far a zone is from UTC at a moment, in milliseconds. */
function zoneOffsetMs(zone: string, atMs: number): number {
  const parts = formatIn(zone).formatToParts(atMs);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours = "0", minutes = "0"] = /^GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const dayMs = 86_400_000;

/**
 * The offset of a zone at a time of its own clocks. Of a time that is there twice the first is meant; one that the clocks
 * leave out goes by those of before.
 */
function offsetMs(zone: string, asUtcMs: number): number {
  return offsetOfDay(zone, Math.floor(asUtcMs / dayMs)) ?? offsetAt(zone, asUtcMs);
}

/** By zone and day since 1970; undefined where the clocks change about then. */
const offsets = new Map<string, number | undefined>();
const mostOffsets = 10_000;

/** The offset of a whole day: asking for it takes longer than all else that is done to a time. */
function offsetOfDay(zone: string, day: number): number | undefined {
  const key = `${zone} ${day}`;
  if (offsets.has(key)) return offsets.get(key);
  const [before, after] = [zoneOffsetMs(zone, (day - 1) * dayMs), zoneOffsetMs(zone, (day + 2) * dayMs)];
  const offset = before === after ? before : undefined;
  if (offsets.size >= mostOffsets) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

function offsetAt(zone: string, asUtcMs: number): number {
  const [before, after] = [zoneOffsetMs(zone, asUtcMs - dayMs), zoneOffsetMs(zone, asUtcMs + dayMs)];
  const holds = (offset: number) => zoneOffsetMs(zone, asUtcMs - offset) === offset;
  return !holds(before) && holds(after) ? after : before;
}

function offsetIn(zone: string, day: string, time: string): string {
  const minutes = offsetMs(zone, Date.parse(`${day}T${time.slice(0, 8)}Z`)) / 60_000;
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

/** A day, month or year; a time of day in it is left out. Undefined for what is no date. */
export function fhirDate(text: string | undefined): string | undefined {
  return read(text)?.day;
}

/** A dateTime; a time without an offset is one of `zone` (IANA). Undefined for what is none. */
export function fhirDateTime(text: string | undefined, zone: string): string | undefined {
  const moment = read(text);
  if (!moment?.time) return moment?.day;
  return `${moment.day}T${moment.time}${moment.offset ?? offsetIn(zone, moment.day, moment.time)}`;
}

/** An instant: only what is known to the second. */
export function fhirInstant(text: string | undefined, zone: string): string | undefined {
  const dateTime = fhirDateTime(text, zone);
  return dateTime?.includes("T") ? dateTime : undefined;
}

const clock = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(\.\d{1,4})?)?)?([+-]\d{4})?$/;

/** A time of any day (TM), which FHIR has without an offset. Undefined for what is none. */
export function fhirTime(text: string | undefined): string | undefined {
  const [found, hour, minute = "00", second = "00", fraction = ""] = clock.exec(text?.trim() ?? "") ?? [];
  if (!found || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return `${hour}:${minute}:${second}${fraction}`;
}

/** Whether a time is before another; of a day and a time in it neither is. */
function isBefore(first: string, second: string): boolean {
  if (first.includes("T") && second.includes("T")) return Date.parse(first) < Date.parse(second);
  const length = Math.min(first.length, second.length, 10);
  return first.slice(0, length) < second.slice(0, length);
}

/** From when to when. An end before the start is a mistake, which FHIR does not take: then only the start stands. */
export function periodOf(start: string | undefined, end: string | undefined): FhirPeriod | undefined {
  const isWrong = start !== undefined && end !== undefined && isBefore(end, start);
  return element<FhirPeriod>({ start, end: isWrong ? undefined : end });
}
