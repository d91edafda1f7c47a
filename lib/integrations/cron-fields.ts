/**
 * Whether a text is a cron expression of five fields (POSIX crontab, with steps and English names). The library that
 * computes the times checks as well; this one is small enough for every page that knows integrations. Pure.
 */

interface CronField {
  readonly from: number;
  readonly to: number;
  /** Names of the values, the first for `from`; what comes after them begins anew. */
  readonly names?: readonly string[];
}

const minutes: CronField = { from: 0, to: 59 };
const hours: CronField = { from: 0, to: 23 };
const days: CronField = { from: 1, to: 31 };
const months: CronField = {
  from: 1,
  to: 12,
  names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
/** 7 is Sunday too. */
const weekdays: CronField = { from: 0, to: 7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] };

/** By month, in a leap year. */
const lastDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** One value by number or name; NaN for anything else. */
function valueNamed(text: string, { from, to, names = [] }: CronField): number {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? from + named : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : Number.NaN;
}

/** How many values a field has before it begins anew. */
function countOf({ from, to, names }: CronField): number {
  return names?.length ?? to - from + 1;
}

/** The values that one part of a field's list stands for, such as 8-17/2; none where it cannot be read. */
function valuesOfPart(part: string, field: CronField): number[] {
  const [, every, first = "", last, step] = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/([1-9]\d?))?$/.exec(part) ?? [];
  const from = every ? field.from : valueNamed(first, field);
  const alone = step ? field.to : from;
  const to = every ? field.from + countOf(field) - 1 : last ? valueNamed(last, field) : alone;
  const values: number[] = [];
  for (let value = from; value <= to; value += Number(step ?? 1)) values.push(value);
  return values;
}

/** What a field stands for; null where a part of it names no value, or one that another part named. */
function valuesOf(text: string, field: CronField): number[] | null {
  const parts = text.split(",").map((part) => valuesOfPart(part, field));
  const values = parts.flat();
  const distinct = new Set(values.map((value) => (value - field.from) % countOf(field)));
  const isClear = parts.every(({ length }) => length > 0) && distinct.size === values.length;
  return isClear ? values : null;
}

/** Five fields that name a time which comes. */
export function isCron(cron: string): boolean {
  const texts = cron.split(" ");
  if (texts.length !== 5) return false;
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = texts;
  const wanted = valuesOf(day, days);
  const within = valuesOf(month, months);
  if (!valuesOf(minute, minutes) || !valuesOf(hour, hours) || !wanted || !within) return false;
  if (!valuesOf(weekday, weekdays)) return false;
  // A day of the month beside a weekday means either of them.
  return weekday !== "*" || within.some((each) => Math.min(...wanted) <= (lastDays[each - 1] ?? 0));
}
