import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Json } from "./path";
import { applyPull, applyPush, compileMapping, validateMapping } from "./run";

const patient = z
  .custom<Json>()
  .parse(
    JSON.parse(
      readFileSync(new URL("../fhir/fixtures/patient-container-example.json", import.meta.url), "utf8"),
    ),
  );

const lookups = [{ name: "sex", rows: [{ from: "W", to: "female" }] }];

async function pull(transform: unknown, value: Json, options: object = {}) {
  const mapping = await compileMapping(
    [{ localField: "a", remoteField: "b", transform, ...options }],
    lookups,
  );
  return applyPull(mapping, { b: value, c: "C" }, { a: "base", kept: 1 });
}

async function push(transform: unknown, value: Json) {
  const mapping = await compileMapping([{ localField: "a", remoteField: "b", transform }], lookups);
  return applyPush(mapping, { a: value, p: "x", q: "y z" }, { b: "old", kept: 1 });
}

describe("pull", () => {
  it.each<[unknown, Json, Json]>([
    [undefined, "v", "v"],
    [{ kind: "direct" }, [1], [1]],
    ["uppercase", "v", "V"],
    [["trim", { kind: "function", name: "add_prefix", args: { text: "MRN-" } }], " 1 ", "MRN-1"],
    [{ kind: "lookup", table: "sex" }, "W", "female"],
    [{ kind: "lookup", table: "sex", default: "unknown" }, "?", "unknown"],
    [{ kind: "concatenate", fields: ["b", "none", "c"], separator: "-" }, "v", "v-C"],
    [{ kind: "split", separator: "^", index: 1 }, "a^b", "b"],
    // biome-ignore lint/suspicious/noThenProperty: the contract's word.
    [{ kind: "conditional", when: "$ = 'M'", then: "male", else: "other" }, "M", "male"],
    [{ kind: "default", value: "none" }, null, "none"],
    [{ kind: "expression", jsonata: "$ & $source.c" }, "v", "vC"],
    [{ kind: "custom", code: "return value.length" }, "four", 4],
  ])("with %j makes %j into %j", async (transform, value, output) => {
    expect(await pull(transform, value)).toMatchObject({ output: { a: output, kept: 1 }, errors: [] });
  });

  it("spreads a split over fields, the rest going to the last", async () => {
    const split = { kind: "split", separator: " ", into: ["first", "last"] };
    expect((await pull(split, "Ann van Dyk")).output).toEqual({
      a: "base",
      kept: 1,
      first: "Ann",
      last: "van Dyk",
    });
  });

  it("clears what the vendor no longer has", async () => {
    expect((await pull(undefined, null)).output).toEqual({ kept: 1 });
  });

  it("tells each step, and keeps the base's value where one fails", async () => {
    const { output, steps, errors } = await pull(["trim", "to_number", "round"], " secret ");
    const fields = { localField: "a", remoteField: "b", kind: "function" };
    expect(output).toEqual({ a: "base", kept: 1 });
    expect(steps).toEqual([
      { ...fields, before: " secret ", after: "secret" },
      { ...fields, before: "secret", after: null, error: expect.stringContaining("to_number") },
    ]);
    expect(errors).toEqual([{ path: "a", message: expect.not.stringContaining("secret") }]);
  });

  it("reports a required field that is missing, at its place", async () => {
    expect((await pull(undefined, null, { required: true })).errors).toEqual([
      { path: "a", message: "It is required, and missing." },
    ]);
  });

  it("leaves out fields that are pushed only", async () => {
    expect(await pull(undefined, "v", { direction: "push" })).toMatchObject({
      output: { a: "base" },
      steps: [],
    });
  });
});

describe("push", () => {
  it.each<[unknown, Json, Json]>([
    [undefined, "v", "v"],
    ["normalize_gender", "female", "F"],
    [["trim", { kind: "function", name: "add_prefix", args: { text: "MRN-" } }, "to_list"], ["MRN-1"], "1"],
    [{ kind: "function", name: "date_to_iso" }, "1980-05-15", "05/15/1980"],
    [{ kind: "lookup", table: "sex" }, "female", "W"],
    [{ kind: "split", separator: " ", into: ["p", "q"] }, null, "x y z"],
    [{ kind: "expression", jsonata: "$ * 2", reverse: "$ / 2" }, 4, 2],
    [{ kind: "custom", code: "return value + 1", reverse: "return value - 1" }, 4, 3],
  ])("undoes %j from the right: %j becomes %j", async (transform, value, output) => {
    expect(await push(transform, value)).toMatchObject({ output: { b: output, kept: 1 }, errors: [] });
  });

  it("leaves a field alone whose steps cannot be undone", async () => {
    expect(await push({ kind: "custom", code: "return 1" }, "v")).toEqual({
      output: { b: "old", kept: 1 },
      steps: [],
      errors: [],
    });
  });

  it("changes a vendor's resource only where a mapping says so", async () => {
    const mapping = await compileMapping([
      { localField: "dateOfBirth", remoteField: "birthDate" },
      { localField: "phone", remoteField: 'telecom[?(@.system=="phone" && @.use=="mobile")].value' },
    ]);
    const pulled = applyPull(mapping, patient, {}).output;
    const { output } = applyPush(
      mapping,
      { ...Object(pulled), dateOfBirth: "1999-01-02", phone: "+15551234567" },
      patient,
    );
    expect(output).toEqual({
      ...Object(patient),
      birthDate: "1999-01-02",
      telecom: [
        ...(Object(patient).telecom ?? []),
        { system: "phone", use: "mobile", value: "+15551234567" },
      ],
    });
  });
});

describe("checking a mapping", () => {
  it("says which step makes a field pull-only", async () => {
    const check = await validateMapping([
      { localField: "a", remoteField: "b", transform: ["trim", "full_name"] },
    ]);
    expect(check.errors).toEqual([]);
    expect(check.notices).toEqual([
      { path: "[0].transform[1]", message: "function cannot be undone, so the field is only pulled." },
    ]);
  });

  it.each([
    [{ transform: "nonsense" }, "[0].transform[0]"],
    [{ transform: { kind: "lookup", table: "none" } }, "[0].transform[0]"],
    [{ transform: { kind: "function", name: "round", args: { digits: "x" } } }, "[0].transform[0]"],
    [{ transform: { kind: "expression", jsonata: "$ +" } }, "[0].transform[0]"],
    [{ transform: [{ kind: "split", separator: ",", into: ["x"] }, "trim"] }, "[0].transform[0]"],
    [{ transform: "full_name", direction: "push" }, "[0].transform[0]"],
    [{ localField: "a[" }, "[0].localField"],
    [{ remoteField: "b..c" }, "[0].remoteField"],
    [{ direction: "sideways" }, "[0].direction"],
  ])("refuses %j at %s", async (change, path) => {
    const mapping = { localField: "a", remoteField: "b", ...change };
    expect((await validateMapping([mapping])).errors).toContainEqual({ path, message: expect.any(String) });
    await expect(compileMapping([mapping])).rejects.toMatchObject({ code: "mapping_invalid" });
  });
});
