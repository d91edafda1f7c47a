import { describe, expect, it } from "vitest";
import { splitByTime } from "./split-by-time";

const now = new Date(2026, 10, 17, 12);

function split(...times: (string | null)[]) {
  return splitByTime(times, (at) => at, now);
}

describe("records by when they happen", () => {
  it("put the next first of what is to come, and the latest first of what was", () => {
    expect(split("2020-01-01", "2026-12-02T08:00:00Z", "2025-05-05T10:00:00Z", "2026-11-19")).toEqual({
      upcoming: ["2026-11-19", "2026-12-02T08:00:00Z"],
      past: ["2025-05-05T10:00:00Z", "2020-01-01"],
    });
  });

  it("compare times of different zones as the moments they are", () => {
    expect(split("2020-01-01T10:00:00+05:00", "2020-01-01T06:00:00Z").past).toEqual([
      "2020-01-01T06:00:00Z",
      "2020-01-01T10:00:00+05:00",
    ]);
  });

  it("leave those without a time to the end of what was", () => {
    expect(split(null, "2020").past).toEqual(["2020", null]);
  });
});
