import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Json, parsePath, readAll, readFirst } from "./path";
import { parseWritablePath, remove, write } from "./write-path";

const set = (path: string, document: Json, value: string | number | null | boolean) =>
  write(parseWritablePath(path), document, value);

const patient = z
  .custom<Json>()
  .parse(
    JSON.parse(
      readFileSync(new URL("../fhir/fixtures/patient-container-example.json", import.meta.url), "utf8"),
    ),
  );

describe("writing through a path", () => {
  it("makes what is missing, entries so that they satisfy the filter", () => {
    expect(set('telecom[?(@.system=="phone")].value', {}, "1")).toEqual({
      telecom: [{ system: "phone", value: "1" }],
    });
    expect(
      set("telecom[?@.system==\"phone\" && @.use=='home'].value", { telecom: [{ system: "phone" }] }, "1"),
    ).toEqual({
      telecom: [{ system: "phone" }, { system: "phone", use: "home", value: "1" }],
    });
    expect(set('identifier[?@.type.coding[0].code=="MR"].value', null, "7")).toEqual({
      identifier: [{ type: { coding: [{ code: "MR" }] }, value: "7" }],
    });
    expect(set("name[0].given[0]", {}, "Ann")).toEqual({ name: [{ given: ["Ann"] }] });
    expect(set("name[*].family", {}, "Doe")).toEqual({ name: [{ family: "Doe" }] });
    expect(set('tags[?@=="x"]', {}, "x")).toEqual({ tags: ["x"] });
  });

  it("replaces the first match, the one that is read", () => {
    const telecom = [{ system: "phone" }, { system: "phone", value: "old" }];
    expect(set('telecom[?@.system=="phone"].value', { telecom }, "new")).toEqual({
      telecom: [{ system: "phone" }, { system: "phone", value: "new" }],
    });
    expect(set("name[-1]", { name: ["a", "b"] }, "c")).toEqual({ name: ["a", "c"] });
  });

  it.each([
    "$",
    "a..b",
    "a[0,1]",
    "a[0:2]",
    "a[?@.b!=null && @.c>3].d",
    "__proto__.x",
    "a.constructor.prototype.x",
    "a[?@.__proto__.x==1].b",
  ])("refuses %s, which names no single place of its own", (path) => {
    expect(() => parseWritablePath(path)).toThrowError(
      expect.objectContaining({ code: "path_not_writable" }),
    );
  });

  it("says where the part stands that cannot be written", () => {
    expect(() => parseWritablePath("name[0,1].family")).toThrowError(
      expect.objectContaining({ detail: "“name[0,1].family” at position 5 names several places." }),
    );
  });

  it.each([
    ["name.family", { name: "Doe" }],
    ["name.family", { name: [] }],
    ["name[0].family", { name: { family: "x" } }],
    ["name[2].family", { name: [] }],
    ['telecom[?@.system=="phone"].system', {}],
  ])("refuses %s when %j is in the way", (path, document) => {
    expect(() => set(path, document, "secret")).toThrowError(
      expect.objectContaining({ code: "path_blocked", detail: expect.not.stringContaining("secret") }),
    );
  });

  it("removes one value and leaves its neighbours", () => {
    expect(remove(parseWritablePath("a[0].b"), { a: [{ b: 1, c: 2 }, 3] })).toEqual({ a: [{ c: 2 }, 3] });
    expect(remove(parseWritablePath("a[0]"), { a: [1, 2] })).toEqual({ a: [2] });
    expect(remove(parseWritablePath("x.y"), { a: 1 })).toEqual({ a: 1 });
  });

  it("never changes the document it was given, nor what all objects share", () => {
    const before = structuredClone(patient);
    set('telecom[?@.system=="phone"].value', patient, "1");
    remove(parseWritablePath("name[0].family"), patient);
    expect(patient).toEqual(before);
    expect(set("a.b", JSON.parse('{"__proto__":{"x":1},"a":{}}'), 1)).toEqual(
      JSON.parse('{"__proto__":{"x":1},"a":{"b":1}}'),
    );
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

/** The value of every leaf by its normalised path. */
function leaves(document: Json): Map<string, Json> {
  const nodes = parsePath("$..*").query.query(document).nodes;
  const isLeaf = (value: Json) => typeof value !== "object" || value === null;
  return new Map(
    nodes
      .filter(({ value }) => isLeaf(value))
      .map((node) => [node.getPath({ form: "canonical" }), node.value]),
  );
}

const name = fc.constantFrom("a", "b", "it's", "naïve");
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const { document } = fc.letrec<{ document: Json; node: Json }>((tie) => ({
  document: fc.dictionary(name, tie("node"), { maxKeys: 3 }),
  node: fc.oneof({ depthSize: "small" }, scalar, tie("document"), fc.array(tie("node"), { maxLength: 3 })),
}));
const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
const part = fc.oneof(
  name.map((n) => `[${quoted(n)}]`),
  fc.integer({ min: -1, max: 2 }).map((index) => `[${index}]`),
  fc.tuple(name, fc.constantFrom("'x'", "1", "true", "null")).map(([n, v]) => `[?@[${quoted(n)}]==${v}]`),
  fc.constant("[*]"),
);
const path = fc
  .tuple(name, fc.array(part, { maxLength: 4 }))
  .map(([first, parts]) => `$[${quoted(first)}]${parts.join("")}`);

/** Undefined when the document's shape is in the way, which is a refusal and not a loss. */
function written(text: string, into: Json, value: Json & (string | number | boolean | null)): Json {
  try {
    return set(text, into, value);
  } catch (error) {
    expect(error).toMatchObject({ code: "path_blocked" });
    return undefined;
  }
}

describe("any path and any document", () => {
  it("read gives what was written", () => {
    let writes = 0;
    fc.assert(
      fc.property(path, document, scalar, (text, before, value) => {
        const after = written(text, before, value);
        if (after === undefined) return;
        writes += 1;
        expect(readFirst(parsePath(text), after)).toBe(value);
      }),
      { numRuns: 2000 },
    );
    expect(writes).toBeGreaterThan(500);
  });

  it("what was not addressed stays as it was", () => {
    fc.assert(
      fc.property(path, document, scalar, (text, before, value) => {
        const after = written(text, before, value);
        if (after === undefined) return;
        const [place] = parsePath(text).query.query(after).nodes;
        const address = place?.getPath({ form: "canonical" }) ?? "";
        for (const [leaf, content] of leaves(before)) {
          // A null on the way is nothing, so a list or an object may take its place.
          const isOnTheWay = leaf.startsWith(address) || (content === null && address.startsWith(leaf));
          if (!isOnTheWay) expect(readAll(parsePath(leaf), after)).toEqual([content]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
