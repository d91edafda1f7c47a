import { describe, expect, it } from "vitest";
import { axisTicks, timeTicks } from "./axis";

describe("a value axis", () => {
  it.each([
    [0, [0, 1, 2, 3, 4]],
    [4, [0, 1, 2, 3, 4]],
    [59_000, [0, 20_000, 40_000, 60_000, 80_000]],
    [98_000, [0, 25_000, 50_000, 75_000, 100_000]],
    [230, [0, 100, 200, 300, 400]],
  ])("ends in four even steps at or above %i", (highest, ticks) => {
    expect(axisTicks(highest)).toEqual(ticks);
  });
});

describe("a time axis", () => {
  const minutes = Array.from({ length: 60 }, (_, minute) =>
    new Date(Date.parse("2026-11-17T14:43:00Z") + minute * 60_000).toISOString(),
  );

  it("writes the quarters of the hour and the last minute", () => {
    expect(timeTicks(minutes, 15).map((at) => at.slice(11, 16))).toEqual([
      "14:45",
      "15:00",
      "15:15",
      "15:30",
      "15:42",
    ]);
  });

  it("leaves out a time that would run into the last one", () => {
    expect(timeTicks(minutes.slice(0, 49), 15).map((at) => at.slice(11, 16))).toEqual([
      "14:45",
      "15:00",
      "15:15",
      "15:31",
    ]);
  });
});
