import { describe, expect, it } from "vitest";
import { rhythmWords, scheduleInUse, scheduleProblem, scheduleWords } from "./schedule-words";

describe("a schedule in words", () => {
  it("goes by its name where it has one", () => {
    expect(scheduleWords(null)).toBe("Synchronised by hand");
    expect(scheduleWords({ cron: "0 */6 * * *", timeZone: "UTC" })).toBe("Every 6 hours");
    expect(scheduleWords({ cron: "5 4 * * 1", timeZone: "UTC" })).toBe("By the schedule 5 4 * * 1");
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

  it("says what is wrong with one that cannot be read", () => {
    const broken = { cron: "0 25 * * *", timeZone: "Mars" };
    expect(Object.keys(scheduleProblem(broken) ?? {})).toEqual(["cron", "timeZone"]);
    expect(scheduleProblem({ cron: "0 2 * * *", timeZone: "UTC" })).toBeNull();
  });
});
