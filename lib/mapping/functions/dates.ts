/** Dates as vendors write them: ISO 8601, HL7 v2 timestamps and American dates. */
import { z } from "zod";
import type { Json } from "../path";
import { defineFunction, numeric, text } from "./define";

const isoPattern =
  /^(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<day>\d\d)(?:[T ](?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?<fraction>\.\d+)?)?(?<zone>Z|[+-]\d\d:?\d\d)?)?)?)?$/;
/** HL7 v2 chapter 2A, DTM: YYYY[MM[DD[HHMM[SS[.S…]]]]][+/-ZZZZ]. */
const hl7Pattern =
  /^(?<year>\d{4})(?:(?<month>\d\d)(?:(?<day>\d\d)(?:(?<hour>\d\d)(?<minute>\d\d)?(?:(?<second>\d\d)(?<fraction>\.\d+)?)?)?)?)?(?<zone>[+-]\d{4})?$/;
const americanPattern = /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/;

type Parts = Partial<Record<string, string>>;

function isCalendarDay(year: string, month: string, day: string): boolean {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}

/** ISO 8601 of the parts that are there: a date as exact as it was, or an instant in UTC. */
function isoOf({ year, month, day, hour, minute = "00", second = "00", fraction = "", zone = "Z" }: Parts) {
  if (year === undefined) return undefined;
  if (month === undefined) return year;
  const [m, d] = [month.padStart(2, "0"), (day ?? "01").padStart(2, "0")];
  if (!isCalendarDay(year, m, d)) return undefined;
  if (day === undefined) return `${year}-${m}`;
  if (hour === undefined) return `${year}-${m}-${d}`;
  const offset = zone.replace(/^([+-]\d\d)(\d\d)$/, "$1:$2");
  const instant = new Date(`${year}-${m}-${d}T${hour}:${minute}:${second}${fraction.slice(0, 4)}${offset}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}

function escaped(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** A pattern for dates of a format of YYYY, MM and DD. */
function patternOf(format: string): RegExp {
  const source = escaped(format)
    .replace("YYYY", "(?<year>\\d{4})")
    .replace("MM", "(?<month>\\d{1,2})")
    .replace("DD", "(?<day>\\d{1,2})");
  return new RegExp(`^${source}$`);
}

function toIso(value: string, format?: string): string | undefined {
  const trimmed = value.trim();
  const patterns = [...(format ? [patternOf(format)] : []), isoPattern, hl7Pattern, americanPattern];
  const match = patterns.map((pattern) => pattern.exec(trimmed)).find((found) => found !== null);
  return match?.groups && isoOf(match.groups);
}

function formatted(iso: string, format: string): string {
  const [year, month, day] = iso.slice(0, 10).split("-");
  if (year === undefined || month === undefined || day === undefined) return iso;
  return format.replace("YYYY", year).replace("MM", month).replace("DD", day);
}

const dateText = { ...text, words: "a date such as 1980-05-15, 19800515 or 05/15/1980" };
const isoText = { ...text, words: "an ISO date" };
const format = z.string().max(20).describe("made of YYYY, MM and DD");

/** Instants of the first to the last year that ISO 8601 writes with four digits. */
function instantOf(seconds: number): Json {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? undefined : date.toISOString();
}

export const dateFunctions = [
  defineFunction("date_to_iso", {
    description:
      "A date or timestamp as ISO 8601; partial dates stay partial, and a time without an offset counts as UTC.",
    takes: dateText,
    args: { format: format.optional() },
    inverse: "date_from_iso",
    examples: [
      { input: "05/15/1980", output: "1980-05-15" },
      { input: "19800515", output: "1980-05-15" },
      { input: "1980-05-15", output: "1980-05-15" },
      { input: "19800515103000-0500", output: "1980-05-15T15:30:00.000Z" },
      { input: "1980-05", output: "1980-05" },
      { input: "15.05.1980", args: { format: "DD.MM.YYYY" }, output: "1980-05-15" },
    ],
    apply: (value, args) => toIso(value, args.format),
  }),
  defineFunction("date_from_iso", {
    description: "An ISO date in another format; a partial date stays as it is.",
    takes: isoText,
    args: { format: format.default("MM/DD/YYYY") },
    inverse: "date_to_iso",
    examples: [
      { input: "1980-05-15", output: "05/15/1980" },
      { input: "1980-05-15", args: { format: "DD.MM.YYYY" }, output: "15.05.1980" },
      { input: "1980-05", output: "1980-05" },
    ],
    apply: (value, args) =>
      isoPattern.test(value) && toIso(value) ? formatted(value, args.format) : undefined,
  }),
  defineFunction("date_to_hl7", {
    description: "An ISO date as HL7 v2 writes it.",
    takes: isoText,
    inverse: "date_to_iso",
    examples: [
      { input: "1980-05-15", output: "19800515" },
      { input: "1980-05-15T15:30:00.000Z", output: "19800515153000+0000" },
    ],
    apply: (value) => {
      const iso = isoPattern.test(value) ? toIso(value) : undefined;
      return iso?.replace(/\.\d+/, "").replace("Z", "+0000").replace(/[-:T]/g, "");
    },
  }),
  defineFunction("date_to_unix", {
    description: "The seconds since 1970 of a date or timestamp; a date counts from midnight UTC.",
    takes: dateText,
    inverse: "date_from_unix",
    examples: [{ input: "1980-05-15T00:00:00Z", output: 327196800 }],
    apply: (value) => {
      const iso = toIso(value);
      return iso === undefined ? undefined : Math.floor(Date.parse(iso) / 1000);
    },
  }),
  defineFunction("date_from_unix", {
    description: "Seconds since 1970 as an ISO timestamp in UTC.",
    takes: numeric,
    inverse: "date_to_unix",
    examples: [{ input: 327196800, output: "1980-05-15T00:00:00.000Z" }],
    apply: instantOf,
  }),
  defineFunction("date_only", {
    description: "The day of an ISO timestamp, as it is written.",
    takes: isoText,
    examples: [{ input: "1980-05-15T23:30:00Z", output: "1980-05-15" }],
    apply: (value) => (isoPattern.test(value) ? value.slice(0, 10) : undefined),
  }),
  defineFunction("year_of", {
    description: "The year of a date.",
    takes: dateText,
    examples: [{ input: "05/15/1980", output: 1980 }],
    apply: (value) => {
      const iso = toIso(value);
      return iso === undefined ? undefined : Number(iso.slice(0, 4));
    },
  }),
];
