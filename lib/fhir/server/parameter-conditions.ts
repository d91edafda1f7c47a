/** From a parameter with its modifier and values to a condition, by the parameter's kind. */
import { nowMs } from "@/lib/platform/clock";
import { idSchema } from "@/lib/platform/ids";
import {
  dateToken,
  momentRange,
  normaliseIdentifier,
  normalisePhone,
  normaliseText,
  type SearchToken,
  tokensForKeys,
} from "@/lib/records";
import { facadeErrors } from "./errors";
import { baseUrl } from "./exchange";
import type {
  QuantityParameter,
  ReferenceParameter,
  ReferenceTarget,
  SearchParameter,
  StringParameter,
  TokenParameter,
} from "./parameter-kinds";
import { entityOf, typeOf } from "./resource-types";
import {
  anyOf,
  approximately,
  type Condition,
  comparesAs,
  datesHold,
  not,
  type Prefix,
  someValue,
  type Values,
  withoutPrefix,
} from "./search-conditions";

/** One parameter as it was asked: `family:exact=Chalmers,Windsor`. */
export interface Asked {
  readonly name: string;
  readonly modifier?: string;
  /** As written, with its escapes. */
  readonly value: string;
}

/** Parts of `value` at each `separator` that is not escaped; the escapes stay. */
export function splitAt(value: string, separator: "," | "|" | "$"): string[] {
  const parts = [""];
  for (const [piece] of value.matchAll(/\\.|[\s\S]/gu)) {
    if (piece === separator) parts.push("");
    else parts.push((parts.pop() ?? "") + piece);
  }
  return parts;
}

export function unescaped(text: string): string {
  return text.replace(/\\([,|$\\])/g, "$1");
}

function unreadable(name: string, advice: string) {
  return facadeErrors.parameter_invalid({ detail: `Write ${name} ${advice}.` });
}

function assertModifier({ name, modifier }: Asked, ...known: string[]): void {
  if (modifier === undefined || known.includes(modifier)) return;
  throw facadeErrors.parameter_unsupported({ detail: `${name} takes no :${modifier}.` });
}

/** A token as it is written: its system is undefined where it does not matter, empty where there must be none. */
interface Token {
  readonly system?: string;
  readonly code: string;
}

function tokenOf(value: string): Token {
  const [first = "", second] = splitAt(value, "|").map(unescaped);
  return second === undefined ? { code: first } : { system: first, code: second };
}

const codeText: Readonly<Record<TokenParameter["shape"], string>> = {
  coded: "lower(v.one ->> 'code')",
  identifier: "lower(v.one ->> 'value')",
  code: "lower(v.one #>> '{}')",
  flag: "v.one #>> '{}'",
  presence: "'true'",
  email: "lower(v.one ->> 'value')",
  phone: "regexp_replace(v.one ->> 'value', '\\D', '', 'g')",
};

function codeValue({ shape }: TokenParameter, code: string): string {
  return shape === "phone" ? normalisePhone(code) : normaliseIdentifier(code);
}

/** True of a value that is the token. */
function isToken(parameter: TokenParameter, { system, code }: Token, values: Values): string {
  const texts: string[] = [];
  if (code !== "") texts.push(`${codeText[parameter.shape]} = ${values.add(codeValue(parameter, code))}`);
  const hasSystems = parameter.shape === "coded" || parameter.shape === "identifier";
  if (hasSystems && system !== undefined) {
    const written = "lower(v.one ->> 'system')";
    texts.push(
      system === "" ? `${written} is null` : `${written} = ${values.add(normaliseIdentifier(system))}`,
    );
  }
  if (!hasSystems && system) texts.push(system === parameter.system ? "true" : "false");
  return texts.length > 0 ? texts.join(" and ") : "false";
}

/** The search key of a token; undefined where none says so much. */
function keyOf(parameter: TokenParameter, { system, code }: Token): SearchToken | undefined {
  const { key, shape } = parameter;
  if (!key || code === "") return undefined;
  const value = codeValue(parameter, code);
  const isNamed = (shape === "coded" || shape === "identifier") && system;
  return { parameter: key, value: isNamed ? `${normaliseIdentifier(system)}|${value}` : value };
}

function tokensCondition(parameter: TokenParameter, tokens: readonly Token[]): Condition {
  const probe = anyOf(
    tokens.map((token) => someValue(parameter.paths, (values) => `(${isToken(parameter, token, values)})`)),
  );
  const keys = tokens.flatMap((token) => keyOf(parameter, token) ?? []);
  const [only] = keys;
  if (!only || keys.length < tokens.length) return { probe };
  const isExact =
    parameter.isExact && tokens.every(({ system }) => !(system === "" || (system && parameter.system)));
  const keysProbe: Condition["probe"] = (values, entity) =>
    `exists (select 1 from search_entries s where s.record_id = r.id and s.keys &&
       (select search_keys(app_org(), ${values.add(entity)}, ${values.add(tokensForKeys(keys))}::json)))`;
  return {
    probe: isExact ? keysProbe : probe,
    narrow: keys.length === 1 ? { by: "token", token: only } : { by: "any token", tokens: keys },
    isExact,
  };
}

function tokenCondition(parameter: TokenParameter, asked: Asked): Condition {
  assertModifier(asked, "not", "text");
  const alternatives = splitAt(asked.value, ",");
  if (asked.modifier === "text") {
    const texts = alternatives.map((text) => unescaped(text).toLowerCase());
    const isCalled = (text: string) => (values: Values) =>
      `starts_with(lower(v.one ->> 'display'), ${values.add(text)})`;
    return { probe: anyOf(texts.map((text) => someValue(parameter.paths, isCalled(text)))) };
  }
  const tokens = alternatives.map(tokenOf);
  if (parameter.shape === "presence") {
    const [wanted] = tokens;
    const there = someValue(parameter.paths, () => "true");
    return { probe: wanted?.code === "true" ? there : not(there) };
  }
  const condition = tokensCondition(parameter, tokens);
  return asked.modifier === "not" ? { probe: not(condition.probe) } : condition;
}

/** As lib/records normalises words, without what has a meaning in LIKE. */
function wordPatterns(text: string, anywhere: boolean): string[] {
  const word = normaliseText(text);
  if (word === "") return [];
  return anywhere ? [`%${word}%`] : [`${word}%`, `% ${word}%`];
}

function stringCondition(parameter: StringParameter, asked: Asked): Condition {
  assertModifier(asked, "exact", "contains");
  const texts = splitAt(asked.value, ",").map(unescaped);
  const folded = "lower(unaccent(v.one #>> '{}'))";
  const test = (text: string) => (values: Values) => {
    const value = values.add(text);
    if (asked.modifier === "exact") return `v.one #>> '{}' = ${value}`;
    if (asked.modifier === "contains") return `position(lower(unaccent(${value}::text)) in ${folded}) > 0`;
    return `starts_with(${folded}, lower(unaccent(${value}::text)))`;
  };
  const probe = anyOf(texts.map((text) => someValue(parameter.paths, test(text))));
  const patterns = texts.map((text) => wordPatterns(text, asked.modifier === "contains"));
  if (!parameter.isWord || patterns.some((some) => some.length === 0)) return { probe };
  return { probe, narrow: { by: "words", patterns: patterns.flat() } };
}

function dateCondition(asked: Asked): Condition {
  assertModifier(asked);
  const wanted = splitAt(asked.value, ",").map((value) => {
    const { prefix, rest } = withoutPrefix(value);
    // A plus that nobody escaped reads as a space.
    const range = momentRange(rest.replace(" ", "+"));
    if (!range) throw unreadable(asked.name, "as a date or an ISO 8601 time, after a prefix or none");
    return { prefix, range: prefix === "ap" ? approximately(range, nowMs()) : range };
  });
  const holds = (values: Values) =>
    `(${wanted
      .map(({ prefix, range }) => comparesAs(prefix, { low: "d.low", high: "d.high", range, values }))
      .join(" or ")})`;
  return {
    probe: datesHold(dateToken(asked.name), holds),
    narrow: { by: "date", parameter: asked.name, holds },
    isExact: true,
  };
}

const written = /^([+-]?\d+(?:\.(\d+))?(?:e([+-]?\d+))?)$/i;

/** A number as exactly as it is written: 5.4 is anything from 5.35 to 5.45. */
function precisionOf(text: string): number | undefined {
  const parts = written.exec(text);
  if (!parts) return undefined;
  return 0.5 * 10 ** (Number(parts[3] ?? 0) - (parts[2] ?? "").length);
}

function quantityCondition(parameter: QuantityParameter, asked: Asked): Condition {
  assertModifier(asked);
  const alternatives = splitAt(asked.value, ",").map((value) => {
    const { prefix, rest } = withoutPrefix(value);
    const [text = "", , unit = ""] = splitAt(rest, "|").map(unescaped);
    const precision = precisionOf(text);
    if (precision === undefined)
      throw unreadable(asked.name, "as number|system|unit, after a prefix or none");
    const slack = prefix === "ap" ? Math.abs(Number(text)) / 10 : precision;
    const isBounded = prefix === "eq" || prefix === "ne" || prefix === "ap";
    const [from, to] = isBounded
      ? [Number(text) - slack, Number(text) + slack]
      : [Number(text), Number(text)];
    return { prefix, from, to, unit };
  });
  const tests = alternatives.map(({ prefix, from, to, unit }) => (values: Values) => {
    const compared = quantityCompares(prefix, from, to, values);
    return unit ? `${compared} and v.one ->> 'unit' = ${values.add(unit)}` : compared;
  });
  return { probe: anyOf(tests.map((test) => someValue(parameter.paths, test))) };
}

/** A number that is known lasts for nothing, so that the prefixes are plain comparisons. */
function quantityCompares(prefix: Prefix, from: number, to: number, values: Values): string {
  const number = "case when jsonb_typeof(v.one -> 'value') = 'number' then (v.one -> 'value')::float8 end";
  const low = `${values.add(from)}::float8`;
  const signs = { gt: ">", sa: ">", lt: "<", eb: "<", ge: ">=", le: "<=" } as const;
  if (prefix !== "eq" && prefix !== "ap" && prefix !== "ne") return `${number} ${signs[prefix]} ${low}`;
  const within = `(${number} >= ${low} and ${number} < ${values.add(to)}::float8)`;
  return prefix === "ne" ? `not ${within}` : within;
}

/** The ids that a reference's value may mean, by the parameter's targets. */
function idsOf(
  { targets }: ReferenceParameter,
  asked: Asked,
  value: string,
): { to: ReferenceTarget; id: string }[] {
  const own = value.startsWith(`${baseUrl()}/`) ? value.slice(baseUrl().length + 1) : value;
  const [first = "", second] = own.split("/");
  const type = second === undefined ? asked.modifier : first;
  const id = (second ?? first).toLowerCase();
  if (!idSchema.safeParse(id).success) return [];
  const entity = type === undefined ? undefined : entityOf(type);
  return targets.filter((to) => type === undefined || to.entity === entity).map((to) => ({ to, id }));
}

/** True of records that point at one of these. */
export function pointingAt(
  pairs: readonly { readonly to: ReferenceTarget; readonly id: string }[],
): Condition {
  const byPath = Map.groupBy(pairs, ({ to }) => to.path);
  const probe = anyOf(
    [...byPath].map(([path, some]) =>
      someValue([path], (values) => `v.one #>> '{}' = any(${values.add(some.map(({ id }) => id))}::text[])`),
    ),
  );
  const tokens = pairs.map(({ to, id }) => ({ parameter: to.key, value: id }));
  const [only] = tokens;
  if (!only) return { probe, narrow: { by: "ids", ids: [] }, isExact: true };
  return {
    probe,
    narrow: tokens.length === 1 ? { by: "token", token: only } : { by: "any token", tokens },
    isExact: pairs.every(({ to }) => to.isExact),
  };
}

function referenceCondition(parameter: ReferenceParameter, asked: Asked): Condition {
  assertModifier(asked, ...parameter.targets.map(({ entity }) => typeOf(entity)));
  return pointingAt(splitAt(asked.value, ",").flatMap((value) => idsOf(parameter, asked, unescaped(value))));
}

function isThere(parameter: SearchParameter, name: string): Condition["probe"] {
  if (parameter.type === "date") return datesHold(dateToken(name), () => "true");
  const paths =
    parameter.type === "reference" ? parameter.targets.map(({ path }) => path) : [...parameter.paths];
  const isValue =
    parameter.type === "quantity" ? "jsonb_typeof(v.one -> 'value') = 'number'" : "v.one <> 'null'";
  return someValue(paths, () => isValue);
}

/** Throws `parameter_unsupported` for a modifier that is not known here, `parameter_invalid` for a value. */
export function conditionOf(parameter: SearchParameter, asked: Asked): Condition {
  if (asked.modifier === "missing") {
    if (asked.value !== "true" && asked.value !== "false")
      throw unreadable(`${asked.name}:missing`, "as true or false");
    const there = isThere(parameter, asked.name);
    return { probe: asked.value === "true" ? not(there) : there };
  }
  switch (parameter.type) {
    case "token":
      return tokenCondition(parameter, asked);
    case "string":
      return stringCondition(parameter, asked);
    case "date":
      return dateCondition(asked);
    case "quantity":
      return quantityCondition(parameter, asked);
    case "reference":
      return referenceCondition(parameter, asked);
  }
}
