import { describe, expect, it } from "vitest";
import { partsOfField, textOfPart, withText } from "./draft-parts";
import { draftOf, readTyped } from "./typed-value";

describe("a typed value", () => {
  it.each([
    ["patients", "dateOfBirth", " 1984-03-17 ", "1984-03-17"],
    ["patients", "dateOfBirth", "", null],
    ["patients", "gender", "female", "female"],
    ["patients", "deceased", "yes", true],
    ["patients", "language", "2", "2"],
    ["appointments", "durationMinutes", "45", 45],
  ])("of %s %s is read by the schema: %j", (entity, path, typed, value) => {
    expect(readTyped(entity, path, typed)).toEqual({ ok: true, value });
  });

  it("of a list is read with what its schema adds", () => {
    expect(readTyped("patients", "telecoms", [{ system: "phone", value: "469" }])).toEqual({
      ok: true,
      value: [{ system: "phone", value: "469", use: null, rank: null }],
    });
  });

  it.each([
    ["patients", "dateOfBirth", "yesterday", /write YYYY-MM-DD/],
    ["patients", "gender", "w", /male/],
    ["patients", "telecoms", [{ value: "1" }, { value: 5 }], /^Entry 2, value: /],
    ["appointments", "durationMinutes", "-1", /./],
    ["unknown_things", "x", "1", /takes no typed value/],
  ])("that does not fit says what to write: %s %s %s", (entity, path, typed, message) => {
    expect(readTyped(entity, path, typed)).toEqual({ ok: false, message: expect.stringMatching(message) });
  });

  it("starts with the value there is", () => {
    expect(draftOf("patients", "dateOfBirth", "1984")).toBe("1984");
    expect(draftOf("patients", "language", null)).toBe("");
    expect(draftOf("patients", "telecoms", [{ value: "1" }])).toEqual([{ value: "1" }]);
  });
});

describe("a list typed part by part", () => {
  const partOf = (entity: string, path: string, label: string) => {
    const part = partsOfField(entity, path).parts.find((each) => each.label === label);
    if (!part) throw new Error(`${path} has no ${label}.`);
    return part;
  };

  it("has the parts of its schema, and no ids of other records", () => {
    const labels = (entity: string, path: string) =>
      partsOfField(entity, path).parts.map(({ label }) => label);
    expect(labels("patients", "telecoms")).toEqual(["System", "Value", "Use", "Rank"]);
    expect(labels("appointments", "participants")).toEqual([
      "Name",
      "Role, System",
      "Role, Code",
      "Role, Display",
      "Status",
    ]);
    expect(labels("observations", "performerIds")).toEqual([]);
    expect(labels("observations", "category")).toEqual(["Value"]);
    expect(partsOfField("observations", "code").isList).toBe(false);
  });

  it("forgets the translations of a code in whose place another is typed", () => {
    const code = { system: "urn:a", code: "1", display: "One", translations: [{ code: "x" }] };
    const part = partsOfField("observations", "code").parts.find(({ label }) => label === "Code");
    expect(part && withText(code, part, "2")).toEqual({ system: "urn:a", code: "2", display: "One" });
  });

  it.each([
    ["patients", "addresses", "City", { use: "home" }, "Chicago", { use: "home", city: "Chicago" }],
    [
      "patients",
      "addresses",
      "Lines",
      {},
      "2210 W Alder St; Apt 4B",
      { lines: ["2210 W Alder St", "Apt 4B"] },
    ],
    ["patients", "addresses", "Lines", { lines: ["1"] }, "", { lines: [] }],
    ["patients", "telecoms", "Rank", { value: "1" }, "2", { value: "1", rank: 2 }],
    ["patients", "telecoms", "Value", { value: "1" }, "", { value: null }],
    ["appointments", "participants", "Role, Code", {}, "SPRF", { role: { code: "SPRF" } }],
    ["medication_requests", "dosages", "As needed", {}, "yes", { asNeeded: true }],
    ["observations", "category", "Value", "old", "vital-signs", "vital-signs"],
  ])("of %s %s keeps the rest when %s is typed", (entity, path, label, before, text, after) => {
    const part = partOf(entity, path, label);
    const typed = withText(before, part, text);
    expect(typed).toEqual(after);
    if (text !== "yes") expect(textOfPart(typed, part)).toBe(text);
  });
});
