/** Lists and encodings. */
import { z } from "zod";
import type { Json } from "../path";
import { anything, defineFunction, identity, list, text } from "./define";

const separator = z.string().min(1).max(20).default(",");

/** Undefined for what is not JSON. */
function parsed(value: string): Json {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function decoded(value: string): string | undefined {
  const bytes = Buffer.from(value, "base64");
  const isBase64 = bytes.toString("base64").replace(/=+$/, "") === value.replace(/=+$/, "");
  const decodedText = bytes.toString("utf8");
  return isBase64 && Buffer.from(decodedText).equals(bytes) ? decodedText : undefined;
}

export const structureFunctions = [
  defineFunction("identity", {
    description: "The value as it is.",
    takes: anything,
    inverse: identity,
    examples: [{ input: "a", output: "a" }],
    apply: (value) => value,
  }),
  defineFunction("json_parse", {
    description: "What the JSON text holds.",
    takes: { schema: z.string(), words: "JSON text" },
    inverse: "json_stringify",
    examples: [{ input: '{"a":[1]}', output: { a: [1] } }],
    apply: parsed,
  }),
  defineFunction("json_stringify", {
    description: "The value as JSON text.",
    takes: anything,
    inverse: "json_parse",
    examples: [{ input: { a: [1] }, output: '{"a":[1]}' }],
    apply: (value) => JSON.stringify(value),
  }),
  defineFunction("base64_encode", {
    description: "Text as base64 of its UTF-8.",
    takes: text,
    inverse: "base64_decode",
    examples: [{ input: "é", output: "w6k=" }],
    apply: (value) => Buffer.from(value, "utf8").toString("base64"),
  }),
  defineFunction("base64_decode", {
    description: "The text that base64 holds.",
    takes: { ...text, words: "base64 of UTF-8 text" },
    inverse: "base64_encode",
    examples: [{ input: "w6k=", output: "é" }],
    apply: decoded,
  }),
  defineFunction("first", {
    description: "The first of a list; nothing of an empty one.",
    takes: list,
    examples: [
      { input: ["a", "b"], output: "a" },
      { input: [], output: null },
    ],
    apply: (value) => value[0] ?? null,
  }),
  defineFunction("last", {
    description: "The last of a list; nothing of an empty one.",
    takes: list,
    examples: [{ input: ["a", "b"], output: "b" }],
    apply: (value) => value.at(-1) ?? null,
  }),
  defineFunction("to_list", {
    description: "A list with the value as its only entry; a list stays.",
    takes: anything,
    inverse: "from_list",
    examples: [
      { input: "a", output: ["a"] },
      { input: ["a"], output: ["a"] },
    ],
    apply: (value) => (Array.isArray(value) ? value : [value]),
  }),
  defineFunction("from_list", {
    description: "The only entry of a list; a longer list stays.",
    takes: anything,
    inverse: "to_list",
    examples: [
      { input: ["a"], output: "a" },
      { input: ["a", "b"], output: ["a", "b"] },
    ],
    apply: (value) => (Array.isArray(value) && value.length < 2 ? (value[0] ?? null) : value),
  }),
  defineFunction("count", {
    description: "How many entries a list has.",
    takes: list,
    examples: [{ input: ["a", "b"], output: 2 }],
    apply: (value) => value.length,
  }),
  defineFunction("unique", {
    description: "A list with each entry once.",
    takes: list,
    examples: [{ input: ["a", "b", "a"], output: ["a", "b"] }],
    apply: (value) => [...new Map(value.map((entry) => [JSON.stringify(entry), entry])).values()],
  }),
  defineFunction("join_list", {
    description: "A list of text as one text, with `separator` between.",
    takes: { schema: z.array(text.schema), words: "a list of text" },
    args: { separator },
    inverse: "split_text",
    examples: [{ input: ["a", "b"], output: "a,b" }],
    apply: (value, args) => value.join(args.separator),
  }),
  defineFunction("split_text", {
    description: "Text as the list of what stands between `separator`.",
    takes: text,
    args: { separator },
    inverse: "join_list",
    examples: [{ input: "a,b", output: ["a", "b"] }],
    apply: (value, args) => (value === "" ? [] : value.split(args.separator)),
  }),
];
