import { describe, expect, it } from "vitest";
import { nextRunWords, rhythmWords, scheduleInUse, scheduleProblem, scheduleWords } from "./schedule-words";

const now = new Date("2026-11-17T20:42:16Z");

describe("a schedule in words", () => {
  it("goes by its name where it has one", () => {
    expect(scheduleWords(null)).toBe("Synchronised by hand");
    expect(scheduleWords({ cron: "0 */6 * * *", timeZone: "UTC" })).toBe("Every 6 hours");
    expect(scheduleWords({ cron: "5 4 * * 1", timeZone: "UTC" })).toBe("By the schedule 5 4 * * 1");
    expect(scheduleWords({ cron: "0 * * * *", fullCron: "0 2 * * 0", timeZone: "UTC" })).toBe(
      "Every hour, in full every Sunday at 02:00",
    );
  });

  it("is the one in use: none of an integration that is told, a quarter of an hour of one that asks", () => {
    const hourly = { cron: "0 * * * *", timeZone: "UTC" };
    expect(scheduleInUse({ syncStrategy: "webhook", schedule: hourly })).toBeNull();
    expect(scheduleInUse({ syncStrategy: "batch", schedule: hourly })).toBe(hourly);
    expect(scheduleWords(scheduleInUse({ syncStrategy: "polling", schedule: null }))).toBe(
      "Every 15 minutes",
    );
  });

  it("stands beside real time, every hour where nobody said otherwise", () => {
    expect(rhythmWords({ syncStrategy: "realtime", schedule: null })).toBe("In real time, and every hour");
    expect(rhythmWords({ syncStrategy: "manual", schedule: null })).toBe("Synchronised by hand");
  });

  it("tells its next three runs by the clock of its zone", () => {
    expect(nextRunWords({ cron: "0 */8 * * *", timeZone: "America/New_York" }, now)).toBe(
      "Next runs: today 16:00, then tomorrow 00:00 and tomorrow 08:00, by the clock of America/New_York",
    );
    expect(nextRunWords({ cron: "0 2 * * 0", timeZone: "UTC" }, now)).toBe(
      "Next runs: 22 Nov 02:00, then 29 Nov 02:00 and 6 Dec 02:00, by the clock of UTC",
    );
  });

  it("says what is wrong with one that cannot be read", () => {
    const broken = { cron: "0 25 * * *", timeZone: "Mars" };
    expect(nextRunWords(broken, now)).toBeNull();
    expect(Object.keys(scheduleProblem(broken) ?? {})).toEqual(["cron", "timeZone"]);
    expect(scheduleProblem({ cron: "0 2 * * *", timeZone: "UTC" })).toBeNull();
  });
});
