/** Creates, replaces and deletes, each with its trail, in the session's transaction. */
import { recordAudits } from "@/lib/audit";
import { actorRef } from "@/lib/auth";
import {
  deleteRecords,
  insertRecords,
  type RecordEntity,
  replaceRecords,
  type WriteContext,
} from "@/lib/records";
import { keepBodies } from "./body-store";
import { baseUrl, type FhirAnswer, type FhirSession } from "./exchange";
import { type PreparedWrite, prepareWrites, type WantedWrite } from "./prepare-write";
import { type ResourceRow, renderInto } from "./render";
import { typeOf } from "./resource-types";

function contextOf({ actor, at }: FhirSession, entity: RecordEntity): WriteContext {
  return { organizationId: actor.organizationId, entity, changedBy: actorRef(actor), at };
}

interface Place {
  readonly entity: RecordEntity;
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Date;
}

/** Notes the deed in the trail, and for those who look at the records. */
async function note(session: FhirSession, places: readonly Place[], deed: "create" | "update" | "delete") {
  const action = `fhir.${deed}`;
  await recordAudits(
    session.tx,
    session.actor,
    places.map(({ entity, id, version }) => ({ action, entity, recordId: id, target: { version } })),
  );
  const deleted = deed === "delete";
  session.written.push(...places.map(({ entity, id, version }) => ({ entity, id, version, deleted })));
}

/** What is answered about a resource that was written. */
function answered(status: number, place: Place, { data, body, isWhole }: PreparedWrite): FhirAnswer {
  const { entity, id, version, updatedAt } = place;
  return {
    status,
    resource: renderInto({ id, entity, version, data, updated_at: updatedAt }, isWhole ? undefined : body),
    etag: `W/"${version}"`,
    lastModified: updatedAt,
    location: `${baseUrl()}/${typeOf(entity)}/${id}/_history/${version}`,
  };
}

/** Creates resources, all at once; they may point at each other. Answers them in their order. */
export async function createResources(
  session: FhirSession,
  wanted: readonly (WantedWrite & { readonly id: string })[],
): Promise<FhirAnswer[]> {
  const coming = new Set(wanted.map(({ entity, id }) => `${entity}/${id}`));
  const prepared = await prepareWrites(session.tx, wanted, coming);
  const rows = wanted.flatMap(({ entity, id }, at) => {
    const write = prepared[at];
    return write ? [{ place: { entity, id, version: 1, updatedAt: session.at }, write }] : [];
  });
  for (const [entity, ofEntity] of Map.groupBy(rows, ({ place }) => place.entity)) {
    const records = ofEntity.map(({ place, write }) => ({ id: place.id, data: write.data }));
    await insertRecords(session.tx, contextOf(session, entity), records);
  }
  const said = rows.filter(({ write }) => !write.isWhole);
  keepBodies(
    session,
    said.map(({ place, write }) => ({ ...place, body: write.body })),
  );
  await note(
    session,
    rows.map(({ place }) => place),
    "create",
  );
  return rows.map(({ place, write }) => answered(201, place, write));
}

/** Replaces a record whose row the caller has locked; one that was deleted comes back. */
export async function replaceResource(
  session: FhirSession,
  before: Pick<ResourceRow, "id" | "entity" | "version" | "updated_at" | "deleted_at">,
  resource: unknown,
): Promise<FhirAnswer> {
  const { entity, id } = before;
  const [write] = await prepareWrites(session.tx, [{ entity, resource }]);
  if (!write) throw new Error("What was asked for is prepared");
  // The database keeps the later of the two as well.
  const updatedAt = new Date(Math.max(session.at.getTime(), before.updated_at.getTime()));
  const place = { entity, id, version: before.version + 1, updatedAt };
  await replaceRecords(session.tx, contextOf(session, entity), [{ id, data: write.data }]);
  // Also where it says no more than the record: an older body would bring back what it no longer says.
  keepBodies(session, [{ ...place, body: write.body }]);
  await note(session, [place], "update");
  return answered(before.deleted_at ? 201 : 200, place, write);
}

/** Deletes records whose rows the caller has locked and that are not deleted yet. */
export async function deleteResource(
  session: FhirSession,
  { entity, id, version }: Pick<ResourceRow, "id" | "entity" | "version">,
): Promise<FhirAnswer> {
  await deleteRecords(session.tx, contextOf(session, entity), [id]);
  const place = { entity, id, version: version + 1, updatedAt: session.at };
  await note(session, [place], "delete");
  return { status: 204, etag: `W/"${place.version}"` };
}
