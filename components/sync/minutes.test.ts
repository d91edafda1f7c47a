import { expect, it } from "vitest";
import { lastHour } from "./minutes";

const now = new Date("2026-11-17T15:42:16Z");
const bucket = (at: string, added: number) => ({
  at,
  added,
  changed: 0,
  unchanged: 0,
  deleted: 0,
  conflicted: 0,
  jobs: 0,
  recordsSynced: added,
  failed: 0,
});

it("gives every minute of the last hour, also those of which nothing was told", () => {
  const points = lastHour([bucket("2026-11-17T15:40:00+00:00", 7)], now);
  expect(points).toHaveLength(60);
  expect(points[0]?.at).toBe("2026-11-17T14:43:00.000Z");
  expect(points.filter(({ added }) => added)).toMatchObject([{ at: "2026-11-17T15:40:00.000Z", added: 7 }]);
});

it("marks the minute that is not over, and leaves out what is older than an hour", () => {
  const points = lastHour(
    [bucket("2026-11-17T14:42:00.000Z", 9), bucket("2026-11-17T15:42:00.000Z", 1)],
    now,
  );
  expect(points.filter(({ isCurrent }) => isCurrent)).toMatchObject([{ added: 1 }]);
  expect(points.some(({ added }) => added === 9)).toBe(false);
});
