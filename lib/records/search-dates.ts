/**
 * The dates that records are found by, as the time they cover: a year is all of it, a second that second. Times
 * without a zone, and days, are UTC's. Pure.
 */
import type { RecordEntity } from "./schema";

/** From `low` to before `high`, as PostgreSQL writes moments: ISO 8601, or (-)infinity. */
export interface MomentRange {
  readonly low: string;
  readonly high: string;
}

export interface SearchDate extends MomentRange {
  readonly parameter: string;
}

type Unit = "year" | "month" | "day" | "minute" | "second" | "millisecond";

const unitMs = { minute: 60_000, second: 1_000, millisecond: 1 } as const;

const written = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:(T\d\d:\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

function unitOf([, , month, day, time, second, fraction]: RegExpExecArray): Unit {
  if (fraction) return "millisecond";
  if (second) return "second";
  if (time) return "minute";
  if (day) return "day";
  return month ? "month" : "year";
}

function endOf(start: Date, unit: Unit): Date {
  const end = new Date(start);
  if (unit === "year") end.setUTCFullYear(end.getUTCFullYear() + 1);
  else if (unit === "month") end.setUTCMonth(end.getUTCMonth() + 1);
  else if (unit === "day") end.setUTCDate(end.getUTCDate() + 1);
  else end.setTime(end.getTime() + unitMs[unit]);
  return end;
}

/** As PostgreSQL reads it; years that ISO 8601 does not write are beyond every date that is meant. */
export function moment(date: Date): string {
  const year = date.getUTCFullYear();
  if (year < 1) return "-infinity";
  return year > 9_999 ? "infinity" : date.toISOString();
}

/** JavaScript takes 30 February for a day in March. */
function isCalendarDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** The time that a date or dateTime of FHIR covers; undefined for what is none. */
export function momentRange(text: string): MomentRange | undefined {
  const parts = written.exec(text);
  if (!parts || parts[1] === "0000") return undefined;
  const [, year, month = "01", day = "01", time = "T00:00", second = "00", fraction = "", zone = "Z"] = parts;
  const start = new Date(`${year}-${month}-${day}${time}:${second}${fraction.slice(0, 4)}${zone}`);
  if (Number.isNaN(start.getTime()) || !isCalendarDay(`${year}-${month}-${day}`)) return undefined;
  // A zone may lead before the year 1, which PostgreSQL writes otherwise.
  if (start.getUTCFullYear() < 1) return undefined;
  return { low: moment(start), high: moment(endOf(start, unitOf(parts))) };
}

function rangeOf(text: unknown): MomentRange | undefined {
  return typeof text === "string" ? momentRange(text) : undefined;
}

/** From the beginning of the one to the end of the other; what is open or unreadable lasts for ever. */
function between(begins: unknown, ends: unknown): MomentRange | undefined {
  const [first, last] = [rangeOf(begins), rangeOf(ends)];
  if (!first && !last) return undefined;
  const range = { low: first?.low ?? "-infinity", high: last?.high ?? "infinity" };
  const isBackwards =
    first !== undefined && last !== undefined && range.high !== "infinity" && range.low >= range.high;
  return isBackwards ? undefined : range;
}

/** By entity and search parameter, the fields in which its time begins and ends. */
export const dateFields = {
  patients: { birthdate: ["dateOfBirth"], "death-date": ["deceased"] },
  practitioners: {},
  observations: { date: ["effectiveAt"] },
  conditions: { "onset-date": ["onsetAt"], "abatement-date": ["abatedAt"], "recorded-date": ["recordedAt"] },
  medications: { "expiration-date": ["expiresAt"] },
  medication_requests: { authoredon: ["authoredAt"] },
  appointments: { date: ["startAt"] },
  encounters: { date: ["startAt", "endAt"] },
  diagnostic_reports: { date: ["effectiveAt"], issued: ["issuedAt"] },
  documents: { date: ["indexedAt"], period: ["startAt", "endAt"] },
} as const satisfies Record<RecordEntity, Readonly<Record<string, readonly [string, string?]>>>;

const fieldsByEntity = new Map<string, (readonly [string, readonly [string, string?]])[]>(
  Object.entries(dateFields).map(([entity, parameters]) => [entity, Object.entries(parameters)]),
);

/** What a record is found by under each date parameter. */
export function searchDatesOf(entity: string, data: Readonly<Record<string, unknown>>): SearchDate[] {
  return (fieldsByEntity.get(entity) ?? []).flatMap(([parameter, [begins, ends = begins]]) => {
    const range = between(data[begins], data[ends]);
    return range ? [{ parameter, ...range }] : [];
  });
}

/** A parameter's name as search_keys() takes it. */
export function dateToken(parameter: string): string {
  return `date ${parameter}`;
}
