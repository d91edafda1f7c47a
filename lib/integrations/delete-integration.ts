/** Takes an integration away for good: what it was linked to goes, what was learned through it stays. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { endSubscriptions } from "./end-subscriptions";
import { lockIntegration } from "./integration-store";
import { restRealTime } from "./real-time";
import type { DeletedIntegration } from "./schema";

/** A million links take minutes. */
const statementTimeoutMs = 600_000;

async function count(tx: Tx, from: string, id: string): Promise<number> {
  const row = await tx.one<{ count: number }>(`select count(*)::int as count from ${from}`, [id]);
  return row?.count ?? 0;
}

/** Rows of the integration's jobs first, then the jobs: a running one finds its checkpoint gone and stops. */
async function deleteJobs(tx: Tx, id: string): Promise<number> {
  for (const table of ["sync_checkpoints", "sync_job_steps", "sync_seen"]) {
    await tx.execute(
      `delete from ${table} t using sync_jobs j where j.id = t.job_id and j.integration_id = $1`,
      [id],
    );
  }
  for (const table of [
    "sync_errors",
    "sync_rollups",
    "sync_watermarks",
    "sync_conflicts",
    "patient_matches",
    "pending_references",
    "outbound_changes",
    "outbound_marks",
    "inbound_subscriptions",
    "notified_resources",
    "link_counts",
  ]) {
    await tx.execute(`delete from ${table} where integration_id = $1`, [id]);
  }
  return tx.execute("delete from sync_jobs where integration_id = $1", [id]);
}

async function deleteLinks(tx: Tx, id: string): Promise<number> {
  await tx.execute(
    "delete from remote_resources r using sync_links l where l.id = r.link_id and l.integration_id = $1",
    [id],
  );
  return tx.execute("delete from sync_links where integration_id = $1", [id]);
}

/**
 * Deletes an integration with its links, jobs, credentials and keys; records and the audit trail stay.
 * Throws `integration_not_found`.
 */
export async function deleteIntegration(actor: Actor, id: string): Promise<DeletedIntegration> {
  await endSubscriptions(actor, id);
  await prepareAudit(actor.organizationId);
  return withOrganization(
    actor,
    async (tx) => {
      const row = await lockIntegration(tx, id);
      const records = await count(
        tx,
        "(select distinct record_id from sync_links where integration_id = $1) r",
        id,
      );
      const jobs = await deleteJobs(tx, id);
      const links = await deleteLinks(tx, id);
      await restRealTime(tx, id);
      await tx.execute("delete from integration_events where integration_id = $1", [id]);
      await tx.execute("delete from integrations where id = $1", [id]);
      await recordAudit(tx, actor, {
        action: "integration.deleted",
        entity: "integrations",
        recordId: id,
        target: { connectorId: row.connectorId, links, jobs },
      });
      const audit = await count(tx, "audit_events where entity = 'integrations' and record_id = $1", id);
      const deleted = { links, mappings: row.entityMappings.length, jobs };
      return { deleted, kept: { records, messages: 0, audit } };
    },
    { statementTimeoutMs },
  );
}
