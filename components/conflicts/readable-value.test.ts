import { describe, expect, it } from "vitest";
import { readableEntries } from "./readable-value";
import { referencesIn } from "./references-in";
import { fieldLike } from "./testing/conflict-like";

const doctor = "01a1fd87-4332-7536-afd6-76abf8298d62";
const nameOf = (id: string) => (id === doctor ? "Venn, Liora" : undefined);
const read = (entity: string, path: string, value: unknown) => readableEntries(entity, path, value, nameOf);

describe("a value as people read it", () => {
  it.each([
    ["patients", "dateOfBirth", "1984-03-17", ["17 Mar 1984"]],
    ["patients", "gender", "other", ["Other"]],
    ["patients", "deceased", true, ["Yes"]],
    ["patients", "deceased", "2026-01-02", ["2 Jan 2026"]],
    ["patients", "language", "ar", ["Arabic"]],
    [
      "patients",
      "names",
      [{ use: "official", family: "Okafor", given: ["Adaeze"] }],
      ["Okafor, Adaeze, official"],
    ],
    ["patients", "telecoms", [{ system: "phone", value: "469", use: "home" }], ["469, home phone"]],
    ["patients", "identifiers", [{ type: "MR", value: "4471902" }], ["MRN 4471902"]],
    [
      "patients",
      "addresses",
      [{ lines: ["2210 W Alder St"], city: "Chicago", state: "IL", postalCode: "60608" }],
      ["2210 W Alder St\nChicago, IL 60608"],
    ],
    ["observations", "code", { code: "8480-6", display: "Systolic" }, ["Systolic"]],
    ["observations", "value", 5.4, ["5.4"]],
    ["observations", "note", "one\ntwo", ["one", "two"]],
    ["observations", "performerIds", [doctor, null], ["Venn, Liora", "Not here yet"]],
    [
      "appointments",
      "participants",
      [{ practitionerId: doctor, status: "accepted" }],
      ["Practitioner: Venn, Liora, Status: accepted"],
    ],
    ["patients", "telecoms", [], []],
    ["patients", "dateOfBirth", null, []],
  ])("%s %s", (entity, path, value, expected) => {
    expect(read(entity, path, value)).toEqual(expected);
  });

  it("says so when the record it points at is not known", () => {
    expect(read("observations", "patientId", "11111111-1111-1111-1111-111111111111")).toEqual([
      "A record whose name is not known here",
    ]);
  });

  it("is still shown when it fits no schema", () => {
    expect(read("unknown_things", "field", { a: 1 })).toEqual(['{"a":1}']);
  });
});

describe("the records that a conflict points at", () => {
  it("are each found once, on all sides", () => {
    const fields = [fieldLike({ path: "performerIds", base: [doctor], local: [doctor], remote: [null] })];
    expect(referencesIn({ entity: "observations", fields })).toEqual([
      { entity: "practitioners", id: doctor },
    ]);
    expect(referencesIn({ entity: "patients", fields: [fieldLike()] })).toEqual([]);
  });
});
