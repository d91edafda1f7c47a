/** From a query to conditions: parameters, chains along references, and `_has`. */
import type { RecordEntity } from "@/lib/records";
import { cleanText, momentRange } from "@/lib/records";
import { splitAt, unescaped } from "./asked";
import { facadeErrors } from "./errors";
import type { FhirSession } from "./exchange";
import { findMatches, type MatchRow } from "./find-matches";
import { assertMay } from "./grants";
import { conditionOf, pointingAt } from "./parameter-conditions";
import { type ReferenceParameter, valuesAt } from "./parameter-kinds";
import { entityOf, typeOf } from "./resource-types";
import { referenceParameters, resultNames } from "./result-parameters";
import { type Condition, comparesAs, withoutPrefix } from "./search-conditions";
import { searchParameters } from "./search-parameters";
import { sortKeys } from "./sort-keys";

/** Resources that a chain may lead through. */
const mostLinks = 1_000;

function unsupported(detail: string) {
  return facadeErrors.parameter_unsupported({ detail });
}

/** The matches of a search within the search. Throws `search_too_broad`. */
async function linksOf(
  session: FhirSession,
  entity: RecordEntity,
  name: string,
  value: string,
): Promise<MatchRow[]> {
  assertMay(session.grants, typeOf(entity), "s");
  const condition = await parameterCondition(session, entity, name, value);
  if (!condition) throw unsupported(`${typeOf(entity)} is not searched by ${name}.`);
  const { rows } = await findMatches(session.tx, {
    entity,
    conditions: [condition],
    sort: sortKeys(entity, null),
    limit: mostLinks + 1,
  });
  if (rows.length <= mostLinks) return rows;
  throw facadeErrors.search_too_broad({
    detail: `More than ${mostLinks} ${typeOf(entity)} meet ${name}. Ask for fewer.`,
  });
}

/** `patient.identifier=…`: what points at one that meets the rest. */
async function chained(
  session: FhirSession,
  parameter: ReferenceParameter,
  { modifier, rest, value }: { readonly modifier?: string; readonly rest: string; readonly value: string },
): Promise<Condition> {
  const targets = parameter.targets.filter(({ entity }) => !modifier || entityOf(modifier) === entity);
  if (targets.length === 0) throw unsupported(`The reference does not lead to ${modifier}.`);
  const pairs = [];
  for (const to of targets) {
    const rows = await linksOf(session, to.entity, rest, value);
    pairs.push(...rows.map(({ id }) => ({ to, id })));
  }
  return pointingAt(pairs);
}

/** `_has:Observation:patient:code=…`: what one that meets the rest points at. */
async function pointedAt(
  session: FhirSession,
  entity: RecordEntity,
  name: string,
  value: string,
): Promise<Condition> {
  const [, type = "", by = "", ...rest] = name.split(":");
  const source = entityOf(type);
  const parameter = source && referenceParameters(source).find(([known]) => known === by)?.[1];
  const to = parameter?.targets.filter((target) => target.entity === entity) ?? [];
  if (!source || to.length === 0) throw unsupported(`Write ${name} as _has:Type:reference:parameter.`);
  const rows = await linksOf(session, source, rest.join(":"), value);
  const ids = rows.flatMap(({ data }) => to.flatMap(({ path }) => valuesAt(data, path)));
  const known = ids.filter((id): id is string => typeof id === "string");
  return { probe: () => "true", narrow: { by: "ids", ids: [...new Set(known)] }, isExact: true };
}

function updatedCondition(value: string): Condition {
  const { prefix, rest } = withoutPrefix(value);
  const range = momentRange(rest.replace(" ", "+"));
  if (!range)
    throw facadeErrors.parameter_invalid({ detail: "Write _lastUpdated as a date or an ISO 8601 time." });
  // A moment lasts a millisecond, as exactly as it is kept.
  const [low, high] = ["r.updated_at", "r.updated_at + interval '1 millisecond'"];
  return { probe: (values) => comparesAs(prefix, { low, high, range, values }) };
}

function idCondition(value: string): Condition {
  const ids = splitAt(value, ",").map((id) => unescaped(id).toLowerCase());
  const known = ids.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
  return { probe: () => "true", narrow: { by: "ids", ids: known }, isExact: true };
}

/** Parameters of all types, which take no modifier. */
const commonConditions = new Map([
  ["_id", idCondition],
  ["_lastUpdated", updatedCondition],
]);

/** The condition of one parameter; undefined for a name that the type is not searched by. */
async function parameterCondition(
  session: FhirSession,
  entity: RecordEntity,
  name: string,
  value: string,
): Promise<Condition | undefined> {
  if (name.startsWith("_has:")) return pointedAt(session, entity, name, value);
  const [head = "", ...links] = name.split(".");
  const [plain = "", modifier] = head.split(":");
  const common = commonConditions.get(name);
  if (common) return common(value);
  if (commonConditions.has(plain)) throw unsupported(`${plain} is written alone.`);
  const parameter = Object.hasOwn(searchParameters[entity], plain)
    ? searchParameters[entity][plain]
    : undefined;
  if (!parameter) return undefined;
  if (links.length === 0) return conditionOf(parameter, { name: plain, modifier, value });
  if (parameter.type !== "reference") throw unsupported(`${plain} is no reference to follow.`);
  return chained(session, parameter, { modifier, rest: links.join("."), value });
}

/** A statement has only so many values. */
const mostValues = 2_000;

function assertShort(asked: readonly (readonly [string, string])[]): void {
  const values = asked.reduce((sum, [, value]) => sum + value.split(",").length, 0);
  if (values <= mostValues) return;
  throw facadeErrors.search_too_broad({ detail: `A search has at most ${mostValues} values.` });
}

interface PlannedConditions {
  readonly conditions: readonly Condition[];
  /** Names that nothing was made of. */
  readonly unknown: readonly string[];
}

/** The conditions of a query, all of which a match meets. An empty value asks for nothing. */
export async function planConditions(
  session: FhirSession,
  entity: RecordEntity,
  query: URLSearchParams,
): Promise<PlannedConditions> {
  const conditions: Condition[] = [];
  const unknown: string[] = [];
  const asked = [...query].filter(([name, value]) => !resultNames.has(name) && value !== "");
  assertShort(asked);
  for (const [name, value] of asked) {
    const condition = await parameterCondition(session, entity, name, cleanText(value));
    if (condition) conditions.push(condition);
    else unknown.push(name);
  }
  return { conditions, unknown };
}
