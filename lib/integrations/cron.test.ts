import { describe, expect, it } from "vitest";
import { nextRuns, scheduleSchema } from "./cron";

describe("a schedule", () => {
  it.each(["0 */6 * * *", "*/15 8-17 * * MON-FRI", "0 0 1 JAN *"])("takes %j", (cron) => {
    expect(scheduleSchema.parse({ cron })).toEqual({ cron, timeZone: "UTC" });
  });

  it.each([
    ["an hour that does not exist", "0 25 * * *"],
    ["a day that never comes", "0 0 31 2 *"],
    ["seconds", "0 0 6 * * *"],
    ["a name", "@daily"],
    ["a time by chance", "H 6 * * *"],
    ["words", "every day"],
    ["nothing", ""],
  ])("refuses %s", (_, cron) => {
    expect(scheduleSchema.safeParse({ cron }).success).toBe(false);
  });

  it("runs by the clock of its zone, also when that is put forward", () => {
    const schedule = { cron: "30 8 * * *", timeZone: "America/New_York" };
    const runs = nextRuns(schedule, new Date("2027-03-13T00:00:00Z"), 3);
    expect(runs.map((run) => run.toISOString())).toEqual([
      "2027-03-13T13:30:00.000Z",
      "2027-03-14T12:30:00.000Z",
      "2027-03-15T12:30:00.000Z",
    ]);
  });
});
