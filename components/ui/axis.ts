/** The four steps of a value axis, from zero to a round number at or above the highest value. */
export function axisTicks(highest: number): number[] {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(highest, 4) / 4));
  const factor = [1, 2, 2.5, 5].find((each) => each * magnitude * 4 >= highest) ?? 10;
  return [0, 1, 2, 3, 4].map((index) => index * factor * magnitude);
}

const minuteMs = 60_000;

/**
 * The moments written below a time axis: those on a full multiple of `everyMinutes`, and the last one. One that
 * would run into the last is left out.
 */
export function timeTicks(moments: readonly string[], everyMinutes: number): string[] {
  const last = moments.length - 1;
  const room = Math.ceil(moments.length / 8);
  return moments.filter((at, index) => {
    if (index === last) return true;
    return last - index > room && Date.parse(at) % (everyMinutes * minuteMs) === 0;
  });
}
