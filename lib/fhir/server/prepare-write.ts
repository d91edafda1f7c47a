/** From a client's resource to what is written: a record of ours, and what it says beyond it. */
import { z } from "zod";
import { canonicalJson, type FhirJson, fhirResources, resourceOf, withAbsentReasons } from "@/lib/fhir";
import type { RemoteReferences } from "@/lib/fhir/resource";
import { requireValid } from "@/lib/fhir/validate";
import { prepared, type Tx } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { mapReferences, type RecordEntity, withDerivedFields } from "@/lib/records";
import { hasDigits } from "./decimals";
import { inEntry } from "./entry-error";
import { facadeErrors } from "./errors";
import { baseUrl } from "./exchange";
import { withOwnReferences } from "./foreign-references";
import { ownReferences } from "./render";
import { typeOf } from "./resource-types";

export interface PreparedWrite {
  readonly data: Record<string, unknown>;
  /** What came, as converters may read it, without id and version. */
  readonly body: FhirJson;
  /** True when the record alone would give back all of it. */
  readonly isWhole: boolean;
}

const resourceShape = z.looseObject({
  resourceType: z.string(),
  id: z.string().optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
});

/**
 * `body` as a resource of the type that the address names. Throws `resource_invalid`, `fhir_request_invalid`, and
 * `fhir_resource_invalid` where it is not as FHIR defines it.
 */
export function readResource(entity: RecordEntity, body: unknown): z.output<typeof resourceShape> {
  const parsed = resourceShape.safeParse(body);
  if (!parsed.success) {
    throw facadeErrors.resource_invalid({ detail: "Send one resource with its resourceType." });
  }
  const { resourceType } = parsed.data;
  if (resourceType !== typeOf(entity)) {
    throw facadeErrors.fhir_request_invalid({ detail: `Send a ${typeOf(entity)} to this address.` });
  }
  requireValid(body, resourceType);
  return parsed.data;
}

/** What came, without what the server says of it. */
function bodyOf({ id: _id, meta, ...rest }: z.output<typeof resourceShape>): FhirJson {
  const { versionId: _version, lastUpdated: _updated, ...said } = meta ?? {};
  const own = Object.keys(said).length > 0 ? { meta: said } : {};
  return withOwnReferences({ ...rest, ...own }, baseUrl());
}

const findLiving = prepared(
  `select r.id, r.entity from unnest($1::uuid[]) as w(id)
    cross join lateral (select id, entity from entity_records where id = w.id and deleted_at is null limit 1) r`,
);

/** Which of the ids are records that the caller sees. */
async function knownIds(tx: Tx, references: readonly RemoteReferences[string][]): Promise<Set<string>> {
  const ids = references.map(({ remoteId }) => remoteId).filter((id) => idSchema.safeParse(id).success);
  if (ids.length === 0) return new Set();
  const rows = await tx.query<{ id: string; entity: string }>(findLiving, [[...new Set(ids)]]);
  return new Set(rows.map(({ id, entity }) => `${entity}/${id}`));
}

interface Converted {
  readonly entity: RecordEntity;
  readonly body: FhirJson;
  readonly data: object;
  readonly references: RemoteReferences;
}

function convert(entity: RecordEntity, resource: unknown): Converted {
  const body = bodyOf(readResource(entity, resource));
  return { entity, body, ...fhirResources[entity].fromFhir(body) };
}

function assertKnown({ entity, references }: Converted, known: ReadonlySet<string>): void {
  const lost = Object.values(references).filter(
    (to) => !known.has(`${to.entity}/${to.remoteId.toLowerCase()}`),
  );
  if (lost.length === 0) return;
  throw facadeErrors.reference_unresolved({
    errors: lost.map((to) => ({
      path: typeOf(entity),
      message: `the ${typeOf(to.entity)} that it points at is not here`,
    })),
  });
}

function prepare(converted: Converted): PreparedWrite {
  const { entity, body, references } = converted;
  const linked = mapReferences(entity, converted.data, (_target, _id, path) => {
    return references[path]?.remoteId.toLowerCase() ?? null;
  });
  const data: Record<string, unknown> = withDerivedFields(entity, linked);
  const alone = withAbsentReasons(resourceOf(entity, data, ownReferences(entity, data)));
  return { data, body, isWhole: !hasDigits(body) && canonicalJson(alone) === canonicalJson(body) };
}

export interface WantedWrite {
  readonly entity: RecordEntity;
  readonly resource: unknown;
  /** Which entry of a bundle it is, for what is wrong with it. */
  readonly entry?: number;
}

function inItsEntry<T>({ entry }: WantedWrite, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw entry === undefined ? error : inEntry(entry, error);
  }
}

/**
 * Prepares writes, all at once. Ids in `coming`, as `patients/<id>`, are of records that the same bundle makes.
 * Throws `mapping_failed`, `reference_unresolved`, and what `readResource` does.
 */
export async function prepareWrites(
  tx: Tx,
  wanted: readonly WantedWrite[],
  coming: ReadonlySet<string> = new Set(),
): Promise<PreparedWrite[]> {
  const converted = wanted.map((one) => ({
    ...inItsEntry(one, () => convert(one.entity, one.resource)),
    wanted: one,
  }));
  const known = await knownIds(
    tx,
    converted.flatMap(({ references }) => Object.values(references)),
  );
  const there = known.union(coming);
  return converted.map((one) =>
    inItsEntry(one.wanted, () => {
      assertKnown(one, there);
      return prepare(one);
    }),
  );
}
