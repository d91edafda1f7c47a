import { describe, expect, it } from "vitest";
import { listMappingFunctions, validateMapping } from "@/lib/mapping";
import { fieldMappingSchema, type Transform } from "@/lib/mapping/schema";
import { kindLabel, kindNames, pushWords, stepKinds, stepWords } from "./step-kinds";

const functions = listMappingFunctions();
const table = { name: "codes", rows: [] };

const filled: readonly Transform[] = [
  ...functions
    .filter(({ args }) => !Array.isArray(args.required))
    .map(({ name }): Transform => ({ kind: "function", name })),
  { kind: "direct" },
  { kind: "lookup", table: "codes" },
  { kind: "concatenate", fields: ["a"], separator: " " },
  { kind: "split", separator: ",", index: 1 },
  { kind: "split", separator: ",", into: ["x", "y"] },
  // biome-ignore lint/suspicious/noThenProperty: the contract's word; a step is never awaited.
  { kind: "conditional", when: "$ = 1", then: 1, else: 2 },
  { kind: "default", value: 1 },
  { kind: "expression", jsonata: "$" },
  { kind: "expression", jsonata: "$", reverse: "$" },
  { kind: "custom", code: "return value" },
];

describe("the kinds of steps", () => {
  it.each(filled.map((step) => [stepWords(step), step] as const))(
    "say of %s that it is only pulled when the server says so",
    (_, step) => {
      const mapping = fieldMappingSchema.parse({ localField: "x", remoteField: "a", transform: step });
      const { notices, errors } = validateMapping([mapping], [table]);
      expect(errors).toEqual([]);
      expect(pushWords(step, functions)?.includes("only pulled")).toBe(notices.length > 0);
    },
  );

  it("are nine, each with a beginning of its own kind", () => {
    expect(kindNames.map((kind) => stepKinds[kind].begin().kind)).toEqual(kindNames);
    expect(new Set(kindNames).size).toBe(9);
  });

  it("have names for people, and a kind that is not known keeps its own", () => {
    expect(kindLabel("concatenate")).toBe("Join");
    expect(kindLabel("newer")).toBe("newer");
  });
});
