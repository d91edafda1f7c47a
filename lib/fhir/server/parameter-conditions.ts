/** From a parameter with its modifier and values to a condition, by the parameter's kind. */
import { idSchema } from "@/lib/platform/ids";
import { dateToken, normaliseText } from "@/lib/records";
import { type Asked, assertModifier, splitAt, unescaped, unreadable } from "./asked";
import { baseUrl } from "./exchange";
import type {
  ReferenceParameter,
  ReferenceTarget,
  SearchParameter,
  StringParameter,
} from "./parameter-kinds";
import { dateCondition, quantityCondition } from "./range-conditions";
import { entityOf, typeOf } from "./resource-types";
import { anyOf, type Condition, datesHold, not, someValue, type Values } from "./search-conditions";
import { tokenCondition } from "./token-condition";

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
