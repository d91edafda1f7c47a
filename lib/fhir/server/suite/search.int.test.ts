/** What searches find: the tables of the search tests of Microsoft's FHIR server, which name resources by number. */
import { beforeAll, describe, expect, it } from "vitest";
import { refusal, servedFacade } from "../testing/served-facade";

const ask = servedFacade();

interface Entry {
  readonly resource: { readonly id: string };
  readonly search: { readonly mode: string };
}

const create = async (resource: object) =>
  (await ask("POST", String(Reflect.get(resource, "resourceType")), { body: resource })).json.id;

/** Creates resources, one after the other; answers how a search numbers them. */
async function numbered(resources: readonly object[]) {
  const ids: string[] = [];
  for (const resource of resources) ids.push(await create(resource));
  return async (address: string) => {
    const { status, json } = await ask("GET", address);
    expect([address, status, json.issue]).toEqual([address, 200, undefined]);
    const entries: Entry[] = json.entry ?? [];
    return entries.map(({ resource }) => ids.indexOf(resource.id)).toSorted((one, other) => one - other);
  };
}

const observed = (more: object) => ({
  resourceType: "Observation",
  status: "registered",
  code: { coding: [{ system: "system", code: "code" }] },
  ...more,
});

describe("a token", () => {
  let found: Awaited<ReturnType<typeof numbered>>;
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
  let found: Awaited<ReturnType<typeof numbered>>;
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

describe("a date", () => {
  let found: Awaited<ReturnType<typeof numbered>>;
  beforeAll(async () => {
    found = await numbered([
      ...[
        "1979-12-31",
        "1980",
        "1980-05",
        "1980-05-11",
        "1980-05-11T16:32:15Z",
        "1980-05-11T16:32:15.500Z",
        "1981-01-01",
      ].map((effectiveDateTime) => observed({ effectiveDateTime })),
      observed({ effectivePeriod: { start: "1980-05-16", end: "1980-05-17" } }),
    ]);
  });

  it.each([
    // As R4 has it, the time searched for holds the time that is found.
    ["1980", [1, 2, 3, 4, 5, 7]],
    ["1980-01", []],
    ["1980-05", [2, 3, 4, 5, 7]],
    ["1980-05-10", []],
    ["1980-05-11", [3, 4, 5]],
    ["1980-05-11T16:32Z", [4, 5]],
    ["1980-05-11T16:32:15Z", [4, 5]],
    ["1980-05-11T16:32:15.500Z", [5]],
    ["1980-05-11T18:32:15.500%2B02:00", [5]],
    ["ne1980", [0, 6]],
    ["ne1980-05", [0, 1, 6]],
    ["ne1980-05-11", [0, 1, 2, 6, 7]],
    ["lt1980", [0]],
    ["lt1980-04", [0, 1]],
    ["lt1980-05", [0, 1]],
    ["lt1980-05-10", [0, 1, 2]],
    ["lt1980-05-11", [0, 1, 2]],
    ["lt1980-05-11T16:32:14", [0, 1, 2, 3]],
    ["lt1980-05-11T16:32:15", [0, 1, 2, 3]],
    ["lt1980-05-11T16:32:15.500", [0, 1, 2, 3, 4]],
    ["lt1980-05-11T16:32:16", [0, 1, 2, 3, 4, 5]],
    ["lt1980-05-12", [0, 1, 2, 3, 4, 5]],
    ["lt1980-06", [0, 1, 2, 3, 4, 5, 7]],
    ["lt1981", [0, 1, 2, 3, 4, 5, 7]],
    ["gt1980", [6]],
    ["gt1980-04", [1, 2, 3, 4, 5, 6, 7]],
    ["gt1980-05", [1, 6]],
    ["gt1980-05-11", [1, 2, 6, 7]],
    ["gt1980-05-11T16:32:14", [1, 2, 3, 4, 5, 6, 7]],
    ["gt1980-05-11T16:32:15", [1, 2, 3, 6, 7]],
    ["gt1980-05-11T16:32:15.500", [1, 2, 3, 4, 6, 7]],
    ["gt1980-05-12", [1, 2, 6, 7]],
    ["gt1980-06", [1, 6]],
    ["le1980", [0, 1, 2, 3, 4, 5, 7]],
    ["le1980-04", [0, 1]],
    ["le1980-05", [0, 1, 2, 3, 4, 5, 7]],
    ["le1980-05-11", [0, 1, 2, 3, 4, 5]],
    ["le1980-05-11T16:32:14", [0, 1, 2, 3]],
    ["le1980-05-11T16:32:15", [0, 1, 2, 3, 4, 5]],
    ["le1980-05-11T16:32:15.500", [0, 1, 2, 3, 4, 5]],
    ["le1981", [0, 1, 2, 3, 4, 5, 6, 7]],
    ["ge1980", [1, 2, 3, 4, 5, 6, 7]],
    ["ge1980-05", [1, 2, 3, 4, 5, 6, 7]],
    ["ge1980-05-11", [1, 2, 3, 4, 5, 6, 7]],
    ["ge1980-05-11T16:32:15.500", [1, 2, 3, 4, 5, 6, 7]],
    ["ge1980-05-11T16:32:16", [1, 2, 3, 6, 7]],
    ["ge1980-05-12", [1, 2, 6, 7]],
    ["ge1980-06", [1, 6]],
    ["sa1980", [6]],
    ["sa1980-04", [2, 3, 4, 5, 6, 7]],
    ["sa1980-05", [6]],
    ["sa1980-05-10", [3, 4, 5, 6, 7]],
    ["sa1980-05-11", [6, 7]],
    ["sa1980-05-11T16:32:14", [4, 5, 6, 7]],
    ["sa1980-05-11T16:32:15", [6, 7]],
    ["sa1981", []],
    ["eb1980", [0]],
    ["eb1980-05-11", [0]],
    ["eb1980-05-11T16:32:15.500", [0]],
    ["eb1980-05-11T16:32:16", [0, 4, 5]],
    ["eb1980-05-12", [0, 3, 4, 5]],
    ["eb1980-06", [0, 2, 3, 4, 5, 7]],
    ["ap1980-05-11T16:32:15.500", [0, 1, 2, 3, 4, 5, 6, 7]],
    ["1979-12-31,1981", [0, 6]],
    ["gt1980-05-10&date=lt1980-05-12", [1, 2, 3, 4, 5]],
  ])("date=%s", async (value, numbers) => expect(await found(`Observation?date=${value}`)).toEqual(numbers));

  it.each(["***", "!", "1973-02-30", "1973-13", "73-01-01", "eq", "xx1980", "1980-05-11T25:00Z"])(
    "that is none, %s, is refused",
    async (value) => {
      for (const query of [`birthdate=${value}`, `_lastUpdated=${value}`]) {
        expect(await ask("GET", `Patient?${query}`)).toEqual(refusal(400));
      }
    },
  );
});

describe("a quantity", () => {
  let found: Awaited<ReturnType<typeof numbered>>;
  beforeAll(async () => {
    found = await numbered(
      [
        [0.002, "unit1"],
        [1.0, "unit1"],
        [3.12, "unit1"],
        [4.0, "unit1"],
        [5.0, "unit1"],
        [5.0, "unit2"],
        [6.0, "unit2"],
        [8.95, "unit2"],
        [10.0, "unit1"],
      ].map(([value, unit]) => observed({ valueQuantity: { value, unit } })),
    );
  });

  it.each([
    ["30", []],
    ["0.002", [0]],
    ["2e-3", [0]],
    ["2E-3", [0]],
    ["5", [4, 5]],
    ["5.000", [4, 5]],
    ["eq5", [4, 5]],
    ["ne5", [0, 1, 2, 3, 6, 7, 8]],
    ["ne5.000", [0, 1, 2, 3, 6, 7, 8]],
    ["lt4.9", [0, 1, 2, 3]],
    ["lt5", [0, 1, 2, 3]],
    ["lt5.01", [0, 1, 2, 3, 4, 5]],
    ["gt4.9", [4, 5, 6, 7, 8]],
    ["gt5", [6, 7, 8]],
    ["le5", [0, 1, 2, 3, 4, 5]],
    ["le4.9", [0, 1, 2, 3]],
    ["ge4.9999", [4, 5, 6, 7, 8]],
    ["ge5.001", [6, 7, 8]],
    ["sa5", [6, 7, 8]],
    ["eb5", [0, 1, 2, 3]],
    ["ap9", [7]],
    ["lt4E-2", [0]],
    ["30||unit2", []],
    ["2e-3||unit1", [0]],
    ["2.00e-3||unit1", [0]],
    ["2e-3||unit2", []],
    ["5||unit2", [5]],
    ["ne5||unit2", [6, 7]],
    ["lt5.01||unit2", [5]],
    ["gt4.9||unit2", [5, 6, 7]],
    ["ge5.001||unit2", [6, 7]],
    ["eb5.0001||unit2", [5]],
    ["0.002,10", [0, 8]],
  ])("value-quantity=%s", async (value, numbers) =>
    expect(await found(`Observation?value-quantity=${value}`)).toEqual(numbers),
  );

  it.each(["five", "5,,", "gt", "||unit1", "1e"])("that is none, %s, is refused", async (value) => {
    expect(await ask("GET", `Observation?value-quantity=${value}`)).toEqual(refusal(400));
  });
});
