import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { patchJson } from "./json-patch";

interface Case {
  readonly comment?: string;
  readonly doc: unknown;
  readonly patch: unknown;
  readonly expected?: unknown;
  readonly error?: string;
  readonly disabled?: boolean;
}

const cases: Case[] = JSON.parse(
  readFileSync(new URL("./fixtures/json-patch-tests.json", import.meta.url), "utf8"),
);

describe("the cases of RFC 6902", () => {
  it.each(
    cases.filter(({ disabled }) => !disabled).map((one, at) => [one.comment ?? `case ${at}`, one] as const),
  )("%s", (_name, { doc, patch, expected, error }) => {
    const before = structuredClone(doc);
    if (error !== undefined) expect(() => patchJson(doc, patch)).toThrow();
    else expect(patchJson(doc, patch)).toEqual(expected ?? doc);
    expect(doc).toEqual(before);
  });
});

it("reaches no prototype", () => {
  const patch = [{ op: "add", path: "/__proto__/polluted", value: true }];
  expect(() => patchJson({}, patch)).toThrow("The resource cannot be kept");
  expect(patchJson({}, [{ op: "add", path: "/__proto__", value: { polluted: true } }])).not.toHaveProperty(
    "polluted",
  );
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});
