/** Real messages made unreal, the same way for the same seed. */

import type { Random } from "@/sandbox/framework/random";

type Mutation = (text: string, random: Random, others: readonly [string, ...string[]]) => string;

const delimiters = ["|", "^", "~", "\\", "&", "\r", "\n", "#", '""'] as const;
const oddities = [
  "\0",
  "\v",
  "\x1c\r",
  "\uD800",
  "\uFEFF",
  "é",
  "💉",
  "\\X",
  "\\.br\\",
  "\\E\\E",
  "MSH|",
  "\rBTS",
] as const;

function laidIn(text: string, at: number, piece: string, instead = 0): string {
  return text.slice(0, at) + piece + text.slice(at + instead);
}

const flip: Mutation = (text, random) =>
  laidIn(text, random.below(text.length), String.fromCharCode(random.below(256)), 1);

const cut: Mutation = (text, random) => {
  const from = random.below(text.length);
  return laidIn(text, from, "", random.below(text.length - from));
};

const repeat: Mutation = (text, random) => {
  const from = random.below(text.length);
  const piece = text.slice(from, from + 1 + random.below(40));
  return laidIn(text, from, piece.repeat(1 + random.below(200)));
};

const redelimit: Mutation = (text, random) =>
  text.replaceAll(random.pick(delimiters), () => (random.chance(0.9) ? random.pick(delimiters) : ""));

const insertDelimiter: Mutation = (text, random) =>
  laidIn(text, random.below(text.length), random.pick(delimiters).repeat(1 + random.below(3)));

const insertOddity: Mutation = (text, random) =>
  laidIn(text, random.below(text.length), random.pick(oddities));

/** Anything in MSH-1 and MSH-2, doubles among it. */
const redeclare: Mutation = (text, random) => {
  const declared = Array.from({ length: 5 }, () => String.fromCharCode(32 + random.below(95))).join("");
  return laidIn(text, 3, declared, 5);
};

const glue: Mutation = (text, random, others) =>
  laidIn(text, random.below(text.length), random.pick(others).slice(random.below(20)));

const swell: Mutation = (text, random) =>
  laidIn(text, random.below(text.length), random.pick(delimiters).concat("x").repeat(random.below(1_500)));

const mutations = [
  flip,
  cut,
  repeat,
  redelimit,
  insertDelimiter,
  insertOddity,
  redeclare,
  glue,
  swell,
] as const;

/** One of the texts, changed in one to four ways. */
export function mutated(texts: readonly [string, ...string[]], random: Random): string {
  let text = random.pick(texts);
  for (let left = 1 + random.below(4); left > 0 && text !== ""; left--) {
    text = random.pick(mutations)(text, random, texts);
  }
  return text;
}
