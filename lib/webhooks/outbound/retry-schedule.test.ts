import { expect, it } from "vitest";
import { holdMs, nextDelayMs } from "./retry-schedule";
import { defaultRetry } from "./schema";

const byDefault = { maxAttempts: defaultRetry.maxAttempts, retrySeconds: defaultRetry.scheduleSeconds };

it("waits as the schedule says, and gives up after the last try", () => {
  const waits = Array.from({ length: 8 }, (_, n) => nextDelayMs(byDefault, n + 1, 0.5));
  expect(waits).toEqual([5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000, null]);
});

it("spreads waits by a fifth to either side", () => {
  expect([nextDelayMs(byDefault, 2, 0), nextDelayMs(byDefault, 2, 1)]).toEqual([240_000, 360_000]);
});

it("repeats the last wait when there are more tries than waits", () => {
  expect(nextDelayMs({ maxAttempts: 5, retrySeconds: [1, 10] }, 4, 0.5)).toBe(10_000);
});

it("keeps a longer wait that was asked for, up to a day, and never shortens its own", () => {
  expect(nextDelayMs(byDefault, 1, 0.5, 120_000)).toBe(120_000);
  expect(nextDelayMs(byDefault, 2, 0.5, 1_000)).toBe(300_000);
  expect(nextDelayMs(byDefault, 1, 0.5, 1e12)).toBe(86_400_000);
  expect(nextDelayMs(byDefault, 8, 0.5, 120_000)).toBeNull();
});

const hour = 3_600_000;

it("leaves a receiver in trouble alone for longer and longer, up to five minutes", () => {
  for (const status of [null, 302, 408, 429, 500, 503]) {
    const holds = [1, 2, 3, 7, 30].map((failures) => holdMs(status, failures, hour));
    expect(holds).toEqual([5_000, 10_000, 20_000, 300_000, 300_000]);
  }
});

it("holds nobody up for a message that is refused", () => {
  for (const status of [400, 401, 404, 409, 422]) expect(holdMs(status, 9, hour)).toBe(0);
});

it("holds no longer than until the failed one's own next try, unless it was asked to", () => {
  expect(holdMs(500, 4, 1_000)).toBe(1_000);
  expect(holdMs(503, 1, 120_000, 120_000)).toBe(120_000);
  expect(holdMs(429, 1, null, 1e12)).toBe(86_400_000);
  expect(holdMs(500, 3, null)).toBe(20_000);
});
