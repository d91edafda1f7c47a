import { expect, it } from "vitest";
import { nextRuns } from "./cron";

it("runs by the clock of its zone, also when that is put forward", () => {
  const times = { crons: ["30 8 * * *"], timeZone: "America/New_York" };
  const runs = nextRuns(times, new Date("2027-03-13T00:00:00Z"), 3);
  expect(runs.map((run) => run.toISOString())).toEqual([
    "2027-03-13T13:30:00.000Z",
    "2027-03-14T12:30:00.000Z",
    "2027-03-15T12:30:00.000Z",
  ]);
});

it("runs once where several expressions meet", () => {
  const times = { crons: ["0 */6 * * *", "0 0 * * 0", undefined], timeZone: "UTC" };
  const runs = nextRuns(times, new Date("2027-03-13T17:00:00Z"), 3);
  expect(runs.map((run) => run.toISOString())).toEqual([
    "2027-03-13T18:00:00.000Z",
    "2027-03-14T00:00:00.000Z",
    "2027-03-14T06:00:00.000Z",
  ]);
});
