import { describe, expect, it } from "vitest";
import { emptyPatient, observationSchema, patientTitle } from "@/lib/records/schema";
import { rangeText, valueInLists } from "./kinds/observation-words";
import { formatPartialDate, yearsSince } from "./partial-date";
import { addressLines, languageText, patientLine } from "./patient-words";
import { formatWhen } from "./when";
import { codesText, sizeText, statusShape, statusText, systemName } from "./words";

const noAddress = { lines: [], city: null, state: null, postalCode: null, country: null, text: null };

describe("a patient in words", () => {
  it("has the family name first, and what tells namesakes apart after it", () => {
    const patient = {
      ...emptyPatient,
      lastName: "Doe",
      firstName: "John",
      mrn: "10482",
      dateOfBirth: "1980-05",
    };
    expect(patientTitle(patient)).toBe("Doe, John");
    expect(patientLine(patient)).toBe("MRN 10482, May 1980");
  });

  it("is known by one name, by a name in one piece, or by none", () => {
    expect(patientTitle({ ...emptyPatient, lastName: "Suharto" })).toBe("Suharto");
    const name = { use: null, family: null, given: [], prefix: [], suffix: [], text: "王小明" };
    expect(patientTitle({ ...emptyPatient, names: [name] })).toBe("王小明");
    expect(patientTitle(emptyPatient)).toBe("No name given");
  });

  it("speaks a language by its name, whether it came as a tag or in words", () => {
    expect(["ar", "pt-BR", "Plattdeutsch"].map(languageText)).toEqual([
      "Arabic",
      "Brazilian Portuguese",
      "Plattdeutsch",
    ]);
  });

  it("lives at an address written as on an envelope, or in one piece", () => {
    expect(
      addressLines({ ...noAddress, lines: ["1 Main St"], city: "Ames", state: "IA", postalCode: "50010" }),
    ).toEqual(["1 Main St", "Ames, IA 50010"]);
    expect(addressLines({ ...noAddress, text: "1 Main St\nAmes" })).toEqual(["1 Main St", "Ames"]);
  });
});

describe("a date that is known in part", () => {
  it("says no more than is known", () => {
    expect(formatPartialDate("1980-05-05")).toBe("5 May 1980");
    expect(formatPartialDate("1980-05")).toBe("May 1980");
    expect(formatPartialDate("1980")).toBe("1980");
  });

  it("gives an age when the month is known", () => {
    const now = new Date(2026, 10, 17);
    expect(yearsSince("1980-11-18", now)).toBe(45);
    expect(yearsSince("1980-11-17", now)).toBe(46);
    expect(yearsSince("1980", now)).toBeNull();
  });
});

describe("when something happened", () => {
  const now = new Date("2026-11-17T15:00:00Z");

  it("is told in the zone of the viewer", () => {
    const at = "2026-11-18T02:30:00Z";
    expect(formatWhen(at, now, "America/New_York")).toBe("17 Nov, 21:30");
    expect(formatWhen(at, now, "Asia/Tokyo")).toBe("18 Nov, 11:30");
  });

  it("stays the day it is where no time is known", () => {
    expect(formatWhen("2026-11-18", now, "America/New_York")).toBe("18 Nov 2026");
    expect(formatWhen("2026-11", now)).toBe("Nov 2026");
  });
});

describe("codes and states in words", () => {
  it("say the first of several and how many more there are", () => {
    const coded = (display: string) => ({ system: null, code: null, display });
    expect(codesText([coded("Cleaning"), null, coded("Filling")])).toBe("Cleaning +1");
    expect(codesText([null])).toBeNull();
  });

  it("have a shape of their own, and of a state nobody knows the shape of no news", () => {
    expect(["booked", "final", "noshow", "cancelled", "in-progress"].map(statusShape)).toEqual([
      "wait",
      "ok",
      "warn",
      "off",
      "run",
    ]);
    expect(statusShape("made-up")).toBe("silent");
    expect(statusText("noshow")).toBe("No show");
  });

  it("name the terminologies that clinics know", () => {
    expect(["http://loinc.org", "urn:oid:1.2.3"].map(systemName)).toEqual(["LOINC", "urn:oid:1.2.3"]);
  });

  it("give sizes as people do", () => {
    expect([0, 999, 48_200, 5_400_000].map(sizeText)).toEqual(["0 B", "999 B", "48 kB", "5 MB"]);
  });
});

describe("an observation in words", () => {
  const observation = (facts: object) => observationSchema.parse({ status: "final", code: {}, ...facts });

  it("gives the value with its unit, a zero too", () => {
    expect(valueInLists(observation({ value: 0, unit: "mmol/L" }))).toBe("0 mmol/L");
    expect(valueInLists(observation({ value: false }))).toBe("No");
    expect(valueInLists(observation({ value: { display: "Positive" } }))).toBe("Positive");
  });

  it("says why there is no value", () => {
    expect(valueInLists(observation({ absentReason: { display: "Not performed" } }))).toBe("Not performed");
    expect(valueInLists(observation({}))).toBeNull();
  });

  it("gives the parts of a panel", () => {
    const components = [
      { code: {}, value: 120, unit: "mmHg" },
      { code: {}, value: 80, unit: "mmHg" },
    ];
    expect(valueInLists(observation({ components }))).toBe("120 mmHg / 80 mmHg");
  });

  it("names bounds that are open on one side", () => {
    expect(rangeText({ low: null, high: 5.1, unit: "mmol/L", text: null })).toBe("up to 5.1 mmol/L");
    expect(rangeText({ low: 0, high: 5.1, unit: null, text: null })).toBe("0 to 5.1");
    expect(statusText("entered-in-error")).toBe("Entered in error");
  });
});
