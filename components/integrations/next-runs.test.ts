import { expect, it } from "vitest";
import { nextRunWords } from "./next-runs";

const now = new Date("2026-11-17T20:42:16Z");

it("tells the next three runs of a schedule by the clock of its zone", () => {
  expect(nextRunWords({ cron: "0 */8 * * *", timeZone: "America/New_York" }, now)).toBe(
    "Next runs: today 16:00, then tomorrow 00:00 and tomorrow 08:00, by the clock of America/New York",
  );
  expect(nextRunWords({ cron: "0 2 * * 0", timeZone: "UTC" }, now)).toBe(
    "Next runs: 22 Nov 02:00, then 29 Nov 02:00 and 6 Dec 02:00, by the clock of UTC",
  );
});

it("tells which run reads everything", () => {
  expect(nextRunWords({ cron: "0 */8 * * *", fullCron: "0 2 * * 0", timeZone: "UTC" }, now)).toBe(
    "Next runs: tomorrow 00:00, then tomorrow 08:00 and tomorrow 16:00, by the clock of UTC. Everything is read next 22 Nov 02:00",
  );
});

it("tells none of a schedule that cannot be read", () => {
  expect(nextRunWords({ cron: "0 25 * * *", timeZone: "UTC" }, now)).toBeNull();
});
