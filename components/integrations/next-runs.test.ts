import { expect, it } from "vitest";
import { nextRunWords } from "./next-runs";

const now = new Date("2026-11-17T20:42:16Z");

it("tells the next three runs of a schedule by the clock of its zone", () => {
  expect(nextRunWords({ cron: "0 */8 * * *", timeZone: "America/New_York" }, now)).toBe(
    "Next runs: today 16:00, then tomorrow 00:00 and tomorrow 08:00, by the clock of America/New_York",
  );
  expect(nextRunWords({ cron: "0 2 * * 0", timeZone: "UTC" }, now)).toBe(
    "Next runs: 22 Nov 02:00, then 29 Nov 02:00 and 6 Dec 02:00, by the clock of UTC",
  );
});

it("tells none of a schedule that cannot be read", () => {
  expect(nextRunWords({ cron: "0 25 * * *", timeZone: "UTC" }, now)).toBeNull();
});
