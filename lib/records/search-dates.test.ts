import { describe, expect, it } from "vitest";
import { momentRange, searchDatesOf } from "./search-dates";

describe("the time a date covers", () => {
  it.each([
    ["2020", "2020-01-01T00:00:00.000Z", "2021-01-01T00:00:00.000Z"],
    ["2020-02", "2020-02-01T00:00:00.000Z", "2020-03-01T00:00:00.000Z"],
    ["2020-12-31", "2020-12-31T00:00:00.000Z", "2021-01-01T00:00:00.000Z"],
    ["2020-05-01T10:00", "2020-05-01T10:00:00.000Z", "2020-05-01T10:01:00.000Z"],
    ["2020-05-01T10:00:00+02:00", "2020-05-01T08:00:00.000Z", "2020-05-01T08:00:01.000Z"],
    ["2020-05-01T10:00:00.1234567Z", "2020-05-01T10:00:00.123Z", "2020-05-01T10:00:00.124Z"],
    ["9999-12-31", "9999-12-31T00:00:00.000Z", "infinity"],
  ])("of %s is as long as it is exact", (text, low, high) => {
    expect(momentRange(text)).toEqual({ low, high });
  });

  it.each(["", "yesterday", "2020-02-30", "2020-13-01", "0000-01-01", "2020-01-01T25:00:00Z", "20200101"])(
    "is none for «%s»",
    (text) => expect(momentRange(text)).toBeUndefined(),
  );
});

describe("what a record is found by", () => {
  it("is open where only one end is known", () => {
    expect(searchDatesOf("encounters", { startAt: "2020-01-01", endAt: null })).toEqual([
      { parameter: "date", low: "2020-01-01T00:00:00.000Z", high: "infinity" },
    ]);
    expect(searchDatesOf("encounters", { startAt: null, endAt: "2020" })).toEqual([
      { parameter: "date", low: "-infinity", high: "2021-01-01T00:00:00.000Z" },
    ]);
  });

  it("has no time that ends before it begins, and none where nothing can be read", () => {
    expect(searchDatesOf("encounters", { startAt: "2021", endAt: "2019" })).toEqual([]);
    expect(searchDatesOf("patients", { dateOfBirth: null, deceased: true })).toEqual([]);
    expect(searchDatesOf("cases", { dueAt: "2020" })).toEqual([]);
  });
});
