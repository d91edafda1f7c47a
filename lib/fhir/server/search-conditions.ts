/**
 * Search parameters as conditions on a record `r`. A condition is asked of each record (`probe`); where the records
 * that meet it can be found by an index, `narrow` says how. Pure: texts of SQL with their values.
 */
import { type MomentRange, moment, type SearchToken } from "@/lib/records";

/** Collects the values of a statement as $1, $2, … */
export class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${this.list.length}`;
  }
}

/** How the candidates of a condition are found: all that meet it are among them. */
export type Narrowing =
  | { readonly by: "ids"; readonly ids: readonly string[] }
  | { readonly by: "token"; readonly token: SearchToken }
  | { readonly by: "any token"; readonly tokens: readonly SearchToken[] }
  | { readonly by: "words"; readonly patterns: readonly string[] }
  | { readonly by: "date"; readonly parameter: string; readonly holds: (values: Values) => string };

export interface Condition {
  /** True of r, given the entity as a parameter. */
  readonly probe: (values: Values, entity: string) => string;
  readonly narrow?: Narrowing;
  /** Every candidate meets the condition. */
  readonly isExact?: boolean;
}

/** Any of `alternatives`, of which one is enough. */
export function anyOf(alternatives: readonly Condition["probe"][]): Condition["probe"] {
  return (values, entity) =>
    alternatives.length === 0 ? "false" : `(${alternatives.map((one) => one(values, entity)).join(" or ")})`;
}

export function not(probe: Condition["probe"]): Condition["probe"] {
  return (values, entity) => `not ${probe(values, entity)}`;
}

/** True when a value at one of `paths` meets `test`, which names it `v.one`. */
export function someValue(paths: readonly string[], test: (values: Values) => string): Condition["probe"] {
  return (values) => {
    const sources = paths.map(
      (path) => `select jsonb_path_query(r.data, ${values.add(path)}::jsonpath) as one`,
    );
    return `exists (select 1 from (${sources.join(" union all ")}) v where ${test(values)})`;
  };
}

/** True when a record's time under `parameter` meets `holds`, which names it `d.low` and `d.high`. */
export function datesHold(token: string, holds: (values: Values) => string): Condition["probe"] {
  return (values, entity) =>
    `exists (select 1 from search_dates d where d.record_id = r.id and d.key = ${dateKey(values, entity, token)}
       and ${holds(values)})`;
}

/** The key of a date parameter. */
export function dateKey(values: Values, entity: string, token: string): string {
  return `(select (search_keys(app_org(), ${values.add(entity)}, ${values.add(JSON.stringify([token]))}::json))[1])`;
}

const prefixes = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"] as const;
export type Prefix = (typeof prefixes)[number];

/** A value without its prefix, which is eq where none is written. */
export function withoutPrefix(value: string): { readonly prefix: Prefix; readonly rest: string } {
  const prefix = prefixes.find((one) => value.startsWith(one));
  return prefix ? { prefix, rest: value.slice(2) } : { prefix: "eq", rest: value };
}

/** `low` and `high` of what is compared, as texts of SQL, and the range searched for. */
interface Compared {
  readonly low: string;
  readonly high: string;
  readonly range: MomentRange;
  readonly values: Values;
}

/** How a time that lasts compares with one that is searched for (https://hl7.org/fhir/R4/search.html#prefix). */
export function comparesAs(prefix: Prefix, { low, high, range, values }: Compared): string {
  const from = () => `${values.add(range.low)}::timestamptz`;
  const to = () => `${values.add(range.high)}::timestamptz`;
  const within = () => `(${low} >= ${from()} and ${high} <= ${to()})`;
  switch (prefix) {
    case "eq":
      return within();
    case "ne":
      return `not ${within()}`;
    case "gt":
      return `${high} > ${to()}`;
    case "lt":
      return `${low} < ${from()}`;
    case "ge":
      return `(${high} > ${to()} or ${within()})`;
    case "le":
      return `(${low} < ${from()} or ${within()})`;
    case "sa":
      return `${low} >= ${to()}`;
    case "eb":
      return `${high} <= ${from()}`;
    case "ap":
      return `(${low} < ${to()} and ${high} > ${from()})`;
  }
}

/** The range widened on both sides by a tenth of its distance from now, as `ap` asks. */
export function approximately({ low, high }: MomentRange, nowMs: number): MomentRange {
  const start = Date.parse(low);
  const end = Date.parse(high);
  if (Number.isNaN(start) || Number.isNaN(end)) return { low, high };
  const slackMs = Math.abs(nowMs - start) / 10;
  return { low: moment(new Date(start - slackMs)), high: moment(new Date(end + slackMs)) };
}
