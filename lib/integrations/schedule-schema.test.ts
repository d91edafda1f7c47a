import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextRuns } from "@/lib/platform/cron";
import { scheduleSchema } from "./schedule-schema";

describe("a schedule", () => {
  it.each([
    "0 */6 * * *",
    "*/15 8-17 * * MON-FRI",
    "0 0 1 JAN *",
    "5,35 0 29 feb *",
    "0 0 31 2 5",
    "0 0 * * 5-7",
  ])("takes %j", (cron) => {
    expect(scheduleSchema.parse({ cron })).toEqual({ cron, timeZone: "UTC" });
  });

  it.each([
    ["an hour that does not exist", "0 25 * * *"],
    ["a day that never comes", "0 0 31 2,4 *"],
    ["a range that goes back", "0 17-8 * * *"],
    ["a step of nothing", "*/0 * * * *"],
    ["a weekday named twice", "0 0 * * 0,7"],
    ["seconds", "0 0 6 * * *"],
    ["a name", "@daily"],
    ["a time by chance", "H 6 * * *"],
    ["words", "every day"],
    ["a field with an end missing", "1, 6 * * *"],
    ["nothing", ""],
  ])("refuses %s", (_, cron) => {
    expect(scheduleSchema.safeParse({ cron }).success).toBe(false);
  });

  it("that is taken has a next time, whatever its fields are", () => {
    const number = fc.integer({ min: 0, max: 60 }).map(String);
    const named = fc.constantFrom("*", "JAN", "dec", "MON", "sat", "7");
    const value = fc.oneof({ weight: 3, arbitrary: number }, named);
    const range = fc.tuple(value, value).map((ends) => ends.join("-"));
    const part = fc
      .tuple(fc.oneof(value, range), fc.constantFrom("", "", "/2", "/7", "/61"))
      .map((both) => both.join(""));
    const field = fc.array(part, { minLength: 1, maxLength: 2 }).map((parts) => parts.join(","));
    const fields = fc.array(fc.oneof(field, fc.constant("*")), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(fields, (each) => {
        const cron = each.join(" ");
        if (!scheduleSchema.safeParse({ cron }).success) return;
        expect(
          nextRuns({ crons: [cron], timeZone: "UTC" }, new Date("2027-01-01T00:00:00Z"), 1),
        ).toHaveLength(1);
      }),
      { numRuns: 3_000 },
    );
  });
});
