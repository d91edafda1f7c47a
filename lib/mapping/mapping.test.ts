import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { applyPull, applyPush, withoutMappedFields } from "./apply";
import { type CompiledMapping, compileMapping, validateMapping } from "./compile";
import type { Json } from "./path";

const patient = z
  .custom<Json>()
  .parse(
    JSON.parse(
      readFileSync(new URL("../fhir/fixtures/patient-container-example.json", import.meta.url), "utf8"),
    ),
  );

const lookups = [{ name: "sex", rows: [{ from: "W", to: "female" }] }];

async function pulled(mapping: CompiledMapping, resource: Json, record: Json) {
  const [outcome] = await applyPull(mapping, [{ resource, record }], { tellsSteps: true });
  return outcome;
}

async function pushed(mapping: CompiledMapping, record: Json, resource: Json) {
  const [outcome] = await applyPush(mapping, [{ resource, record }], { tellsSteps: true });
  return outcome;
}

function pull(transform: unknown, value: Json, options: object = {}) {
  const mapping = compileMapping([{ localField: "a", remoteField: "b", transform, ...options }], lookups);
  return pulled(mapping, { b: value, c: "C" }, { a: "base", kept: 1 });
}

function push(transform: unknown, value: Json) {
  const mapping = compileMapping([{ localField: "a", remoteField: "b", transform }], lookups);
  return pushed(mapping, { a: value, p: "x", q: "y z" }, { b: "old", kept: 1 });
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
    expect((await pull(split, "Ann van Dyk"))?.output).toEqual({
      a: "base",
      kept: 1,
      first: "Ann",
      last: "van Dyk",
    });
  });

  it("clears what the vendor no longer has", async () => {
    expect((await pull(undefined, null))?.output).toEqual({ kept: 1 });
  });

  it("tells each step, and keeps the base's value where one fails", async () => {
    const outcome = await pull(["trim", "to_number", "round"], " secret ");
    const fields = { localField: "a", remoteField: "b", kind: "function" };
    expect(outcome?.output).toEqual({ a: "base", kept: 1 });
    expect(outcome?.steps).toEqual([
      { ...fields, before: " secret ", after: "secret" },
      { ...fields, before: "secret", after: null, error: expect.stringContaining("to_number") },
    ]);
    expect(outcome?.errors).toEqual([
      { path: "a", message: expect.not.stringContaining("secret"), required: false },
    ]);
  });

  it("reports a required field that is missing, at its place", async () => {
    expect((await pull(undefined, null, { required: true }))?.errors).toEqual([
      { path: "a", message: "It is required, and missing.", required: true },
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

  it("writes only fields that differ from what the resource says already, when that is known", async () => {
    const mapping = compileMapping([
      { localField: "a", remoteField: "b", transform: "uppercase" },
      { localField: "c", remoteField: "d", transform: { kind: "split", separator: " ", into: ["c", "e"] } },
    ]);
    const resource = { b: "old", d: "x y" };
    const before = { a: "OLD", c: "x", e: "y" };
    const outcomes = await applyPush(mapping, [
      { record: before, before, resource },
      { record: { ...before, a: "NEW" }, before, resource },
      { record: { ...before, e: "z" }, before, resource },
      { record: before, resource },
    ]);
    expect(outcomes.map(({ output }) => output)).toEqual([
      resource,
      { b: "NEW", d: "x y" },
      { b: "old", d: "x z" },
      { b: "OLD", d: "x y" },
    ]);
  });

  it("takes what it reads out of a record that the converter is to write", () => {
    const mapping = compileMapping([
      { localField: "a", remoteField: "b" },
      { localField: "n", remoteField: "m", direction: "push" },
      { localField: "c", remoteField: "d", transform: { kind: "split", separator: " ", into: ["c", "e"] } },
    ]);
    const record = { a: 1, c: 2, e: 3, n: 4, other: 5 };
    expect(withoutMappedFields(mapping, record, { a: "converted" })).toEqual({
      a: "converted",
      n: 4,
      other: 5,
    });
  });

  it("changes a vendor's resource only where a mapping says so", async () => {
    const mapping = compileMapping([
      { localField: "dateOfBirth", remoteField: "birthDate" },
      { localField: "phone", remoteField: 'telecom[?(@.system=="phone" && @.use=="mobile")].value' },
    ]);
    const before = await pulled(mapping, patient, {});
    const changes = { dateOfBirth: "1999-01-02", phone: "+15551234567" };
    const after = await pushed(mapping, { ...Object(before?.output), ...changes }, patient);
    expect(after?.output).toEqual({
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
  it("says which step makes a field pull-only", () => {
    const check = validateMapping([{ localField: "a", remoteField: "b", transform: ["trim", "full_name"] }]);
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
    [{ transform: { kind: "custom", code: "return value +" } }, "[0].transform[0]"],
  ])("refuses %j at %s", (change, path) => {
    const mapping = { localField: "a", remoteField: "b", ...change };
    expect(validateMapping([mapping]).errors).toContainEqual({ path, message: expect.any(String) });
    expect(() => compileMapping([mapping])).toThrowError(
      expect.objectContaining({ code: "mapping_invalid" }),
    );
  });
});
