import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { setClock } from "@/lib/platform/clock";
import { openPace } from "./pace";

let restore = () => {};
afterEach(() => restore());

/** When each call has its turn, of calls that come at `arrivals`. */
function turns(rate: { calls: number; perMs: number }, arrivals: readonly number[]): number[] {
  let at = 0;
  restore = setClock(() => at);
  const wait = openPace(rate);
  return arrivals.map((arrival) => {
    at = arrival;
    return arrival + wait();
  });
}

describe("openPace", () => {
  it("lets a few calls go at once and the others evenly", () => {
    const rate = { calls: 8, perMs: 6_000 };
    expect(turns(rate, [0, 0, 0, 0, 10_000])).toEqual([0, 0, 1_000, 2_000, 10_000]);
  });

  it("never lets a stretch of time hold more calls than the rate allows", () => {
    const rate = { calls: 20, perMs: 1_000 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 200 }), (pauses) => {
        let arrival = 0;
        const at = turns(
          rate,
          pauses.map((pause) => {
            arrival += pause > 150 ? pause : 0;
            return arrival;
          }),
        );
        at.forEach((turn, first) => {
          const within = at.slice(first).filter((other) => other < turn + rate.perMs);
          expect(within.length).toBeLessThanOrEqual(rate.calls);
        });
      }),
    );
  });
});
