import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fieldMappingSchema, fieldMappingsSchema, lookupTableSchema, stepsOf } from "./schema";

const fields = { localField: "gender", remoteField: "gender" };
const nine = [
  { kind: "direct" },
  { kind: "function", name: "round", args: { digits: 2 } },
  { kind: "lookup", table: "sex", default: null },
  { kind: "concatenate", fields: ["a", "b"], separator: " " },
  { kind: "split", separator: ",", into: ["a", "b"] },
  // biome-ignore lint/suspicious/noThenProperty: the contract's word.
  { kind: "conditional", when: "$ = 1", then: "one", else: "more" },
  { kind: "default", value: [] },
  { kind: "expression", jsonata: "$ & ''", reverse: "$number($)" },
  { kind: "custom", code: "return value" },
];

describe("a field mapping", () => {
  it("goes both ways and is not required unless it says so", () => {
    expect(fieldMappingSchema.parse(fields)).toEqual({ ...fields, required: false, direction: "both" });
  });

  it("takes each of the nine kinds, alone and in a list", () => {
    for (const transform of nine)
      expect(fieldMappingSchema.parse({ ...fields, transform }).transform).toEqual(transform);
    expect(stepsOf(fieldMappingSchema.parse({ ...fields, transform: nine }))).toEqual(nine);
  });

  it("reads a bare name as the function of that name, in a list too", () => {
    const capitalize = { kind: "function", name: "capitalize" };
    expect(stepsOf({ transform: "capitalize" })).toEqual([capitalize]);
    expect(stepsOf({ transform: [{ kind: "direct" }, "capitalize"] })).toEqual([
      { kind: "direct" },
      capitalize,
    ]);
  });

  it("copies when it names no transformation", () => {
    expect(stepsOf({})).toEqual([{ kind: "direct" }]);
  });

  it.each([
    { ...fields, localField: "" },
    { ...fields, direction: "sideways" },
    { ...fields, transform: { kind: "eval", code: "1" } },
    { ...fields, transform: { kind: "split", separator: "," } },
    { ...fields, transform: { kind: "custom", code: "x".repeat(10_001) } },
    { ...fields, policy: "loudest_wins" },
  ])("refuses %j", (mapping) => {
    expect(fieldMappingSchema.safeParse(mapping).success).toBe(false);
  });

  it("can be described in the API reference, coming in and going out", () => {
    for (const schema of [fieldMappingsSchema, lookupTableSchema])
      for (const io of ["input", "output"] as const)
        expect(z.toJSONSchema(schema, { io })).toBeTypeOf("object");
  });
});
