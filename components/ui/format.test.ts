import { describe, expect, it } from "vitest";
import {
  formatAge,
  formatClock,
  formatCount,
  formatDate,
  formatDuration,
  formatExact,
  formatRate,
  formatShare,
  formatSum,
  formatTick,
  formatTime,
  formatTimeLeft,
  formatTimeOrDate,
  formatUntil,
} from "./format";

const now = new Date("2026-11-17T15:42:16Z");
const newYork = "America/New_York";

describe("figures", () => {
  it("parts thousands with a comma", () => {
    expect(formatCount(1_284)).toBe("1,284");
    expect(formatCount(0)).toBe("0");
  });

  it("gives large sums in millions and axis ticks in thousands", () => {
    expect(formatSum(99_999)).toBe("99,999");
    expect(formatSum(3_260_400)).toBe("3.26 M");
    expect(formatTick(500)).toBe("500");
    expect(formatTick(2_500)).toBe("2.5k");
    expect(formatTick(80_000)).toBe("80k");
  });

  it("never rounds an unfinished share up to all of it", () => {
    expect(formatShare(0.9999)).toBe("99 %");
    expect(formatShare(1)).toBe("100 %");
  });

  it("counts slow work by the minute", () => {
    expect(formatRate(640.4)).toBe("640/s");
    expect(formatRate(0.1)).toBe("6/min");
  });
});

describe("durations", () => {
  it.each([
    [156, "156 ms"],
    [41_000, "41 s"],
    [59_700, "1 min"],
    [108_000, "1 min 48 s"],
    [120_000, "2 min"],
    [1_500_000, "25 min"],
    [11_100_000, "3 h 5 min"],
    [10_800_000, "3 h"],
    [86_400_000, "1 day"],
    [180_000_000, "2 days"],
  ])("writes %i ms as %s", (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it("rounds the time left up, to whole minutes from ten minutes on", () => {
    expect(formatTimeLeft(36.2)).toBe("37 s left");
    expect(formatTimeLeft(84)).toBe("1 min 24 s left");
    expect(formatTimeLeft(1_441)).toBe("25 min left");
    expect(formatTimeLeft(0)).toBe("1 s left");
  });
});

describe("times", () => {
  it("tells the age under a day and the date from then on", () => {
    expect(formatAge(new Date(now.getTime() - 300), now)).toBe("now");
    expect(formatAge(new Date("2026-11-17T15:31:04Z"), now)).toBe("11 min ago");
    expect(formatAge(new Date("2026-11-17T12:00:00Z"), now)).toBe("3 h ago");
    expect(formatAge(new Date("2026-11-12T12:00:00Z"), now, "UTC")).toBe("12 Nov");
  });

  it("takes a clock that runs a little ahead for now, and a time to come for a date", () => {
    expect(formatAge(new Date(now.getTime() + 5_000), now)).toBe("now");
    expect(formatAge(new Date("2026-11-20T12:00:00Z"), now, "UTC")).toBe("20 Nov");
  });

  it("tells how soon something is due, and the date from a day on", () => {
    expect(formatUntil(new Date(now.getTime() + 300), now)).toBe("in 1 s");
    expect(formatUntil(new Date("2026-11-17T15:53:17Z"), now)).toBe("in 11 min");
    expect(formatUntil(new Date("2026-11-17T18:50:00Z"), now)).toBe("in 3 h");
    expect(formatUntil(new Date("2026-11-20T12:00:00Z"), now, "UTC")).toBe("20 Nov");
    expect(formatUntil(new Date("2026-11-17T15:00:00Z"), now)).toBe("now");
  });

  it("names the year only when it is another one", () => {
    expect(formatDate(new Date("2025-09-02T12:00:00Z"), now, "UTC")).toBe("2 Sep 2025");
  });

  it("writes midnight as 00, not as 24", () => {
    expect(formatTime(new Date("2026-11-17T05:03:09Z"), newYork)).toBe("00:03");
    expect(formatClock(new Date("2026-11-17T05:03:09Z"), newYork)).toBe("00:03:09");
  });

  it("gives the time within the viewer's day and the date before it", () => {
    const inNewYork = { timeZone: newYork };
    expect(formatTimeOrDate(new Date("2026-11-17T05:03:00Z"), now, inNewYork)).toBe("00:03");
    expect(formatTimeOrDate(new Date("2026-11-17T05:03:07Z"), now, { ...inNewYork, seconds: true })).toBe(
      "00:03:07",
    );
    expect(formatTimeOrDate(new Date("2026-11-17T04:03:00Z"), now, inNewYork)).toBe("16 Nov");
  });

  it("names the viewer's zone in the exact time", () => {
    expect(formatExact(new Date("2026-11-17T15:31:04Z"), newYork)).toBe("17 Nov 2026, 10:31:04 EST");
  });
});
