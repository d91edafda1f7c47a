/** Figures in sentences that people read, written as the screens write them. */

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 6079 → "6,079". Also takes the text of a bigint, as PostgreSQL gives it. */
export function formatCount(count: number | string): string {
  return whole.format(Number(count));
}
