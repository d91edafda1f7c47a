/**
 * Which records met conditions, each as it was at one version. Search keeps keys and dates of records' newest state
 * alone; here those of the versions stand in their place, under the same names, so that conditions are asked as they are.
 */
import { type Tx, textArray } from "@/lib/platform/db";
import { dateToken, type RecordEntity, searchDatesOf, searchEntryOf, tokensForKeys } from "@/lib/records";
import type { ResourceRow } from "./render";
import { type Condition, Values } from "./search-conditions";

/** Shadows the tables that conditions look into. */
function asOf(entity: RecordEntity, rows: readonly ResourceRow[], values: Values): string {
  const ids = `${values.add(rows.map(({ id }) => id))}::uuid[]`;
  const texts = (list: readonly string[]) => `${values.add(textArray(list))}::text[]`;
  const tokens = rows.map(({ data }) => tokensForKeys(searchEntryOf(entity, data).tokens));
  const dates = rows.flatMap(({ id, data }) => searchDatesOf(entity, data).map((date) => ({ id, ...date })));
  const keysOf = (json: string) => `search_keys(app_org(), ${values.add(entity)}, ${json})`;
  return `
    with r as (
      select n.id, n.data::jsonb as data, n.updated_at
        from unnest(${ids}, ${texts(rows.map(({ data }) => JSON.stringify(data)))},
                    ${values.add(rows.map(({ updated_at }) => updated_at))}::timestamptz[]) as n(id, data, updated_at)),
    search_entries as (
      select n.record_id, ${keysOf("n.tokens::json")} as keys
        from unnest(${ids}, ${texts(tokens)}) as n(record_id, tokens)),
    search_dates as (
      select n.record_id, (${keysOf("json_build_array(n.token)")})[1] as key, n.low, n.high
        from unnest(${values.add(dates.map(({ id }) => id))}::uuid[],
                    ${texts(dates.map(({ parameter }) => dateToken(parameter)))},
                    ${values.add(dates.map(({ low }) => low))}::timestamptz[],
                    ${values.add(dates.map(({ high }) => high))}::timestamptz[]) as n(record_id, token, low, high))`;
}

/** The ids of those records that meet all conditions in the states of `rows`, of which each has one. */
export async function whichMeet(
  tx: Tx,
  entity: RecordEntity,
  rows: readonly ResourceRow[],
  conditions: readonly Condition[],
): Promise<ReadonlySet<string>> {
  const named = conditions.flatMap(({ narrow }) => (narrow?.by === "ids" ? [new Set(narrow.ids)] : []));
  const asked = rows.filter(({ id }) => named.every((ids) => ids.has(id)));
  if (asked.length === 0) return new Set();
  const values = new Values();
  const shadows = asOf(entity, asked, values);
  const probes = conditions.map(({ probe }) => probe(values, entity));
  const met = await tx.query<{ id: string }>(
    `${shadows} select r.id from r where ${["true", ...probes].join(" and ")}`,
    values.list,
  );
  return new Set(met.map(({ id }) => id));
}
