import { expect, it } from "vitest";
import { fhirDate, fhirDateTime, fhirInstant } from "./moments";

it.each([
  ["1987", "1987"],
  ["198709", "1987-09"],
  ["19870912", "1987-09-12"],
  ["19870912103000", "1987-09-12T10:30:00-05:00"],
  ["1987091210", "1987-09-12T10:00:00-05:00"],
  ["198701121030", "1987-01-12T10:30:00-06:00"],
  ["20260102030405.1234", "2026-01-02T03:04:05.1234-06:00"],
  ["20260102030405+0530", "2026-01-02T03:04:05+05:30"],
  ["20260102030405-0000", "2026-01-02T03:04:05-00:00"],
  ["20260102030405123", "2026-01-02T03:04:05.123-06:00"],
  // Not as HL7 v2 writes it, but as clear.
  ["1987-09-12", "1987-09-12"],
  ["1987-09-12 10:30", "1987-09-12T10:30:00-05:00"],
  ["1987-09-12T10:30:00.5Z", "1987-09-12T10:30:00.5+00:00"],
  ["1987-09-12T10:30:00+05:30", "1987-09-12T10:30:00+05:30"],
  // The hour that the clocks of spring leave out, and that of autumn which is there twice.
  ["20260308023000", "2026-03-08T02:30:00-06:00"],
  ["20261101013000", "2026-11-01T01:30:00-05:00"],
])("reads %s in Chicago as %s", (text, dateTime) => {
  expect(fhirDateTime(text, "America/Chicago")).toBe(dateTime);
});

it.each([undefined, "", "Aug 15, 1942", "19871301", "19870230", "00000000", "198709122561", "1987-9-12"])(
  "takes %j for no time",
  (text) => {
    expect(fhirDateTime(text, "UTC")).toBeUndefined();
    expect(fhirDate(text)).toBeUndefined();
  },
);

it("reads a time of clocks east of Greenwich that is there twice as the first", () => {
  expect(fhirDateTime("20261025023000", "Europe/Berlin")).toBe("2026-10-25T02:30:00+02:00");
  expect(fhirDateTime("20260329023000", "Europe/Berlin")).toBe("2026-03-29T02:30:00+01:00");
});

it("keeps the day of a time, and takes no day for an instant", () => {
  expect(fhirDate("19870912103000-0500")).toBe("1987-09-12");
  expect(fhirInstant("19870912", "UTC")).toBeUndefined();
  expect(fhirInstant("198709121030", "Asia/Kathmandu")).toBe("1987-09-12T10:30:00+05:45");
});
