/** What tokens and strings find: the tables of Microsoft's FHIR server, which name resources by number. */
import { beforeAll, describe, expect, it } from "vitest";
import { type Numbered, numbering, observed, servedFacade } from "../testing/served-facade";

const ask = servedFacade();
const numbered = numbering(ask);

describe("a token", () => {
  let found: Numbered;
  const coding = (system: string | undefined, code: string, display?: string) => ({ system, code, display });
  beforeAll(async () => {
    found = await numbered(
      [
        { coding: [coding("system1", "code1")] },
        { coding: [coding("system2", "code2")] },
        { text: "text" },
        { coding: [coding("system1", "code2", "text2")] },
        { coding: [coding("system3", "code3", "text")] },
        { text: "text", coding: [coding("system1", "code1"), coding("system3", "code2")] },
        { coding: [coding("system2", "code1"), coding("system3", "code3", "text2")] },
        { coding: [coding(undefined, "code3")] },
      ].map((valueCodeableConcept) => observed({ valueCodeableConcept })),
    );
  });

  it.each([
    ["a", []],
    ["code1", [0, 5, 6]],
    ["code3", [4, 6, 7]],
    ["a|b", []],
    ["system2|code2", [1]],
    ["|code2", []],
    ["|code3", [7]],
    ["a|", []],
    ["system3|", [4, 5, 6]],
    ["system2|code2,|code3", [1, 7]],
  ])("value-concept=%s", async (value, numbers) => {
    expect(await found(`Observation?value-concept=${value}`)).toEqual(numbers);
    const others = [0, 1, 2, 3, 4, 5, 6, 7].filter((number) => !numbers.includes(number));
    expect(await found(`Observation?value-concept:not=${value}`)).toEqual(others);
  });

  // Number 2 is text alone, which is kept and found as a string.
  it.each([
    ["code1", []],
    ["text", [3, 4, 5, 6]],
    ["text2", [3, 6]],
  ])("value-concept:text=%s", async (value, numbers) => {
    expect(await found(`Observation?value-concept:text=${value}`)).toEqual(numbers);
  });
});

describe("a string", () => {
  const long =
    "Lorem ipsum dolor sit amet consectetur adipiscing elit. Vestibulum quis molestie dui. ".repeat(8);
  let found: Numbered;
  const person = (city: string, family: string, ...given: string[]) => ({
    resourceType: "Patient",
    name: [{ family, given: given.length > 0 ? given : undefined }],
    address: [{ city }],
  });
  beforeAll(async () => {
    found = await numbered([
      person("Seattle", "Smith", "Bea"),
      person("Portland", "Williams"),
      person("Vancouver", "Anderson"),
      person(long, "Murphy"),
      person("Montreal", "Richard", "Bea"),
      person("New York", "Muller"),
      person("Portland", "Müller"),
      person("Moscow", "Richard,Muller"),
      person("$100|200", "Back\\slash"),
    ]);
  });

  it.each([
    ["address-city=seattle", [0]],
    ["address-city=SEATTLE", [0]],
    ["address-city=Sea", [0]],
    ["address-city=123", []],
    ["address-city:exact=Seattle", [0]],
    ["address-city:exact=seattle", []],
    ["address-city:exact=Sea", []],
    ["address-city:contains=att", [0]],
    ["address-city:contains=EAT", [0]],
    ["address-city:contains=123", []],
    ["address-city=Lorem", [3]],
    ["address-city=NotLorem", []],
    [`address-city=${long}`, [3]],
    [`address-city:exact=${long}`, [3]],
    [`address-city:exact=${long}Not`, []],
    ["address-city:contains=Vestibulum", [3]],
    ["address-city:contains=NotInString", []],
    ["family=Smith,Ander", [0, 2]],
    ["name=Bea&name=Smith", [0]],
    ["name=muller", [5, 6]],
    ["name=müller", [5, 6]],
    ["name=richard", [4, 7]],
    // Separators that are meant, after a backslash.
    ["family:exact=Richard\\,Muller", [7]],
    ["family=Richard\\,Muller,Smith", [0, 7]],
    ["family:exact=Richard,Smith", [0, 4]],
    ["address-city=\\$100\\|200", [8]],
    ["address-city=$100|200", [8]],
    ["family=Back\\\\slash", [8]],
    // All of these at once, and nothing of an empty one.
    ["address-city=portland&family=williams", [1]],
    ["family=&address-city=portland", [1, 6]],
    ["address:missing=true", []],
    ["given:missing=false", [0, 4]],
  ])("%s", async (query, numbers) => {
    const [name = "", ...rest] = query.split("=");
    const plain = query.includes("&") ? query : `${name}=${encodeURIComponent(rest.join("="))}`;
    expect(await found(`Patient?${plain}`)).toEqual(numbers);
  });

  it("may be as long as a form takes, and is refused where an address has no room for it", async () => {
    const body = new URLSearchParams({ name: "a".repeat(100_000) }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    expect(await ask("POST", "Patient/_search", { body, headers })).toMatchObject({
      status: 200,
      json: { total: 0 },
    });
    expect((await found(`Patient?name=${"a".repeat(8_000)}`)).length).toBe(0);
  });
});
