import { expect, it } from "vitest";
import { defaultRetry } from "@/lib/webhooks/schema";
import { parseWaits, wholeWait, writeWaits } from "./wait-list";

it("reads what it writes", () => {
  const text = writeWaits(defaultRetry.scheduleSeconds);
  expect(text).toBe("5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h");
  expect(parseWaits(text)).toEqual(defaultRetry.scheduleSeconds);
});

it("takes waits as people type them, and marks what it cannot read", () => {
  expect(parseWaits("90s,  2H ,")).toEqual([90, 7_200]);
  expect(parseWaits("soon, 5 s")).toEqual([Number.NaN, 5]);
  expect(parseWaits("")).toEqual([]);
});

it("tells how long all tries take", () => {
  const { scheduleSeconds, maxAttempts } = defaultRetry;
  expect(wholeWait(scheduleSeconds, maxAttempts)).toBe(99_305);
  expect(wholeWait([1, 10], 4)).toBe(21);
  expect(wholeWait([1], 1)).toBe(0);
});
