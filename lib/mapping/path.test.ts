import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Json, parsePath, readAll, readFirst } from "./path";

const compliance = z
  .object({
    tests: z.array(
      z.object({
        name: z.string(),
        selector: z.string(),
        document: z.custom<Json>().optional(),
        result: z.array(z.json()).optional(),
        results: z.array(z.array(z.json())).optional(),
        invalid_selector: z.boolean().default(false),
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(new URL("fixtures/jsonpath-compliance.json", import.meta.url), "utf8")),
  ).tests;

/** A path of ours may leave `$` out, so what is refused only for a missing `$` is fine here. */
const startsAtRoot = compliance.filter(({ selector }) => selector.startsWith("$"));

describe("the compliance suite of RFC 9535", () => {
  it.each(startsAtRoot.filter((test) => !test.invalid_selector))(
    "reads $name",
    ({ selector, document = null, result, results }) => {
      expect(results ?? [result]).toContainEqual(readAll(parsePath(selector), document));
    },
  );

  it.each(startsAtRoot.filter((test) => test.invalid_selector))("refuses $name", ({ selector }) => {
    expect(() => parsePath(selector)).toThrowError(expect.objectContaining({ code: "path_invalid" }));
  });
});

describe("a field path", () => {
  const patient: Json = {
    telecom: [
      { system: "email", value: "a@b" },
      { system: "phone", value: "1" },
      { system: "phone", value: "2" },
    ],
  };

  it("starts at the root when it does not say so", () => {
    expect(readFirst(parsePath("telecom[0].value"), patient)).toBe("a@b");
    expect(readFirst(parsePath("['telecom'][0].value"), patient)).toBe("a@b");
    expect(readFirst(parsePath("$"), patient)).toBe(patient);
  });

  it("reads the first match of several", () => {
    expect(readFirst(parsePath('telecom[?(@.system=="phone")].value'), patient)).toBe("1");
  });

  it.each([
    ["a pattern that backtracks", "entries[?search(@.text, '(a+)+(b|c)')]"],
    ["a pattern of the data itself", "entries[?match(@.text, $.pattern)]"],
    ["a pattern that would fill the memory", "entries[?match(@.text, '((a{900}){900}){900}')]"],
    ["a pattern of a thousand alternatives", `entries[?match(@.text, '${"a|".repeat(2_000)}a')]`],
  ])("is not held up by %s", (_, path) => {
    const document = { pattern: "(a|aa)+b", entries: [{ text: "a".repeat(5_000) }] };
    const begin = performance.now();
    expect(readAll(parsePath(path), document)).toEqual([]);
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  it("finds what patterns describe, line ends apart", () => {
    const found = (path: string) => readAll(parsePath(path), ["a.b", "a\nb", "axb", "x axb y"]);
    expect(found("$[?match(@, 'a.b')]")).toEqual(["a.b", "axb"]);
    expect(found("$[?match(@, 'a\\\\.b')]")).toEqual(["a.b"]);
    expect(found("$[?search(@, 'a[.x]b')]")).toEqual(["a.b", "axb", "x axb y"]);
  });

  it("reads nothing where nothing is, and never what objects inherit", () => {
    for (const path of ["name[0].family", "constructor", "__proto__", "telecom.length", "telecom[9].value"])
      expect(readFirst(parsePath(path), patient)).toBeUndefined();
  });

  it.each([
    ["telecom[", 9],
    ["telecom[?(@.system=)].value", 19],
    ["$.telecom[0]x", 13],
    ["name..", 7],
    ["a b", 3],
  ])("refuses %s and says where it goes wrong", (path, position) => {
    expect(() => parsePath(path)).toThrowError(
      expect.objectContaining({
        code: "path_invalid",
        detail: expect.stringContaining(`position ${position}.`),
      }),
    );
  });
});
