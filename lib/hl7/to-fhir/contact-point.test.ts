import { describe, expect, it } from "vitest";
import { usualDelimiters } from "../delimiters";
import { Repetition } from "../repetition";
import { converted, line, resourceOf } from "../testing/converted";
import { contactPointsOf } from "./contact-point";

const reached = (raw: string) =>
  contactPointsOf(new Repetition(raw, usualDelimiters), { timeZone: "America/Chicago" });

describe("how somebody is reached is said", () => {
  it.each([
    ["(608)555-0100", { system: "phone", value: "(608)555-0100" }],
    ["(608)555-0100^PRN^PH", { system: "phone", value: "(608)555-0100", use: "home" }],
    ["^WPN^CP^^1^608^5550100^22", { system: "phone", value: "+1 608 5550100 X22", use: "mobile" }],
    ["^NET^Internet^ada@example.org", { system: "email", value: "ada@example.org" }],
    ["ada@example.org^NET", { system: "email", value: "ada@example.org" }],
    ["^^^ada@example.org", { system: "email", value: "ada@example.org" }],
    ["^WPN^FX^^^608^5550101", { system: "fax", value: "608 5550101", use: "work" }],
    ["^PRN^PH^^^^^^^^^6085550100", { system: "phone", value: "6085550100", use: "home" }],
    ["020 5368 1665^HOME", { system: "phone", value: "020 5368 1665", use: "home" }],
  ])("where it belongs: %s", (raw, contact) => {
    expect(reached(raw)).toEqual([contact]);
  });

  it.each([
    ["^^PH^0223298752", { system: "phone", value: "0223298752" }],
    ["^^CP^0771375557", { system: "phone", value: "0771375557", use: "mobile" }],
    ["^^^0223298752", { system: "phone", value: "0223298752" }],
    ["^PRN^PH^^354^5671984", { system: "phone", value: "+354 5671984", use: "home" }],
    ["^PRN^PH^^^^^030-2345678", { system: "phone", value: "030-2345678", use: "home" }],
    ["^PRN^PH^^^030^^2345678", { system: "phone", value: "030 2345678", use: "home" }],
    ["^PRN^PH^^^^^^030-2345678", { system: "phone", value: "030-2345678", use: "home" }],
    ["^NET^Internet^^^^^^^^^a@b.de", { system: "email", value: "a@b.de" }],
    ["^NET^Internet^^1^608^5550100", { system: "phone", value: "+1 608 5550100" }],
    ["a@b.de", { system: "email", value: "a@b.de" }],
    ["a@b.de^PRN^PH", { system: "email", value: "a@b.de", use: "home" }],
  ])("where it plainly stands though it does not belong: %s", (raw, contact) => {
    expect(reached(raw)).toEqual([contact]);
  });

  it.each(["X12", "x12", "ext. 12", "12"])("with one X before the extension %s", (extension) => {
    expect(reached(`^^PH^^^608^5550100^${extension}`)).toMatchObject([{ value: "608 5550100 X12" }]);
    expect(reached(`608 5550100^^PH^^^^^${extension}`)).toMatchObject([{ value: "608 5550100 X12" }]);
  });

  it("by a number and an address where there are both", () => {
    const [email, phone] = [
      { system: "email", value: "a@b.de" },
      { system: "phone", value: "608-5550100" },
    ];
    expect(reached("608-5550100^^PH^a@b.de")).toEqual([email, phone]);
    expect(reached("608-5550100^^Internet^a@b.de")).toEqual([email, phone]);
    expect(reached("Private mail^^Internet^a@b.de")).toEqual([email]);
  });
});

it("is told of where it is neither, and not where nothing is said", () => {
  const message = (said: string) => converted("ADT^A08", [line("PID", { 1: "1", 3: "42", 13: said })]);
  for (const said of ["^^^^^608", "^PRN^PH^^1", "^PRN^PH^^^^^22", "^PRN^PH^none", "5550100~^^^^608"]) {
    expect(message(said).problems, said).toEqual([
      { path: "PID-13", message: "The value is no number or address to reach anybody by; it is left out." },
    ]);
  }
  for (const said of ["^PRN^PH", "", '""']) expect(message(said).problems, said).toEqual([]);
  expect(resourceOf(message("5550100~^^^^608"), "Patient").telecom).toEqual([
    { system: "phone", value: "5550100", use: "home" },
  ]);
});
