/** Local changes to single records: create, change, delete, each as its own version in the history. */

import { z } from "zod";
import { recordAudit } from "@/lib/audit";
import { type Actor, actorRef } from "@/lib/auth";
import { broadcast } from "@/lib/platform/broadcast";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { recordErrors } from "./errors";
import { recordChannel, recordNews } from "./record-news";
import { findRecord, type RecordRow, recordView } from "./record-store";
import { patchRecord, type RecordData, type RecordEntity } from "./schema";
import type { RecordView } from "./view";
import { deleteRecords, insertRecords, replaceRecords, type WriteContext } from "./write";

function contextOf(actor: Actor, entity: RecordEntity, reason?: string): WriteContext {
  return { organizationId: actor.organizationId, entity, changedBy: actorRef(actor), at: now(), reason };
}

function patched(entity: RecordEntity, before: unknown, patch: unknown): RecordData {
  try {
    return patchRecord(entity, before, patch);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const errors = error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
    throw recordErrors.record_invalid({ detail: "Correct the fields named and send it again.", errors });
  }
}

function tell({ organizationId }: Actor, { id, entity, version, deletedAt }: RecordView): void {
  const message = recordNews({ id, entity, version, deleted: deletedAt !== null });
  broadcast({ organizationId, channel: recordChannel(entity), message });
}

/**
 * A new record of ours; `keepAnswer` keeps it in the same transaction, for an Idempotency-Key. Throws `record_invalid`
 * when the data does not follow the entity's schema.
 */
export async function createRecord(
  actor: Actor,
  entity: RecordEntity,
  data: unknown,
  keepAnswer?: (tx: Tx, view: RecordView) => Promise<void>,
): Promise<RecordView> {
  const id = newId();
  const content = patched(entity, null, data);
  const view = await withOrganization(actor, async (tx) => {
    await insertRecords(tx, contextOf(actor, entity), [{ id, data: content }]);
    await recordAudit(tx, actor, { action: "records.create", entity, recordId: id });
    const created = await recordView(tx, entity, id);
    await keepAnswer?.(tx, created);
    return created;
  });
  tell(actor, view);
  return view;
}

/** The version a change is made to, from If-Match: `"3"`, `W/"3"` or `3`. Throws `version_required`. */
function versionOf(ifMatch: string | null): number {
  const version = Number(/^(?:W\/)?"?(\d+)"?$/.exec(ifMatch?.trim() ?? "")?.[1] ?? Number.NaN);
  if (Number.isNaN(version)) {
    throw recordErrors.version_required({ detail: 'Send If-Match: "<version>" of the record you read.' });
  }
  return version;
}

async function lockVersion(tx: Tx, entity: string, id: string, ifMatch: string | null): Promise<RecordRow> {
  const version = versionOf(ifMatch);
  const row = await findRecord(tx, entity, id, true);
  if (row.version !== version) {
    throw recordErrors.version_stale({
      detail: `It is at version ${row.version}. Read it again and repeat the change.`,
    });
  }
  return row;
}

/** Applies a JSON Merge Patch to the version named by `ifMatch`. */
export async function changeRecord(
  actor: Actor,
  entity: RecordEntity,
  id: string,
  change: { readonly patch: unknown; readonly reason?: string; readonly ifMatch: string | null },
): Promise<RecordView> {
  const view = await withOrganization(actor, async (tx) => {
    const row = await lockVersion(tx, entity, id, change.ifMatch);
    if (row.deleted_at) throw recordErrors.record_deleted();
    const data = patched(entity, row.data, change.patch);
    await replaceRecords(tx, contextOf(actor, entity, change.reason), [{ id, data }]);
    await recordAudit(tx, actor, { action: "records.update", entity, recordId: id });
    return recordView(tx, entity, id);
  });
  tell(actor, view);
  return view;
}

/** Marks the version named by `ifMatch` as deleted. Its data stays in the history. */
export async function deleteRecord(
  actor: Actor,
  entity: RecordEntity,
  id: string,
  ifMatch: string | null,
): Promise<void> {
  const view = await withOrganization(actor, async (tx) => {
    const row = await lockVersion(tx, entity, id, ifMatch);
    if (row.deleted_at) throw recordErrors.record_deleted();
    await deleteRecords(tx, contextOf(actor, entity), [id]);
    await recordAudit(tx, actor, { action: "records.delete", entity, recordId: id });
    return recordView(tx, entity, id);
  });
  tell(actor, view);
}
