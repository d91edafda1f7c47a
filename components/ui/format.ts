/**
 * Figures and times as people read them here: thousands with a comma, 24 h times, dates such as 17 Nov.
 * Times are in the viewer's zone unless another is given; the exact form names it.
 */
import { formatCount } from "@/lib/platform/format";

export { formatCount };

const oneDecimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A sum that need not be exact: "8,120", from a hundred thousand on "0.80 M". */
export function formatSum(count: number): string {
  return count < 100_000 ? formatCount(count) : `${(count / 1_000_000).toFixed(2)} M`;
}

/** The tick of an axis: 20000 → "20k". */
export function formatTick(count: number): string {
  return count < 1_000 ? oneDecimal.format(count) : `${oneDecimal.format(count / 1_000)}k`;
}

/** 0.67 → "67 %". Rounds down, so that nothing reads as complete before it is. */
export function formatShare(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

/** "640/s", or "6/min" where a second is too short to count in. */
export function formatRate(perSecond: number): string {
  return perSecond < 1 ? `${formatCount(perSecond * 60)}/min` : `${formatCount(perSecond)}/s`;
}

/** How long a thing took: "156 ms", "41 s", "1 min 48 s", "25 min", "3 h 5 min", "2 days". */
export function formatDuration(durationMs: number): string {
  if (durationMs < secondMs) return `${Math.round(durationMs)} ms`;
  const seconds = Math.round(durationMs / secondMs);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return joined(minutes, "min", seconds % 60, "s");
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joined(hours, "h", minutes % 60, "min");
  return plural(Math.floor(hours / 24), "day");
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** "37 s left", rounded up, so that it never promises too early. */
export function formatTimeLeft(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  return `${formatDuration((whole < 600 ? whole : Math.ceil(whole / 60) * 60) * secondMs)} left`;
}

/** How long ago: "now", "38 s ago", "11 min ago", "3 h ago"; a day or more is a date. */
export function formatAge(at: Date, now: Date, timeZone?: string): string {
  const ageMs = now.getTime() - at.getTime();
  if (ageMs >= dayMs || ageMs <= -minuteMs) return formatDate(at, now, timeZone);
  if (ageMs < secondMs) return "now";
  if (ageMs < minuteMs) return `${Math.floor(ageMs / secondMs)} s ago`;
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min ago`;
  return `${Math.floor(ageMs / hourMs)} h ago`;
}

/** How soon: "in 38 s", "in 11 min", "in 3 h"; a day or more is a date, and what is due is "now". */
export function formatUntil(at: Date, now: Date, timeZone?: string): string {
  const leftMs = at.getTime() - now.getTime();
  if (leftMs >= dayMs) return formatDate(at, now, timeZone);
  if (leftMs <= 0) return "now";
  if (leftMs < minuteMs) return `in ${Math.ceil(leftMs / secondMs)} s`;
  if (leftMs < hourMs) return `in ${Math.floor(leftMs / minuteMs)} min`;
  return `in ${Math.floor(leftMs / hourMs)} h`;
}

type DateParts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

function partsOf(at: Date, options: Intl.DateTimeFormatOptions): DateParts {
  const parts = new Intl.DateTimeFormat("en-US", options).formatToParts(at);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/** "17 Nov", in another year than now's "17 Nov 2025". */
export function formatDate(at: Date, now: Date, timeZone?: string): string {
  const options = { timeZone, year: "numeric", month: "short", day: "numeric" } as const;
  const { day, month, year } = partsOf(at, options);
  return year === partsOf(now, options).year ? `${day} ${month}` : `${day} ${month} ${year}`;
}

/** "10:31". */
export function formatTime(at: Date, timeZone?: string): string {
  const { hour, minute } = partsOf(at, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${hour}:${minute}`;
}

type TimeOrDateOptions = { timeZone?: string /** To the second. */; seconds?: boolean };

/** "10:31" on the day of now, "16 Nov" on any other. */
export function formatTimeOrDate(at: Date, now: Date, { timeZone, seconds }: TimeOrDateOptions = {}): string {
  const date = formatDate(at, now, timeZone);
  if (date !== formatDate(now, now, timeZone)) return date;
  return seconds ? formatClock(at, timeZone) : formatTime(at, timeZone);
}

/** "10:31:04". */
export function formatClock(at: Date, timeZone?: string): string {
  const { second } = partsOf(at, { timeZone, minute: "2-digit", second: "2-digit" });
  return `${formatTime(at, timeZone)}:${second}`;
}

/** "17 Nov 2026, 10:31:04 EST": the exact time, for tips and for screen readers. */
export function formatExact(at: Date, timeZone?: string): string {
  const { day, month, year, timeZoneName } = partsOf(at, {
    timeZone,
    year: "numeric",
    month: "short",
    day: "numeric",
    timeZoneName: "short",
  });
  return `${day} ${month} ${year}, ${formatClock(at, timeZone)} ${timeZoneName}`;
}
