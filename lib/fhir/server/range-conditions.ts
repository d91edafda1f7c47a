/** Dates and quantities, which are compared by prefixes (https://hl7.org/fhir/R4/search.html#prefix). */
import { nowMs } from "@/lib/platform/clock";
import { dateToken, momentRange } from "@/lib/records";
import { type Asked, assertModifier, splitAt, unescaped, unreadable } from "./asked";
import type { QuantityParameter } from "./parameter-kinds";
import {
  anyOf,
  approximately,
  type Condition,
  comparesAs,
  datesHold,
  type Prefix,
  someValue,
  type Values,
  withoutPrefix,
} from "./search-conditions";

export function dateCondition(asked: Asked): Condition {
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

export function quantityCondition(parameter: QuantityParameter, asked: Asked): Condition {
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
