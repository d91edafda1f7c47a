/** Spelling and pieces of text. */
import { z } from "zod";
import { defineFunction, identity, text } from "./define";

const short = z.string().max(100);
const count = z.int().min(0).max(1000);

/** Capitalises a word written in one case; mixed case, as in McDonald, is somebody's choice. */
function capitalizeWord(word: string): string {
  const lower = word.toLowerCase();
  if (word !== lower && word !== word.toUpperCase()) return word;
  return lower.replace(
    /\p{L}[\p{L}\p{M}]*/gu,
    ([first = "", ...rest]) => first.toUpperCase() + rest.join(""),
  );
}

export const textFunctions = [
  defineFunction("trim", {
    description: "Without spaces at both ends.",
    takes: text,
    inverse: identity,
    examples: [{ input: "  Ann \u00a0", output: "Ann" }],
    apply: (value) => value.trim(),
  }),
  defineFunction("lowercase", {
    description: "In small letters; what was written large is lost.",
    takes: text,
    inverse: identity,
    examples: [{ input: "ÉCOLE", output: "école" }],
    apply: (value) => value.toLowerCase(),
  }),
  defineFunction("uppercase", {
    description: "In capitals; what was written small is lost.",
    takes: text,
    inverse: identity,
    examples: [{ input: "straße", output: "STRASSE" }],
    apply: (value) => value.toUpperCase(),
  }),
  defineFunction("capitalize", {
    description: "Words written in one case get a capital; words in mixed case stay.",
    takes: text,
    inverse: identity,
    examples: [
      { input: "john", output: "John" },
      { input: "MARY ANN", output: "Mary Ann" },
      { input: "o'brien-smith", output: "O'Brien-Smith" },
      { input: "McDonald", output: "McDonald" },
    ],
    apply: (value) => value.replace(/\S+/g, capitalizeWord),
  }),
  defineFunction("collapse_spaces", {
    description: "Runs of spaces become one, and none stay at the ends.",
    takes: text,
    inverse: identity,
    examples: [{ input: " Mary   Ann ", output: "Mary Ann" }],
    apply: (value) => value.trim().replace(/\s+/g, " "),
  }),
  defineFunction("remove_accents", {
    description: "Letters without their accents.",
    takes: text,
    examples: [{ input: "José Núñez", output: "Jose Nunez" }],
    apply: (value) => value.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC"),
  }),
  defineFunction("digits_only", {
    description: "The digits alone.",
    takes: text,
    examples: [{ input: "MRN-00 12", output: "0012" }],
    apply: (value) => value.replace(/\D/g, ""),
  }),
  defineFunction("strip_leading_zeros", {
    description: "Without zeros at the front; a lone zero stays.",
    takes: text,
    examples: [
      { input: "000120", output: "120" },
      { input: "000", output: "0" },
    ],
    apply: (value) => value.replace(/^0+(?=.)/, ""),
  }),
  defineFunction("replace_text", {
    description: "Every occurrence of `find` becomes `with`.",
    takes: text,
    args: { find: short.min(1), with: short.default("") },
    examples: [{ input: "a.b.c", args: { find: ".", with: "-" }, output: "a-b-c" }],
    apply: (value, { find, with: replacement }) => value.replaceAll(find, () => replacement),
  }),
  defineFunction("substring", {
    description: "`length` characters from position `start`, counted from 0; to the end without a length.",
    takes: text,
    args: { start: count, length: count.optional() },
    examples: [{ input: "ABCDEF", args: { start: 2, length: 3 }, output: "CDE" }],
    apply: (value, { start, length }) =>
      [...value].slice(start, length === undefined ? undefined : start + length).join(""),
  }),
  defineFunction("truncate", {
    description: "At most `length` characters.",
    takes: text,
    args: { length: count },
    examples: [{ input: "ABCDEF", args: { length: 2 }, output: "AB" }],
    apply: (value, { length }) => [...value].slice(0, length).join(""),
  }),
  defineFunction("pad_left", {
    description: "Filled at the front to `length` characters.",
    takes: text,
    args: { length: count, with: z.string().length(1).default("0") },
    examples: [{ input: "42", args: { length: 5 }, output: "00042" }],
    apply: (value, { length, with: filler }) => value.padStart(length, filler),
  }),
  defineFunction("add_prefix", {
    description: "With `text` in front.",
    takes: text,
    args: { text: short },
    inverse: "remove_prefix",
    examples: [{ input: "12", args: { text: "MRN-" }, output: "MRN-12" }],
    apply: (value, args) => args.text + value,
  }),
  defineFunction("remove_prefix", {
    description: "Without `text` in front.",
    takes: text,
    args: { text: short },
    inverse: "add_prefix",
    examples: [{ input: "MRN-12", args: { text: "MRN-" }, output: "12" }],
    apply: (value, args) => (value.startsWith(args.text) ? value.slice(args.text.length) : value),
  }),
  defineFunction("add_suffix", {
    description: "With `text` behind.",
    takes: text,
    args: { text: short },
    inverse: "remove_suffix",
    examples: [{ input: "12", args: { text: " mg" }, output: "12 mg" }],
    apply: (value, args) => value + args.text,
  }),
  defineFunction("remove_suffix", {
    description: "Without `text` behind.",
    takes: text,
    args: { text: short },
    inverse: "add_suffix",
    examples: [{ input: "12 mg", args: { text: " mg" }, output: "12" }],
    apply: (value, args) =>
      value.endsWith(args.text) ? value.slice(0, value.length - args.text.length) : value,
  }),
  defineFunction("empty_to_null", {
    description: "Nothing instead of empty text.",
    takes: text,
    inverse: identity,
    examples: [
      { input: "  ", output: null },
      { input: "a", output: "a" },
    ],
    apply: (value) => (value.trim() === "" ? null : value),
  }),
];
