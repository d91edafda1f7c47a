/** Numbers, yes and no, and units of measure. */
import { z } from "zod";
import { anything, defineFunction, identity, numeric, text } from "./define";

/** Shifts the decimal point in the number's shortest decimal form, so that 1.005 counts as it is written. */
function shifted(value: number, places: number): number {
  const [digits, exponent] = value.toExponential().split("e");
  return Number(`${digits}e${Number(exponent) + places}`);
}

/** Half away from zero. */
function round(value: number, digits: number): number {
  const rounded = shifted(Math.round(shifted(Math.abs(value), digits)), -digits);
  return value < 0 && rounded !== 0 ? -rounded : rounded;
}

const numberPattern = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function numberOf(value: string): number | null | undefined {
  const trimmed = value.trim();
  if (trimmed === "") return null;
  const number = Number(trimmed.replaceAll(",", ""));
  return numberPattern.test(trimmed) && Number.isFinite(number) ? number : undefined;
}

const booleans = new Map<string, boolean>([
  ...["true", "1", "yes", "y", "on"].map((word) => [word, true] as const),
  ...["false", "0", "no", "n", "off", ""].map((word) => [word, false] as const),
]);

/** JSON knows no infinity: an overflow is a value that does not fit. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

const amount = z.number();
const factor = z.number().refine((value) => value !== 0, "must not be 0");

/** Two units and the factor between them; results keep six decimals, which no chart has. */
function unitPair(from: string, to: string, ratio: number, example: [number, number]) {
  const [input, output] = example;
  const [there, back] = [`${from}_to_${to}`, `${to}_to_${from}`];
  return [
    defineFunction(there, {
      description: `From ${from} to ${to}.`,
      takes: numeric,
      inverse: back,
      examples: [{ input, output }],
      apply: (value) => finite(round(value * ratio, 6)),
    }),
    defineFunction(back, {
      description: `From ${to} to ${from}.`,
      takes: numeric,
      inverse: there,
      examples: [{ input: output, output: input }],
      apply: (value) => finite(round(value / ratio, 6)),
    }),
  ];
}

export const numberFunctions = [
  defineFunction("to_number", {
    description: "Text as a number; commas may part thousands, empty text is nothing.",
    takes: { ...text, words: "a number, commas between thousands allowed" },
    inverse: "to_text",
    examples: [
      { input: "1,234.50", output: 1234.5 },
      { input: "", output: null },
      { input: 7, output: 7 },
    ],
    apply: numberOf,
  }),
  defineFunction("to_text", {
    description: "A number or yes and no as text.",
    takes: { schema: z.union([z.string(), z.number(), z.boolean()]), words: "text, a number, true or false" },
    inverse: identity,
    examples: [
      { input: 1234.5, output: "1234.5" },
      { input: true, output: "true" },
    ],
    apply: String,
  }),
  defineFunction("round", {
    description: "Rounded to `digits` decimals, halves away from zero; what is cut off is lost.",
    takes: numeric,
    args: { digits: z.int().min(0).max(12).default(0) },
    inverse: identity,
    examples: [
      { input: 2.5, output: 3 },
      { input: -2.5, output: -3 },
      { input: 1.005, args: { digits: 2 }, output: 1.01 },
    ],
    apply: (value, { digits }) => round(value, digits),
  }),
  defineFunction("absolute", {
    description: "Without its sign.",
    takes: numeric,
    examples: [{ input: -2, output: 2 }],
    apply: Math.abs,
  }),
  defineFunction("add", {
    description: "`amount` more.",
    takes: numeric,
    args: { amount },
    inverse: "subtract",
    examples: [{ input: 2, args: { amount: 3 }, output: 5 }],
    apply: (value, args) => finite(value + args.amount),
  }),
  defineFunction("subtract", {
    description: "`amount` less.",
    takes: numeric,
    args: { amount },
    inverse: "add",
    examples: [{ input: 5, args: { amount: 3 }, output: 2 }],
    apply: (value, args) => finite(value - args.amount),
  }),
  defineFunction("multiply", {
    description: "Times `factor`.",
    takes: numeric,
    args: { factor },
    inverse: "divide",
    examples: [{ input: 2, args: { factor: 10 }, output: 20 }],
    apply: (value, args) => finite(value * args.factor),
  }),
  defineFunction("divide", {
    description: "Divided by `factor`.",
    takes: numeric,
    args: { factor },
    inverse: "multiply",
    examples: [{ input: 20, args: { factor: 10 }, output: 2 }],
    apply: (value, args) => finite(value / args.factor),
  }),
  ...unitPair("pounds", "kilograms", 0.45359237, [100, 45.359237]),
  ...unitPair("inches", "centimeters", 2.54, [10, 25.4]),
  defineFunction("fahrenheit_to_celsius", {
    description: "From Fahrenheit to Celsius.",
    takes: numeric,
    inverse: "celsius_to_fahrenheit",
    examples: [{ input: 98.6, output: 37 }],
    apply: (value) => finite(round(((value - 32) * 5) / 9, 6)),
  }),
  defineFunction("celsius_to_fahrenheit", {
    description: "From Celsius to Fahrenheit.",
    takes: numeric,
    inverse: "fahrenheit_to_celsius",
    examples: [{ input: 37, output: 98.6 }],
    apply: (value) => finite(round((value * 9) / 5 + 32, 6)),
  }),
  defineFunction("to_boolean", {
    description: "Yes and no in words or digits as true and false; empty text is false.",
    takes: { ...anything, words: "true, 1, yes, y or on; false, 0, no, n, off or empty text" },
    inverse: identity,
    examples: [
      ...[true, 1, "1", "true", "Yes", "y", "on"].map((input) => ({ input, output: true })),
      ...[false, 0, "0", "false", "no", "N", "off", ""].map((input) => ({ input, output: false })),
    ],
    apply: (value) =>
      typeof value === "object" ? undefined : booleans.get(String(value).trim().toLowerCase()),
  }),
  defineFunction("boolean_to_letter", {
    description: "Y for true, N for false.",
    takes: { schema: z.boolean(), words: "true or false" },
    inverse: "to_boolean",
    examples: [
      { input: true, output: "Y" },
      { input: false, output: "N" },
    ],
    apply: (value) => (value ? "Y" : "N"),
  }),
  defineFunction("not", {
    description: "True for false and false for true.",
    takes: { schema: z.boolean(), words: "true or false" },
    inverse: "not",
    examples: [{ input: true, output: false }],
    apply: (value) => !value,
  }),
];
