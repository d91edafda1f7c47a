import { expect, test } from "vitest";
import { decimal, parseExactly } from "@/sandbox/fhir/exact-json";

test.each(["1.10", "0.00", "1E400", "12345678901234567890", "-0", "1e2"])(
  "keeps the number %s as written",
  (number) => {
    const text = `{"valueDecimal":${number}}`;
    expect(JSON.stringify(parseExactly(text))).toBe(text);
  },
);

test("keeps nulls in arrays, unknown fields and keys such as __proto__", () => {
  const text = '{"given":[null,"James"],"__proto__":{"x":1},"x-own":[{}]}';
  expect(JSON.stringify(parseExactly(text))).toBe(text);
});

test("writes decimals with their trailing zeros", () => {
  expect(JSON.stringify({ value: decimal(1.1, 2) })).toBe('{"value":1.10}');
});

test("refuses what is not JSON", () => {
  expect(() => parseExactly("{")).toThrow(SyntaxError);
});
