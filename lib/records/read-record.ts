/** One record, its history, and where it stands at the vendors. */
import { recordAudit } from "@/lib/audit";
import type { Actor, ActorRef } from "@/lib/auth";
import { openVault } from "@/lib/platform/crypto";
import { withOrganization } from "@/lib/platform/db";
import { changesBetween } from "./changes";
import { labelsOf } from "./record-labels";
import { findRecord, recordView } from "./record-store";
import type { RecordLinkDetail, RecordVersion, RecordView } from "./view";
import { rawParts } from "./write";

/** The record as it stands. Throws `record_not_found`. */
export function readRecord(actor: Actor, entity: string, id: string): Promise<RecordView> {
  return withOrganization(actor, (tx) => recordView(tx, entity, id));
}

interface VersionRow {
  version: number;
  at: Date;
  changed_by: ActorRef;
  job_id: string | null;
  reason: string | null;
  deleted_at: Date | null;
  data: Record<string, unknown>;
}

const mostVersions = 200;

/** Every version, newest first, with what it changed. */
export async function readHistory(actor: Actor, entity: string, id: string): Promise<RecordVersion[]> {
  const { rows, labels } = await withOrganization(actor, async (tx) => {
    await findRecord(tx, entity, id);
    const versions = await tx.query<VersionRow>(
      `select version, updated_at as at, changed_by, job_id, reason, deleted_at, data from entity_records where id = $1
       union all
       (select version, at, changed_by, job_id, reason, deleted_at, data from entity_versions where record_id = $1
         order by version desc limit ${mostVersions})
       order by version desc`,
      [id],
    );
    const pointing = versions.map(({ data }) => ({ entity, data }));
    return { rows: versions, labels: await labelsOf(tx, pointing) };
  });
  return rows.map((row, index) => ({
    version: row.version,
    at: row.at.toISOString(),
    by: row.changed_by,
    jobId: row.job_id,
    reason: row.reason,
    deleted: row.deleted_at !== null,
    changes: rows[index + 1] ? changesBetween(rows[index + 1]?.data, row.data) : [],
    labels: {
      ...labels({ entity, data: rows[index + 1]?.data ?? {} }),
      ...labels({ entity, data: row.data }),
    },
  }));
}

/** The record's links with the vendor's resources as they came; the look is audited. */
export async function readLinks(actor: Actor, entity: string, id: string): Promise<RecordLinkDetail[]> {
  const vault = await openVault(actor.organizationId, "resources");
  return withOrganization(actor, async (tx) => {
    const view = await recordView(tx, entity, id);
    const raws = await tx.query<{ link_id: string; body: Buffer; fetched_at: Date }>(
      "select link_id, body, fetched_at from remote_resources where link_id = any($1::uuid[])",
      [view.links.map((link) => link.id)],
    );
    await recordAudit(tx, actor, { action: "records.raw", entity, recordId: id });
    return view.links.map((link) => {
      const raw = raws.find((row) => row.link_id === link.id);
      return {
        ...link,
        raw: raw ? vault.openText(raw.body, rawParts(link.id)) : null,
        fetchedAt: raw?.fetched_at.toISOString() ?? null,
      };
    });
  });
}
