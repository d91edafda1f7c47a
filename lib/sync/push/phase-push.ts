/** Pushes what waits, entity by entity in an order in which references resolve, a page at a time. */
import type { Entity } from "@/lib/connectors/contract";
import { withOrganization } from "@/lib/platform/db";
import { isRecordEntity, type RecordEntity } from "@/lib/records";
import type { JobCursor } from "../run/checkpoint";
import type { PhaseEnd, Slice } from "../slice";
import { type ChangeScope, countChanges, nextChanges } from "./changes";
import { pushPage } from "./push-page";
import { patientOf, pushedEntities } from "./scope";

const pageSize = 50;

interface NextPage {
  readonly ids: readonly string[];
  readonly total?: number;
}

async function scopeOf(slice: Slice, entity: Entity): Promise<ChangeScope> {
  const patientId = await withOrganization(slice.run, (tx) => patientOf(tx, slice));
  const { mode, retry_of } = slice.job;
  return { entity, patientId, impatient: mode === "FULL" || retry_of !== null || patientId !== null };
}

function pageAfter(slice: Slice, scope: ChangeScope, after: string | null): Promise<NextPage> {
  return withOrganization(slice.run, async (tx) => ({
    ids: await nextChanges(tx, slice.run, scope, after, pageSize),
    total: after === null ? await countChanges(tx, slice.run, scope) : undefined,
  }));
}

function entityAfter(slice: Slice, entity: Entity): JobCursor | null {
  const entities = pushedEntities(slice);
  const next = entities[entities.indexOf(entity) + 1];
  return next ? { phase: "push", entity: next, after: null } : null;
}

/** Pushes the changes of one entity after a record, and then those of the entities behind it. */
export async function pushChanges(
  slice: Slice,
  cursor: Extract<JobCursor, { phase: "push" }>,
): Promise<PhaseEnd> {
  let at: JobCursor | null = cursor;
  while (at?.phase === "push") {
    const { entity } = at;
    const end = isRecordEntity(entity) ? await pushEntity(slice, entity, at.after) : undefined;
    if (end) return end;
    at = entityAfter(slice, entity);
  }
  return { kind: "done" };
}

/** Undefined when nothing of the entity is left. */
async function pushEntity(
  slice: Slice,
  entity: RecordEntity,
  from: string | null,
): Promise<PhaseEnd | undefined> {
  const scope = await scopeOf(slice, entity);
  let after = from;
  for (;;) {
    const { ids, total } = await pageAfter(slice, scope, after);
    const last = ids.at(-1);
    if (last === undefined) return undefined;
    const end = await pushPage(slice, { entity, ids, total, after, last });
    if (end) return end;
    after = last;
  }
}
