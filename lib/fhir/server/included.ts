/** What a search answers beside its matches: what they point at, and what points at them. */
import { type RecordEntity, tokensForKeys } from "@/lib/records";
import { latestBody } from "./body-store";
import type { FhirSession } from "./exchange";
import { valuesAt } from "./parameter-kinds";
import { type ResourceRow, resourceColumns } from "./render";
import { typeOf } from "./resource-types";
import type { Inclusion } from "./result-parameters";

/** Beyond so many the bundle says that some are missing. */
export const mostIncluded = 1_000;
const mostRounds = 4;

function targetsOf({ parameter, target }: Inclusion) {
  return parameter.targets.filter(({ entity }) => target === undefined || entity === target);
}

function pointedAt(rows: readonly ResourceRow[], inclusions: readonly Inclusion[]): string[] {
  return inclusions.flatMap((inclusion) =>
    rows
      .filter(({ entity }) => entity === inclusion.source)
      .flatMap(({ data }) => targetsOf(inclusion).flatMap(({ path }) => valuesAt(data, path)))
      .filter((id): id is string => typeof id === "string"),
  );
}

async function pointing(
  { tx }: FhirSession,
  rows: readonly ResourceRow[],
  inclusions: readonly Inclusion[],
): Promise<string[]> {
  const found: string[] = [];
  for (const inclusion of inclusions) {
    for (const { entity, key } of targetsOf(inclusion)) {
      const ids = rows.filter((row) => row.entity === entity).map(({ id }) => id);
      if (ids.length === 0) continue;
      const tokens = tokensForKeys(ids.map((value) => ({ parameter: key, value })));
      const known = await tx.query<{ id: string }>(
        `select records_with_any_token($1, $2::json, ${mostIncluded + 1}) as id`,
        [inclusion.source, tokens],
      );
      found.push(...known.map(({ id }) => id));
    }
  }
  return found;
}

/** True of a row that points, by a key that others share, at nothing that was asked for. */
function isStray(row: ResourceRow, wanted: readonly Inclusion[], ids: ReadonlySet<unknown>): boolean {
  const own = wanted.filter(({ source }) => source === row.entity);
  if (own.length === 0) return false;
  return !own.some((inclusion) =>
    targetsOf(inclusion).some(({ path }) => valuesAt(row.data, path).some((id) => ids.has(id))),
  );
}

function readRows({ tx, grants }: FhirSession, ids: readonly string[]): Promise<ResourceRow[]> {
  return tx
    .query<ResourceRow>(
      `select ${resourceColumns}, b.body_version, b.body from entity_records r ${latestBody}
      where r.id = any($1::uuid[]) and r.deleted_at is null order by r.id limit ${mostIncluded + 1}`,
      [ids],
    )
    .then((rows) => rows.filter(({ entity }) => grants.may(typeOf(entity as RecordEntity), "r")));
}

interface Included {
  readonly rows: readonly ResourceRow[];
  readonly isCut: boolean;
}

/**
 * What is included for `matches`, each once. Of types that the caller may not read nothing is included. What
 * was included leads on where :iterate asks for it.
 */
export async function readIncluded(
  session: FhirSession,
  matches: readonly ResourceRow[],
  {
    includes,
    revincludes,
  }: { readonly includes: readonly Inclusion[]; readonly revincludes: readonly Inclusion[] },
): Promise<Included> {
  const seen = new Set(matches.map(({ id }) => id));
  const found: ResourceRow[] = [];
  let sources = matches;
  for (let round = 0; round < mostRounds && sources.length > 0; round += 1) {
    const asked = (inclusions: readonly Inclusion[]) =>
      inclusions.filter(({ iterates }) => round === 0 || iterates);
    const ahead = pointedAt(sources, asked(includes));
    const behind = await pointing(session, sources, asked(revincludes));
    const forward = new Set(ahead);
    const ids = [...new Set([...ahead, ...behind])].filter((id) => !seen.has(id));
    if (ids.length === 0) break;
    const origins = new Set<unknown>(sources.map(({ id }) => id));
    const rows = await readRows(session, ids);
    sources = rows.filter((row) => forward.has(row.id) || !isStray(row, asked(revincludes), origins));
    for (const { id } of sources) seen.add(id);
    found.push(...sources);
    if (found.length > mostIncluded) return { rows: found.slice(0, mostIncluded), isCut: true };
  }
  return { rows: found, isCut: false };
}
