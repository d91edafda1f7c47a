/**
 * Whether one record met conditions as it was at a version. Search keeps keys and dates of records' newest state alone;
 * here those of the version stand in their place, under the same names, so that the conditions are asked as they are.
 */
import type { Tx } from "@/lib/platform/db";
import { dateToken, searchDatesOf, searchEntryOf, tokensForKeys } from "@/lib/records";
import type { ResourceRow } from "./render";
import { type Condition, Values } from "./search-conditions";

/** Shadows the tables that conditions look into. */
function asOf({ id, entity, data, updated_at }: ResourceRow, values: Values): string {
  const dates = searchDatesOf(entity, data);
  const keysOf = (tokens: string) => `search_keys(app_org(), ${values.add(entity)}, ${tokens}::json)`;
  return `
    with r as (select ${values.add(id)}::uuid as id, ${values.add(JSON.stringify(data))}::jsonb as data,
                      ${values.add(updated_at)}::timestamptz as updated_at),
    search_entries as (
      select r.id as record_id, ${keysOf(values.add(tokensForKeys(searchEntryOf(entity, data).tokens)))} as keys from r),
    search_dates as (
      select r.id as record_id, (${keysOf("json_build_array(d.token)")})[1] as key, d.low, d.high
        from r, unnest(${values.add(dates.map(({ parameter }) => dateToken(parameter)))}::text[],
                       ${values.add(dates.map(({ low }) => low))}::timestamptz[],
                       ${values.add(dates.map(({ high }) => high))}::timestamptz[]) as d(token, low, high))`;
}

/** True when the record meets all conditions in the state of `row`. */
export async function meetsAll(tx: Tx, row: ResourceRow, conditions: readonly Condition[]): Promise<boolean> {
  const named = conditions.flatMap(({ narrow }) => (narrow?.by === "ids" ? [narrow.ids] : []));
  if (!named.every((ids) => ids.includes(row.id))) return false;
  const values = new Values();
  const shadows = asOf(row, values);
  const probes = conditions.map(({ probe }) => probe(values, row.entity));
  const found = await tx.one(
    `${shadows} select r.id from r where ${["true", ...probes].join(" and ")}`,
    values.list,
  );
  return found !== undefined;
}
