/** Tokens: codes, identifiers, yes and no, ways to reach a person. */
import { normaliseIdentifier, normalisePhone, type SearchToken, tokensForKeys } from "@/lib/records";
import { type Asked, assertModifier, splitAt, unescaped } from "./asked";
import type { TokenParameter } from "./parameter-kinds";
import { anyOf, type Condition, not, someValue, type Values } from "./search-conditions";

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
  const isAnyTaken = parameter.shape === "code" && parameter.system === undefined;
  if (!hasSystems && system && !isAnyTaken) texts.push(system === parameter.system ? "true" : "false");
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

export function tokenCondition(parameter: TokenParameter, asked: Asked): Condition {
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
