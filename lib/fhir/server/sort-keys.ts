/** In which order matches come, as expressions on a record `r`. Pure. */
import { dateToken, type RecordEntity } from "@/lib/records";
import { facadeErrors } from "./errors";
import type { SearchParameter } from "./parameter-kinds";
import { dateKey, type Values } from "./search-conditions";
import { searchParameters } from "./search-parameters";

export interface SortKey {
  readonly isDescending: boolean;
  readonly type: "timestamptz" | "text" | "uuid";
  readonly expression: (values: Values, entity: RecordEntity) => string;
}

/** What sorts after every text, so that records without a value come last. */
const lastText = "\u{10FFFF}";

const tokenText: Readonly<Record<string, string>> = { coded: " ->> 'code'", identifier: " ->> 'value'" };

function keyOf(name: string, parameter: SearchParameter, isDescending: boolean): SortKey | undefined {
  if (parameter.type === "date") {
    const none = isDescending ? "-infinity" : "infinity";
    return {
      isDescending,
      type: "timestamptz",
      expression: (values, entity) =>
        `coalesce((select d.low from search_dates d where d.record_id = r.id
           and d.key = ${dateKey(values, entity, dateToken(name))}), '${none}')`,
    };
  }
  if (parameter.type !== "string" && parameter.type !== "token") return undefined;
  const [path = "$"] = parameter.paths;
  const text = (parameter.type === "token" && tokenText[parameter.shape]) || " #>> '{}'";
  return {
    isDescending,
    type: "text",
    expression: (values) => {
      const none = values.add(isDescending ? "" : lastText);
      const first = `jsonb_path_query_first(r.data, ${values.add(path)}::jsonpath)${text}`;
      return `coalesce(lower(unaccent(${first})), ${none}::text) collate "C"`;
    },
  };
}

const byId: SortKey = { isDescending: true, type: "uuid", expression: () => "r.id" };

/**
 * The keys of `_sort`, and the id behind them, which no change moves: newer resources first where nothing is asked.
 * Throws `parameter_unsupported`.
 */
export function sortKeys(entity: RecordEntity, sort: string | null): SortKey[] {
  const names = (sort ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const keys = names.map((written) => {
    const isDescending = written.startsWith("-");
    const name = isDescending ? written.slice(1) : written;
    if (name === "_id") return { ...byId, isDescending };
    if (name === "_lastUpdated") {
      return { isDescending, type: "timestamptz" as const, expression: () => "r.updated_at" };
    }
    const parameter = searchParameters[entity][name];
    const key = parameter && keyOf(name, parameter, isDescending);
    if (key) return key;
    throw facadeErrors.parameter_unsupported({ detail: `Nothing is sorted by ${name}.` });
  });
  return [...keys, byId];
}
