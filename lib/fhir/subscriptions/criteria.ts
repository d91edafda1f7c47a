/** `Subscription.criteria`: a search, asked of one resource at a time. */
import { assertMay, entityOf, type FhirSession, planConditions, typeOf } from "@/lib/fhir/server";
import type { RecordEntity } from "@/lib/records";
import { facadeErrors } from "../server/errors";
import { resultNames } from "../server/result-parameters";
import type { Condition } from "../server/search-conditions";

export interface Criteria {
  readonly entity: RecordEntity;
  readonly query: URLSearchParams;
}

/** `Observation?code=…` in its parts; undefined for another form, or a type that is not kept here. */
export function readCriteria(text: string): Criteria | undefined {
  const [type = "", query = ""] = text.trim().split(/\?(.*)/s);
  const entity = entityOf(type);
  return entity && { entity, query: new URLSearchParams(query) };
}

/**
 * The conditions that a resource meets. Throws `scope_insufficient` where the session may not read and search what they
 * look into, and what a search throws; a parameter that is not understood is never left out, for more would be told.
 */
export async function criteriaConditions(
  session: FhirSession,
  { entity, query }: Criteria,
): Promise<readonly Condition[]> {
  assertMay(session.grants, typeOf(entity), "r");
  assertMay(session.grants, typeOf(entity), "s");
  const { conditions, unknown } = await planConditions(session, entity, query);
  const foreign = [...unknown, ...query.keys().filter((name) => resultNames.has(name))];
  if (foreign.length === 0) return conditions;
  throw facadeErrors.parameter_unsupported({
    detail: `${typeOf(entity)} is not selected by ${foreign.join(", ")}.`,
  });
}
