/** Undoes a wrong link: what came by it becomes a record of its own. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { closeAgreed } from "@/lib/conflicts";
import { connectorById } from "@/lib/connectors/registry";
import { mappingsOf } from "@/lib/mapping";
import { broadcast } from "@/lib/platform/broadcast";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import {
  insertRecords,
  isOnlyTold,
  type RecordEntity,
  rawParts,
  recordChannel,
  recordNews,
  replaceRecords,
  withDerivedFields,
} from "@/lib/records";
import { type MappedItem, mapPage } from "../commit/map-page";
import { notePending, type ResolvedItem, resolveReferences } from "../commit/references";
import { syncErrors } from "../errors";
import { type Intake, writeContext } from "../run/sync-run";
import { moveDependents } from "./move-dependents";
import { runOfDecision } from "./run-of-decision";
import { takeBack } from "./take-back";

interface LinkRow {
  id: string;
  integration_id: string;
  connector_id: string;
  remote_id: string;
  remote_version: string | null;
  body: Buffer | null;
}

interface VersionRow {
  version: number;
  data: Record<string, unknown>;
  job_id: string | null;
  theirs: boolean;
}

async function findLink(tx: Tx, entity: string, recordId: string, linkId: string): Promise<LinkRow> {
  await tx.execute("select 1 from entity_records where id = $1 for update", [recordId]);
  const row = await tx.one<LinkRow>(
    `select l.id, l.integration_id, i.connector_id, l.remote_id, l.remote_version, r.body
       from sync_links l join integrations i on i.id = l.integration_id
            left join remote_resources r on r.link_id = l.id and not ${isOnlyTold("l")}
      where l.id = $1 and l.record_id = $2 and l.entity = $3
        for update of l`,
    [linkId, recordId, entity],
  );
  if (!row) throw syncErrors.link_not_found();
  return row;
}

/** All versions, oldest first: theirs are those of the link's jobs, of its messages and of decisions about its conflicts. */
function versionsOf(tx: Tx, recordId: string, link: LinkRow): Promise<VersionRow[]> {
  return tx.query<VersionRow>(
    `select v.version, v.data, v.job_id,
            exists (select 1 from sync_jobs j where j.id = v.job_id and j.integration_id = $2)
            or v.job_id is null and v.changed_by->>'kind' = 'system' and v.changed_by->>'id' = $2::text
            or exists (select 1 from sync_conflicts c
                        where c.link_id = $3 and v.version > c.local_version and v.version <= c.settled_version) as theirs
       from (select version, data, job_id, changed_by from entity_versions where record_id = $1
             union all select version, data, job_id, changed_by from entity_records where id = $1) v
      order by v.version`,
    [recordId, link.integration_id, link.id],
  );
}

async function mapResource(tx: Tx, entity: RecordEntity, link: LinkRow, text: string): Promise<MappedItem> {
  const connector = connectorById(link.connector_id);
  const { remote_id: remoteId, remote_version: version, integration_id: integrationId } = link;
  const resource = {
    entity,
    remoteId,
    remoteVersion: version ?? undefined,
    text,
    resource: JSON.parse(text),
  };
  const { items } = connector
    ? await mapPage(connector, [resource], await mappingsOf(tx, integrationId))
    : { items: [] };
  const [item] = items;
  if (item) return item;
  throw syncErrors.unlink_impossible({ detail: "What came by this link can no longer be read as a record." });
}

/** The link leads to a new record, made of nothing but the vendor's resource. */
async function splitOff(
  tx: Tx,
  run: Intake,
  link: LinkRow,
  { item, data, pending }: ResolvedItem,
  reason: string,
): Promise<string> {
  const id = newId();
  await insertRecords(tx, { ...writeContext(run, item.entity), reason }, [{ id, data }]);
  await tx.execute(
    `update sync_links set record_id = $2, local_base = 1, remote_base = $3, remote_line = null, mapped_by = $4, ignored = null
      where id = $1`,
    [link.id, id, item.remoteHash, item.mappedBy],
  );
  await notePending(tx, run, [{ id, pending }]);
  await closeAgreed(tx, run.changedBy, [link.id]);
  return id;
}

/** What came by the link is taken out again; nothing of it waits for the vendor any more. */
async function cleanRecord(
  tx: Tx,
  run: Intake,
  entity: RecordEntity,
  recordId: string,
  { versions, reason }: { versions: readonly VersionRow[]; reason: string },
): Promise<void> {
  if (versions.some(({ theirs }) => theirs)) {
    const data = withDerivedFields(entity, takeBack(versions));
    const context = { ...writeContext(run, entity), jobId: null, integrationId: null, reason };
    await replaceRecords(tx, context, [{ id: recordId, data: { ...data } }]);
  }
  await tx.execute("delete from outbound_changes where integration_id = $1 and record_id = $2", [
    run.integrationId,
    recordId,
  ]);
}

/** Throws `unlink_impossible` where nothing would be left of the record. */
function assertSeparable(versions: readonly VersionRow[]): void {
  if (!versions[0]?.theirs) return;
  throw syncErrors.unlink_impossible({
    detail: "The record was made from this link. Undo the link of the other system instead.",
  });
}

function tell(organizationId: string, entity: RecordEntity, id: string, version: number): void {
  const message = recordNews({ id, entity, version, deleted: false });
  broadcast({ organizationId, channel: recordChannel(entity), message });
}

/** Which link of which record, and why. */
interface WrongLink {
  readonly entity: RecordEntity;
  readonly recordId: string;
  readonly linkId: string;
  readonly reason: string;
}

/**
 * Splits what came by a link into a record of its own, with what belongs to it, and answers that record's id. The link
 * leads there from now on, so that no later pull joins the two again. Throws `link_not_found` and `unlink_impossible`.
 */
export async function unlinkRecord(actor: Actor, wrong: WrongLink): Promise<{ recordId: string }> {
  const { entity, recordId, linkId, reason } = wrong;
  await prepareAudit(actor.organizationId);
  const vault = await openVault(actor.organizationId, "resources");
  const split = await withOrganization(actor, async (tx) => {
    const link = await findLink(tx, entity, recordId, linkId);
    const versions = await versionsOf(tx, recordId, link);
    assertSeparable(versions);
    if (!link.body) throw syncErrors.unlink_impossible({ detail: "The vendor's resource is not kept here." });
    const jobId = versions.findLast(({ theirs, job_id: job }) => theirs && job)?.job_id ?? null;
    const run = await runOfDecision(tx, actor, vault, { integrationId: link.integration_id, jobId });
    const item = await mapResource(tx, entity, link, vault.openText(link.body, rawParts(link.id)));
    const resolved = (await resolveReferences(tx, run, [item])).get(item);
    if (!resolved) throw syncErrors.unlink_impossible();
    const id = await splitOff(tx, run, link, resolved, reason);
    await cleanRecord(tx, run, entity, recordId, { versions, reason });
    if (entity === "patients") await moveDependents(tx, run, { from: recordId, to: id, reason });
    await recordAudit(tx, actor, {
      action: "records.unlink",
      entity,
      recordId,
      target: { linkId, split: id },
    });
    return { recordId: id, version: (versions.at(-1)?.version ?? 0) + 1 };
  });
  tell(actor.organizationId, entity, recordId, split.version);
  tell(actor.organizationId, entity, split.recordId, 1);
  return { recordId: split.recordId };
}
