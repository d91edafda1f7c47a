import { formatExact } from "@/components/ui/format";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A date as exactly as it is known: "15 May 1980", "May 1980", "1980"; a time with its zone. */
export function formatPartialDate(date: string): string {
  if (date.includes("T")) return formatTimed(date);
  const [year = date, month, day] = date.split("-");
  return [day && String(Number(day)), month && months[Number(month) - 1], year].filter(Boolean).join(" ");
}

function formatTimed(time: string): string {
  const moment = new Date(time);
  return Number.isNaN(moment.getTime()) ? time : formatExact(moment);
}

/** Whole years between a date, of which at least month and year must be known, and `now`; else null. */
export function yearsSince(date: string, now: Date): number | null {
  const [year, month, day = 1] = date.slice(0, 10).split("-").map(Number);
  if (year === undefined || month === undefined) return null;
  const years = now.getFullYear() - year;
  const isBefore = now.getMonth() + 1 < month || (now.getMonth() + 1 === month && now.getDate() < day);
  return isBefore ? years - 1 : years;
}
