/** What the CapabilityStatement claims is done, and what it does not claim is refused. Inferno's and Crucible's habit. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { patient, refusal, servedFacade, smallest } from "../testing/served-facade";

const ask = servedFacade();

interface Claimed {
  readonly type: string;
  readonly interaction?: readonly { readonly code: string }[];
  readonly searchInclude?: readonly string[];
  readonly searchRevInclude?: readonly string[];
  readonly searchParam: readonly { readonly name: string; readonly type: string }[];
}

let claimed: readonly Claimed[];
beforeAll(async () => {
  const { json } = await ask("GET", "metadata");
  claimed = json.rest[0].resource.filter(({ interaction }: Claimed) => interaction);
});

const claimOf = (type: string) => claimed.find((one) => one.type === type);

/** A value and prefixes or modifiers that parameters of a type take. */
const values: Readonly<Record<string, readonly string[]>> = {
  token: ["=a", "=a|b", "=|a", "=a|", ":not=a", ":text=a", ":missing=true", "=a,b"],
  string: ["=a", ":exact=a", ":contains=a", ":missing=false", "=a,b"],
  date: ["=2020", "=ne2020-01", "=ge2020-01-01", "=ap2020", ":missing=true", "=gt2019&$=lt2021"],
  quantity: ["=5", "=lt5||kg", "=5|http://unitsofmeasure.org|kg", ":missing=true"],
  reference: [`=${newId()}`, "=nobody", ":missing=true", "._lastUpdated=gt2020"],
};

describe.each(Object.keys(smallest))("%s", (type) => {
  it("is searched by every parameter that is claimed", async () => {
    for (const { name, type: kind } of claimOf(type)?.searchParam ?? []) {
      const forms = name.startsWith("_") ? [name === "_id" ? "=a,b" : "=gt2020"] : (values[kind] ?? []);
      expect([name, forms.length]).not.toEqual([name, 0]);
      for (const form of forms) {
        const query = name + form.replace("$", name);
        const answer = await ask("GET", `${type}?${query}`, { headers: { prefer: "handling=strict" } });
        expect([query, answer.status]).toEqual([query, 200]);
      }
    }
  });

  it("includes what is claimed", async () => {
    for (const [name, list] of [
      ["_include", claimOf(type)?.searchInclude],
      ["_revinclude", claimOf(type)?.searchRevInclude],
    ] as const) {
      for (const value of list ?? []) {
        expect([value, (await ask("GET", `${type}?${name}=${value}`)).status]).toEqual([value, 200]);
      }
    }
  });

  it("is sorted by what has an order, both ways", async () => {
    for (const { name, type: kind } of claimOf(type)?.searchParam ?? []) {
      if (kind === "quantity" || kind === "reference") continue;
      const { status } = await ask("GET", `${type}?_sort=${name},-_id&_count=1`);
      expect([name, status]).toEqual([name, 200]);
      expect([name, (await ask("GET", `${type}?_sort=-${name}`)).status]).toEqual([name, 200]);
    }
  });
});

describe("what is not claimed", () => {
  it.each([
    ["GET", "Patient/$everything", 405],
    ["POST", "Patient/$validate", 405],
    ["POST", "Patient/$match", 405],
    ["GET", "Patient/x/Observation", 405],
    ["GET", "?_type=Patient", 405],
    ["GET", "Organization", 404],
    ["GET", "Group/1", 404],
  ])("%s %s is refused", async (method, address, status) => {
    expect(await ask(method, address, { body: method === "POST" ? patient : undefined })).toEqual(
      refusal(status),
    );
  });

  it.each(["_tag", "_profile", "_security", "_text", "_content", "_list", "_filter", "_query", "_contained"])(
    "%s is ignored with a warning, and refused where the client is strict",
    async (name) => {
      const { status, json } = await ask("GET", `Patient?${name}=a`, {
        headers: { prefer: "handling=lenient" },
      });
      expect([status, json.entry.at(-1).resource.issue[0].severity]).toEqual([200, "warning"]);
      expect(json.link[0].url).not.toContain(name);
      expect(await ask("GET", `Patient?${name}=a`, { headers: { prefer: "handling=strict" } })).toEqual(
        refusal(400),
      );
      expect(claimOf("Patient")?.searchParam.map((one) => one.name)).not.toContain(name);
    },
  );

  it("is nothing at all where it has no value", async () => {
    for (const query of ["identifier%00", "shoe=", "_count=&_sort=", "gender="]) {
      const { status, json } = await ask("GET", `Patient?${query}`, {
        headers: { prefer: "handling=strict" },
      });
      expect([query, status, new URL(json.link[0].url).search]).toEqual([query, 200, ""]);
    }
  });

  it.each([
    "name:phonetic=a",
    "name:missing=perhaps",
    "gender:above=a",
    "birthdate:exact=2020",
    "_id:missing=true",
    "_sort=shoe",
    "_include=Patient:shoe",
    "_include=*",
    "_revinclude=Pet:patient",
    "_summary=some",
    "_total=roughly",
    "_count=many",
    "_has:Observation:shoe:code=a",
    "_has:Pet:patient:code=a",
    "name.family=a",
  ])("a search by %s is refused", async (query) => {
    expect(await ask("GET", `Patient?${query}`)).toEqual(refusal(400));
  });
});
