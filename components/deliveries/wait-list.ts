/** Waits as people write them: "5 s, 5 min, 2 h". */

const units = { s: 1, min: 60, h: 3_600 } as const;
const piece = /^(\d{1,9}) ?(s|min|h)$/;

function secondsOf(text: string): number {
  const [, count, unit] = piece.exec(text) ?? [];
  return unit === "s" || unit === "min" || unit === "h" ? Number(count) * units[unit] : Number.NaN;
}

/** The waits in seconds; NaN stands where one cannot be read. */
export function parseWaits(text: string): number[] {
  return text
    .split(",")
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== "")
    .map(secondsOf);
}

function waitOf(seconds: number): string {
  if (seconds % units.h === 0) return `${seconds / units.h} h`;
  return seconds % units.min === 0 ? `${seconds / units.min} min` : `${seconds} s`;
}

/** The same waits as text, each in the largest unit that keeps it whole. */
export function writeWaits(seconds: readonly number[]): string {
  return seconds.map(waitOf).join(", ");
}

/** Seconds from the first try to the last one of `attempts`, without the time the tries take; the last wait repeats. */
export function wholeWait(seconds: readonly number[], attempts: number): number {
  const waits = Array.from(
    { length: Math.max(attempts - 1, 0) },
    (_, n) => seconds[n] ?? seconds.at(-1) ?? 0,
  );
  return waits.reduce((sum, each) => sum + each, 0);
}
