import { describe, expect, it } from "vitest";
import { type LaneProgress, laneCaption, laneLabel, laneSegments } from "./lane-progress";

const running: LaneProgress = {
  counts: { added: 1_912, changed: 388, unchanged: 45_906, deleted: 0, conflicted: 4 },
  total: 71_900,
  phase: "running",
  perSecond: 640,
  secondsLeft: 36.4,
};

describe("a lane", () => {
  it("gives each outcome that occurred its share of the total, in the fixed order", () => {
    const segments = laneSegments(running);
    expect(segments.map(({ outcome }) => outcome)).toEqual(["added", "changed", "unchanged", "conflicted"]);
    expect(segments[0]?.percent).toBeCloseTo(2.66, 2);
    expect(segments[2]?.percent).toBeCloseTo(63.85, 2);
  });

  it("is full and not overfull when more records came than the vendor announced", () => {
    const segments = laneSegments({ ...running, total: 40_000 });
    expect(segments.reduce((sum, { percent }) => sum + percent, 0)).toBeCloseTo(100);
  });

  it("fills with what was processed once the work is done, whatever total was announced", () => {
    const segments = laneSegments({ ...running, total: 90_000, phase: "done" });
    expect(segments.reduce((sum, { percent }) => sum + percent, 0)).toBeCloseTo(100);
  });

  it("leaves room for records that failed, which have no outcome", () => {
    const segments = laneSegments({ ...running, processed: 48_210 * 2, total: 48_210 * 2 });
    expect(segments.reduce((sum, { percent }) => sum + percent, 0)).toBeCloseTo(50);
  });

  it("is empty before the first record", () => {
    const counts = { added: 0, changed: 0, unchanged: 0, deleted: 0, conflicted: 0 };
    expect(laneSegments({ ...running, counts, total: 0 })).toEqual([]);
  });
});

describe("the caption", () => {
  it("tells share, rate and time left while running", () => {
    expect(laneCaption(running)).toEqual({ figure: "67 %", detail: "640/s", end: "37 s left" });
  });

  it("says what slows the work in place of its rate", () => {
    expect(laneCaption({ ...running, note: "limit 250/min" }).detail).toBe("limit 250/min");
  });

  it("does not show 100 % before the work has ended", () => {
    expect(laneCaption({ ...running, total: 40_000 }).figure).toBe("99 %");
  });

  it("counts and tells the time so far while the total is unknown", () => {
    expect(laneCaption({ ...running, total: null, durationMs: 36_000 })).toEqual({
      figure: "48,210",
      detail: "640/s",
      end: "36 s",
    });
  });

  it("gives total and duration once done", () => {
    expect(laneCaption({ ...running, phase: "done", durationMs: 41_000 })).toEqual({
      figure: "48,210",
      detail: "41 s",
    });
  });
});

describe("the words", () => {
  it("name every outcome", () => {
    expect(laneLabel(running)).toBe(
      "48,210 of 71,900 records: 1,912 added, 388 changed, 45,906 unchanged, 0 deleted, 4 in conflict",
    );
  });
});
