/** Records by when they happen. Pure. */

/** A day counts as to come while it lasts in the zone of the viewer; a time until it has passed. */
function isToCome(at: string, now: Date): boolean {
  if (at.includes("T")) return new Date(at) > now;
  const [year = 0, month = 1, day = 1] = at.split("-").map(Number);
  return new Date(year, month - 1, day) > now;
}

function instantOf(at: string | null): number {
  return at === null ? Number.NEGATIVE_INFINITY : new Date(at).getTime();
}

/** What is to come, the next first, and what was, the latest first; those without a time come last. */
export function splitByTime<R>(
  records: readonly R[],
  timeOf: (record: R) => string | null,
  now: Date,
): { upcoming: R[]; past: R[] } {
  const sorted = records.toSorted((left, right) => instantOf(timeOf(right)) - instantOf(timeOf(left)) || 0);
  const toCome = (record: R) => {
    const at = timeOf(record);
    return at !== null && isToCome(at, now);
  };
  return {
    upcoming: sorted.filter(toCome).reverse(),
    past: sorted.filter((record) => !toCome(record)),
  };
}
