import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contestedFields, mergeField, type Sides } from "./fields";
import { highestSeverity, severityOf } from "./severity";

const phone = (value: string, more: object = {}) => ({
  system: "phone",
  value,
  use: "home",
  rank: null,
  ...more,
});
const email = { system: "email", value: "a@x.org", use: null, rank: null };

function fieldsOf(sides: Partial<Sides>) {
  return contestedFields({
    entity: "patients",
    base: {},
    local: {},
    remote: {},
    derived: [],
    localChangedAt: () => null,
    remoteChangedAt: null,
    ...sides,
  });
}

describe("the fields of a conflict", () => {
  it("are those alone that both sides changed differently, with what each side says", () => {
    const base = { dateOfBirth: "1980", language: "en", active: true };
    const local = { ...base, dateOfBirth: "1981", active: false };
    const remote = { ...base, dateOfBirth: "1982", language: "es" };
    expect(fieldsOf({ base, local, remote })).toEqual([
      {
        path: "dateOfBirth",
        label: "Date of birth",
        base: "1980",
        local: "1981",
        remote: "1982",
        localChangedAt: null,
        flips: false,
        remoteChangedAt: null,
        severity: "HIGH",
        suggestion: null,
      },
    ]);
  });

  it("propose the merge where there is one, else the later change, and nothing when a time is missing", () => {
    const base = { telecoms: [], gender: null };
    const local = { telecoms: [email], gender: "male" };
    const remote = { telecoms: [phone("1")], gender: "female" };
    const [earlier, later] = [new Date(1_000), new Date(2_000)];
    const suggestions = (localChangedAt: Date | null, remoteChangedAt: Date | null) =>
      fieldsOf({ base, local, remote, localChangedAt: () => localChangedAt, remoteChangedAt }).map(
        ({ path, suggestion }) => [path, suggestion],
      );
    expect(suggestions(earlier, later)).toEqual([
      ["gender", "USE_REMOTE"],
      ["telecoms", "MERGE"],
    ]);
    expect(suggestions(later, earlier)).toEqual([
      ["gender", "USE_LOCAL"],
      ["telecoms", "MERGE"],
    ]);
    expect(suggestions(later, null)).toEqual([
      ["gender", null],
      ["telecoms", "MERGE"],
    ]);
  });
});

describe("severity", () => {
  it.each([
    ["patients", "identifiers", "HIGH"],
    ["patients", "telecoms", "MEDIUM"],
    ["appointments", "status", "MEDIUM"],
    ["observations", "status", "LOW"],
  ])("of %s %s is %s", (entity, path, severity) => {
    expect(severityOf(entity, path)).toBe(severity);
  });

  it("follows what is set for the field", () => {
    expect(severityOf("patients", "language", { language: "HIGH" })).toBe("HIGH");
  });

  it("of a conflict is the highest of its fields", () => {
    expect(highestSeverity(["LOW", "HIGH", "MEDIUM"])).toBe("HIGH");
    expect(highestSeverity([])).toBe("LOW");
  });
});

describe("merging a set", () => {
  it("keeps what either side added and drops what one side removed and the other left alone", () => {
    const merged = mergeField(
      "telecoms",
      [phone("1"), phone("2")],
      [phone("2"), email],
      [phone("2"), phone("3"), phone("1")],
    );
    expect(merged).toEqual([phone("2"), email, phone("3")]);
  });

  it("knows a number, an identifier and an address again however they are written", () => {
    const place = (line: string) => ({ use: "home", lines: [line], city: "Austin", state: "TX" });
    const both = [
      ["telecoms", phone("(555) 123-4567"), phone("555 123 4567")],
      ["identifiers", { system: "urn:mrn", value: "AB-1" }, { system: "urn:mrn", value: "ab-1" }],
      ["addresses", place("1 Main St."), place("1 main st")],
    ] as const;
    for (const [field, written, again] of both) {
      expect(mergeField(field, [written], [], [again])).toBeUndefined();
      expect(mergeField(field, [written], [again], [written, { system: "new" }])).toEqual([
        again,
        { system: "new" },
      ]);
    }
  });

  it("leaves to a person an entry that both changed, one removed and changed, and two names of one use", () => {
    const name = (family: string) => ({ use: "official", family });
    expect(mergeField("names", [name("Doe")], [name("Dow")], [name("Dew")])).toBeUndefined();
    expect(mergeField("names", [name("Doe")], [], [name("Dew")])).toBeUndefined();
    expect(mergeField("names", [], [name("Doe"), name("Dow")], [name("Dew")])).toBeUndefined();
  });

  it("merges no list whose order means something", () => {
    expect(mergeField("steps", ["a"], ["a", "b"], ["c"])).toBeUndefined();
  });
});

describe("merging a note", () => {
  it("takes both edits when lines between them are untouched", () => {
    expect(mergeField("note", "a\nb\nc", "A\nb\nc", "a\nb\nc\nd")).toBe("A\nb\nc\nd");
  });

  it("leaves touching edits and texts of one value to a person", () => {
    expect(mergeField("note", "a\nb", "a\nB", "A\nb")).toBeUndefined();
    expect(mergeField("note", "a", "a\nb", "a\nc")).toBeUndefined();
    expect(mergeField("language", "a\nb\nc", "A\nb\nc", "a\nb\nC")).toBeUndefined();
  });
});

describe("the laws of merging", () => {
  const entry = fc.record({
    system: fc.constantFrom("urn:a", "urn:b"),
    value: fc.constantFrom("1", "2", "3"),
    type: fc.constantFrom("MR", "SS"),
  });
  const keyOf = (one: { system: string; value: string }) => `${one.system}|${one.value}`;
  const entries = fc.uniqueArray(entry, { selector: keyOf, maxLength: 6 });
  const lines = fc
    .array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 6 })
    .map((list) => list.join("\n"));
  const sets = fc.tuple(fc.constant("identifiers"), entries, entries, entries);
  const notes = fc.tuple(fc.constant("note"), lines, lines, lines);
  const cases = fc.oneof<fc.Arbitrary<readonly [string, unknown, unknown, unknown]>[]>(sets, notes);

  it("it does not matter which side is called local", () => {
    fc.assert(
      fc.property(cases, ([field, base, local, remote]) => {
        expect(mergeField(field, base, local, remote)).toEqual(mergeField(field, base, remote, local));
      }),
    );
  });

  it("merging with an unchanged side gives the other side", () => {
    fc.assert(
      fc.property(cases, ([field, base, , remote]) => {
        expect(mergeField(field, base, base, remote)).toEqual(remote);
      }),
    );
  });

  it("a merged set holds what either side added, and nothing that was on neither side", () => {
    fc.assert(
      fc.property(entries, entries, entries, (base, local, remote) => {
        const merged = mergeField("identifiers", base, local, remote);
        if (!Array.isArray(merged)) return;
        const known = base.map(keyOf);
        const kept = merged.map(keyOf);
        const added = [...local, ...remote].map(keyOf).filter((key) => !known.includes(key));
        expect(kept).toEqual(expect.arrayContaining(added));
        expect([...local, ...remote].map(keyOf)).toEqual(expect.arrayContaining(kept));
        expect(new Set(kept).size).toBe(kept.length);
      }),
    );
  });
});
