/** The records that meet all conditions, a page at a time: candidates by the best index, then one statement. */
import type { Tx } from "@/lib/platform/db";
import { dateToken, type RecordEntity, tokensForKeys } from "@/lib/records";
import { latestBody } from "./body-store";
import { type ResourceRow, resourceColumns } from "./render";
import { type Condition, dateKey, type Narrowing, Values } from "./search-conditions";
import type { SortKey } from "./sort-keys";

/** Above so many candidates the records are gone through in the order asked for, each asked whether it matches. */
const mostCandidates = 2_000;

interface Candidates {
  readonly ids: readonly string[];
  /** Conditions that all candidates meet. */
  readonly met: ReadonlySet<Condition>;
}

function narrowedBy<By extends Narrowing["by"]>(conditions: readonly Condition[], by: By) {
  return conditions.flatMap((condition) => {
    const { narrow } = condition;
    return narrow?.by === by ? [{ condition, narrow: narrow as Extract<Narrowing, { by: By }> }] : [];
  });
}

interface Look {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly answers: readonly Condition[];
}

/** The look-up that finds fewest, most likely; undefined where no index helps. */
function lookFor(entity: RecordEntity, conditions: readonly Condition[]): Look | undefined {
  const limit = mostCandidates + 1;
  const tokens = narrowedBy(conditions, "token");
  if (tokens.length > 0) {
    const wanted = tokensForKeys(tokens.map(({ narrow }) => narrow.token));
    return {
      text: `select records_with_tokens($1, $2::json, ${limit}) as id`,
      values: [entity, wanted],
      answers: tokens.map(({ condition }) => condition),
    };
  }
  const [any] = narrowedBy(conditions, "any token");
  if (any) {
    return {
      text: `select records_with_any_token($1, $2::json, ${limit}) as id`,
      values: [entity, tokensForKeys(any.narrow.tokens)],
      answers: [any.condition],
    };
  }
  const [words] = narrowedBy(conditions, "words");
  if (words) {
    return {
      text: `select distinct s.id from unnest($2::text[]) as p(pattern), records_with_words($1, p.pattern, ${limit}) as s(id)`,
      values: [entity, words.narrow.patterns],
      answers: [words.condition],
    };
  }
  return lookForDates(entity, conditions);
}

/** All conditions on one date parameter, of which a record has one value. */
function lookForDates(entity: RecordEntity, conditions: readonly Condition[]): Look | undefined {
  const dates = narrowedBy(conditions, "date");
  const [first] = dates;
  if (!first) return undefined;
  const same = dates.filter(({ narrow }) => narrow.parameter === first.narrow.parameter);
  const values = new Values();
  const key = dateKey(values, entity, dateToken(first.narrow.parameter));
  const holds = same.map(({ narrow }) => narrow.holds(values)).join(" and ");
  return {
    text: `select d.record_id as id from search_dates d where d.key = ${key} and ${holds} limit ${mostCandidates + 1}`,
    values: values.list,
    answers: same.map(({ condition }) => condition),
  };
}

async function candidatesOf(
  tx: Tx,
  entity: RecordEntity,
  conditions: readonly Condition[],
): Promise<Candidates | undefined> {
  const named = narrowedBy(conditions, "ids");
  if (named.length > 0) {
    const [first, ...others] = named.map(({ narrow }) => new Set(narrow.ids));
    const ids = [...(first ?? [])].filter((id) => others.every((other) => other.has(id)));
    return { ids, met: new Set(named.filter((one) => one.condition.isExact).map((one) => one.condition)) };
  }
  const look = lookFor(entity, conditions);
  if (!look) return undefined;
  const rows = await tx.query<{ id: string }>(look.text, look.values);
  if (rows.length > mostCandidates) return undefined;
  return { ids: rows.map(({ id }) => id), met: new Set(look.answers.filter(({ isExact }) => isExact)) };
}

/** The condition that skips what came before, given as the texts of all keys. */
function beyond(
  keys: readonly string[],
  sort: readonly SortKey[],
  after: readonly (string | null)[],
  values: Values,
) {
  const places = sort.map(({ type }, at) => `${values.add(after[at] ?? null)}::${type}`);
  const steps = sort.map(({ isDescending }, at) => {
    const equal = keys.slice(0, at).map((key, n) => `${key} = ${places[n]}`);
    return `(${[...equal, `${keys[at]} ${isDescending ? "<" : ">"} ${places[at]}`].join(" and ")})`;
  });
  return `(${steps.join(" or ")})`;
}

interface MatchQuery {
  readonly entity: RecordEntity;
  readonly conditions: readonly Condition[];
  readonly sort: readonly SortKey[];
  readonly limit: number;
  /** Where the page before ended: the texts of the sort keys of its last match. */
  readonly after?: readonly (string | null)[];
}

export interface MatchRow extends ResourceRow {
  /** The texts of its sort keys. */
  place: string[];
}

interface Matches {
  readonly rows: MatchRow[];
  /** How many match in all; undefined where nobody counted. */
  readonly total?: number;
}

function whereOf(
  { entity, conditions }: Pick<MatchQuery, "entity" | "conditions">,
  candidates: Candidates | undefined,
  values: Values,
): string {
  const texts = [`r.entity = ${values.add(entity)}`, "r.deleted_at is null"];
  if (candidates) texts.push(`r.id = any(${values.add(candidates.ids)}::uuid[])`);
  for (const condition of conditions) {
    if (!candidates?.met.has(condition)) texts.push(condition.probe(values, entity));
  }
  return texts.join(" and ");
}

/** A page of matches. They are counted as well where the candidates are few enough for it to cost nothing. */
export async function findMatches(tx: Tx, query: MatchQuery): Promise<Matches> {
  const { entity, sort, limit, after } = query;
  const candidates = await candidatesOf(tx, entity, query.conditions);
  if (candidates?.ids.length === 0) return { rows: [], total: 0 };
  const values = new Values();
  const where = whereOf(query, candidates, values);
  const keys = sort.map(({ expression }) => expression(values, entity));
  const skipped = after ? beyond(keys, sort, after, values) : "true";
  const directions = sort.map(({ isDescending }, at) => `k${at} ${isDescending ? "desc" : "asc"}`).join(", ");
  const isCounted = candidates !== undefined && !after;
  const rows = await tx.query<MatchRow & { total: string | null }>(
    `select ${resourceColumns}, array[${keys.map((_key, at) => `r.k${at}::text`).join(", ")}] as place, r.total,
            b.body_version, b.body
       from (select ${resourceColumns}, ${keys.map((key, at) => `${key} as k${at}`).join(", ")},
                    ${isCounted ? "count(*) over ()" : "null::bigint"} as total
               from entity_records r where ${where} and ${skipped} order by ${directions} limit ${limit}) r
       ${latestBody} order by ${directions}`,
    values.list,
  );
  return { rows, total: isCounted ? Number(rows[0]?.total ?? 0) : undefined };
}

/** How many match, one by one. */
export async function countMatches(
  tx: Tx,
  query: Pick<MatchQuery, "entity" | "conditions">,
): Promise<number> {
  const candidates = await candidatesOf(tx, query.entity, query.conditions);
  const values = new Values();
  const counted = await tx.one<{ count: string }>(
    `select count(*) from entity_records r where ${whereOf(query, candidates, values)}`,
    values.list,
  );
  return Number(counted?.count ?? 0);
}
