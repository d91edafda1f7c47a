import { expect, it } from "vitest";
import { z } from "zod";
import { fieldErrors, parseInAnyCase } from "./any-case";

const schema = z.object({
  mode: z.enum(["FULL", "INCREMENTAL"]),
  tags: z.array(z.literal("X")),
  either: z.union([z.object({ kind: z.literal("A") }), z.object({ kind: z.enum(["b"]) })]),
  told: z.discriminatedUnion("type", [
    z.object({ type: z.literal("PUSH"), way: z.enum(["FAST"]) }),
    z.object({ type: z.literal("PULL") }),
  ]),
});

it("spells enum values as the schema does, wherever they stand", () => {
  const input = { mode: "full", tags: ["x"], either: { kind: "B" }, told: { type: "push", way: "fast" } };
  expect(parseInAnyCase(schema, input).data).toEqual({
    mode: "FULL",
    tags: ["X"],
    either: { kind: "b" },
    told: { type: "PUSH", way: "FAST" },
  });
});

it("leaves free text as it was", () => {
  const free = z.object({ mode: z.enum(["FULL"]), name: z.string() });
  expect(parseInAnyCase(free, { mode: "full", name: "FuLL" }).data).toEqual({ mode: "FULL", name: "FuLL" });
});

it("still refuses other words, and names their place", () => {
  const parsed = parseInAnyCase(schema, {
    mode: "some",
    tags: [],
    either: { kind: "A" },
    told: { type: "PULL" },
  });
  expect(parsed.error && fieldErrors(parsed.error).map(({ path }) => path)).toEqual(["mode"]);
});
