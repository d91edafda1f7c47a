import { describe, expect, it } from "vitest";
import { usualDelimiters } from "../delimiters";
import { Repetition } from "../repetition";
import { addressOf, conceptOf, humanNameOf, identifierOf } from "./data-types";

const value = (raw: string) => new Repetition(raw, usualDelimiters);
const sender = { timeZone: "America/Chicago" };

describe("an identifier", () => {
  it.each([
    ["42^^^NG^MR", { system: "NG", code: "MR" }],
    ["42^^^NG&2.16.840.1&ISO^MR", { system: "urn:oid:2.16.840.1", code: "MR", assigner: { display: "NG" } }],
    ["42^^^&2.16.840.1.113883.4.1&ISO^SS", { system: "http://hl7.org/fhir/sid/us-ssn", code: "SS" }],
    ["42^^^&2.16.840.1^PI", { system: "urn:oid:2.16.840.1", code: "PI" }],
    ["42^^^&A1B2&UUID^PI", { system: "urn:uuid:a1b2", code: "PI" }],
    [
      "42^^^X&http://ehr.example&URI^PI",
      { system: "http://ehr.example", code: "PI", assigner: { display: "X" } },
    ],
  ])("%s says who gave it", (raw, { code, ...given }) => {
    expect(identifierOf(value(raw), sender)).toEqual({
      type: { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0203", code }] },
      ...given,
      value: "42",
    });
  });

  it("is of the system that the sender's authority is known to mean", () => {
    const systems = { NG: "urn:oid:1.2.3" };
    expect(identifierOf(value("42^^^NG^MR"), { ...sender, systems })).toMatchObject({
      system: "urn:oid:1.2.3",
    });
  });

  it("ends not before it begins", () => {
    const dates = (raw: string) => identifierOf(value(`42^^^^^^${raw}`), sender)?.period;
    expect(dates("20240105^20240104")).toEqual({ start: "2024-01-05" });
    expect(dates("202401050800^20240105")).toEqual({ start: "2024-01-05T08:00:00-06:00", end: "2024-01-05" });
    expect(dates("2024^20240104")).toEqual({ start: "2024", end: "2024-01-04" });
  });

  it("may be no more than its value, and has a period", () => {
    expect(identifierOf(value("42"), sender)).toEqual({ value: "42" });
    expect(identifierOf(value("42^^^^^^20200101^20211231"), sender)).toEqual({
      value: "42",
      period: { start: "2020-01-01", end: "2021-12-31" },
    });
    expect(identifierOf(value("^^^NG^MR"), sender)).toBeUndefined();
  });
});

const part = (name: string, valueString: string) => ({
  url: `http://hl7.org/fhir/StructureDefinition/humanname-${name}`,
  valueString,
});

it("reads names with all their parts", () => {
  expect(
    humanNameOf(value("van der Berg&van der&Berg^Anna^Maria Lena^JR^DR^MD^L^^^^^20200101"), sender),
  ).toEqual({
    use: "official",
    family: "van der Berg",
    _family: { extension: [part("own-prefix", "van der"), part("own-name", "Berg")] },
    given: ["Anna", "Maria Lena"],
    prefix: ["DR"],
    suffix: ["JR", "MD"],
    period: { start: "2020-01-01" },
  });
  expect(humanNameOf(value("^John^^^^^A"), sender)).toEqual({ given: ["John"] });
  expect(humanNameOf(value('""'), sender)).toBeUndefined();
});

it.each([
  ["&van&Hoekstra^P.Q.", "van Hoekstra", [part("own-prefix", "van"), part("own-name", "Hoekstra")]],
  [
    "&&Jongeneel&de&Haas",
    "Jongeneel-de Haas",
    [part("own-name", "Jongeneel"), part("partner-prefix", "de"), part("partner-name", "Haas")],
  ],
  ["&&&&Haas", "Haas", [part("partner-name", "Haas")]],
  ["Everyman&&&&Haas", "Everyman", [part("partner-name", "Haas")]],
])("makes a family name of its parts where nothing else is said: %s", (raw, family, extension) => {
  expect(humanNameOf(value(raw), sender)).toMatchObject({ family, _family: { extension } });
});

it("reads addresses", () => {
  expect(addressOf(value("12 Main St&Main St&12^Apt 3^Madison^WI^53703^USA^H^^Dane"), sender)).toEqual({
    use: "home",
    line: ["12 Main St", "Apt 3"],
    city: "Madison",
    district: "Dane",
    state: "WI",
    postalCode: "53703",
    country: "USA",
  });
  expect(addressOf(value("^^London^^^^HOME"), sender)).toEqual({ use: "home", city: "London" });
  expect(addressOf(value("&Main St&12"), sender)).toEqual({ line: ["12 Main St"] });
  expect(addressOf(value("PO Box 7^^^^^^M"), sender)).toEqual({ type: "postal", line: ["PO Box 7"] });
});

describe("a code", () => {
  it("keeps its systems, and those that only the sender knows without one", () => {
    expect(conceptOf(value("718-7^Hemoglobin^LN^HGB^Hb^L^2.68"))).toEqual({
      coding: [
        { system: "http://loinc.org", version: "2.68", code: "718-7", display: "Hemoglobin" },
        { code: "HGB", display: "Hb" },
      ],
      text: "Hemoglobin",
    });
  });

  it("is of the field's table where it names no system", () => {
    expect(conceptOf(value("M"), "0002")).toEqual({
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0002", code: "M" }],
    });
    expect(conceptOf(value("M^Married^HL70002"))).toMatchObject({
      coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0002" }],
    });
  });

  it("may be words alone", () => {
    expect(conceptOf(value("^Family history of it"))).toEqual({ text: "Family history of it" });
    expect(conceptOf(value("^^^^^^^^as it was said"))).toEqual({ text: "as it was said" });
  });
});
