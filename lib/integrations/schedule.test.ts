import { describe, expect, it } from "vitest";
import { isFullRunDue, nextRunAfter } from "./schedule";

const at = (iso: string) => new Date(iso);
const nightly = (timeZone: string) => ({
  syncStrategy: "batch" as const,
  schedule: { cron: "30 2 * * *", timeZone },
});

describe("the next run", () => {
  it("follows the cron fields in their own zone", () => {
    expect(nextRunAfter(nightly("UTC"), at("2026-05-01T02:30:00Z"))).toEqual(at("2026-05-02T02:30:00Z"));
    expect(nextRunAfter(nightly("Asia/Tokyo"), at("2026-05-01T00:00:00Z"))).toEqual(
      at("2026-05-01T17:30:00Z"),
    );
  });

  it("is not lost in the night in which the clocks go forward", () => {
    const next = nextRunAfter(nightly("Europe/Berlin"), at("2026-03-28T12:00:00Z"));
    expect(next?.toISOString().slice(0, 10)).toBe("2026-03-29");
  });

  it("comes once in the night in which the clocks go back", () => {
    const first =
      nextRunAfter(nightly("Europe/Berlin"), at("2026-10-24T12:00:00Z")) ?? at("1970-01-01T00:00Z");
    expect(first).toEqual(at("2026-10-25T00:30:00Z"));
    expect(nextRunAfter(nightly("Europe/Berlin"), first)).toEqual(at("2026-10-26T01:30:00Z"));
  });

  it("is every quarter of an hour where polling says nothing else", () => {
    const polling = { syncStrategy: "polling", schedule: null } as const;
    expect(nextRunAfter(polling, at("2026-05-01T10:07:00Z"))).toEqual(at("2026-05-01T10:15:00Z"));
  });

  it("is every hour beside what is told in real time, where nobody says otherwise", () => {
    const realTime = { syncStrategy: "realtime", schedule: null } as const;
    expect(nextRunAfter(realTime, at("2026-05-01T10:07:00Z"))).toEqual(at("2026-05-01T11:00:00Z"));
    expect(nextRunAfter({ ...nightly("UTC"), syncStrategy: "realtime" }, at("2026-05-01T12:00:00Z"))).toEqual(
      nextRunAfter(nightly("UTC"), at("2026-05-01T12:00:00Z")),
    );
  });

  it.each(["manual", "webhook"] as const)("is none for %s", (syncStrategy) => {
    expect(nextRunAfter({ ...nightly("UTC"), syncStrategy }, at("2026-05-01T00:00:00Z"))).toBeUndefined();
  });

  it("is none for a batch without a schedule", () => {
    expect(
      nextRunAfter({ syncStrategy: "batch", schedule: null }, at("2026-05-01T00:00:00Z")),
    ).toBeUndefined();
  });
});

describe("a schedule that reads everything now and then", () => {
  const rhythm = {
    syncStrategy: "batch" as const,
    schedule: { cron: "0 */6 * * *", fullCron: "0 2 * * 0", timeZone: "UTC" },
  };

  it("runs at the times of both, once where they meet", () => {
    // A Sunday.
    expect(nextRunAfter(rhythm, at("2026-11-22T00:00:00Z"))).toEqual(at("2026-11-22T02:00:00Z"));
    expect(nextRunAfter(rhythm, at("2026-11-22T02:00:00Z"))).toEqual(at("2026-11-22T06:00:00Z"));
    const nightly = { ...rhythm, schedule: { ...rhythm.schedule, cron: "0 2 * * *" } };
    expect(nextRunAfter(nightly, at("2026-11-22T02:00:00Z"))).toEqual(at("2026-11-23T02:00:00Z"));
  });

  it("has a full run due from its time on until there was one", () => {
    const lastWeek = at("2026-11-15T02:00:01Z");
    expect(isFullRunDue(rhythm, lastWeek, at("2026-11-21T18:00:00Z"))).toBe(false);
    expect(isFullRunDue(rhythm, lastWeek, at("2026-11-22T02:00:00Z"))).toBe(true);
    expect(isFullRunDue(rhythm, lastWeek, at("2026-11-24T06:00:00Z"))).toBe(true);
    expect(isFullRunDue(rhythm, at("2026-11-22T02:00:01Z"), at("2026-11-24T06:00:00Z"))).toBe(false);
  });

  it("has none due where nobody asked for it", () => {
    const { fullCron: _, ...schedule } = rhythm.schedule;
    expect(
      isFullRunDue({ ...rhythm, schedule }, at("2020-01-01T00:00:00Z"), at("2026-11-22T02:00:00Z")),
    ).toBe(false);
  });
});
