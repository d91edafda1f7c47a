/** A person says whether a pulled patient is one we have. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { broadcast } from "@/lib/platform/broadcast";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { recordChannel, recordNews } from "@/lib/records";
import { commitAdded, commitMatched } from "../commit/commit-arrivals";
import type { ResolvedItem } from "../commit/references";
import { syncErrors } from "../errors";
import type { Intake } from "../run/sync-run";
import { bodyParts, closeMatches, type MatchRow, selectMatches } from "./match-store";
import { viewMatch } from "./read-match";
import { runOfDecision } from "./run-of-decision";
import type { Match, MatchDecision } from "./schema";

function arrivalOf(vault: Vault, row: MatchRow): ResolvedItem {
  const item = {
    entity: "patients" as const,
    remoteId: row.remote_id,
    remoteVersion: row.remote_version ?? undefined,
    remoteHash: row.remote_hash,
    mappedBy: row.mapped_by,
    text: vault.openText(row.body, bodyParts(row.integration_id, row.remote_id)),
    data: row.remote,
    references: {},
  };
  return { item, data: row.remote, pending: [] };
}

async function lockMatch(tx: Tx, id: string): Promise<MatchRow> {
  const [row] = await selectMatches(tx, "where m.id = $1 for update of m", [id]);
  if (!row) throw syncErrors.match_not_found();
  if (row.status !== "OPEN") throw syncErrors.match_decided();
  return row;
}

/** Throws `match_impossible` unless this is a living patient whom the integration does not know. */
async function assertLinkable(tx: Tx, { integration_id: integrationId }: MatchRow, recordId: string) {
  const patient = await tx.one<{ taken: boolean }>(
    `select exists (select 1 from sync_links l where l.record_id = r.id and l.integration_id = $2) as taken
       from entity_records r where r.id = $1 and r.entity = 'patients' and r.deleted_at is null for update`,
    [recordId, integrationId],
  );
  if (patient && !patient.taken) return;
  const detail = patient
    ? "The patient is linked to another patient of this system already. Undo that link first if it is wrong."
    : "There is no such patient. Choose another, or make a new record.";
  throw syncErrors.match_impossible({ detail, errors: [{ path: "recordId", message: "choose another" }] });
}

async function carryOut(tx: Tx, run: Intake, row: MatchRow, { recordId, reason }: MatchDecision) {
  const resolved = arrivalOf(run.vault, row);
  if (recordId === undefined) await commitAdded(tx, run, "patients", [resolved]);
  else {
    await assertLinkable(tx, row, recordId);
    await commitMatched(tx, run, "patients", [{ resolved, recordId }]);
  }
  const status = recordId === undefined ? "CREATED" : "LINKED";
  await closeMatches(tx, run, [{ remoteId: row.remote_id, status, reason }]);
}

async function tell(
  tx: Tx,
  { organizationId }: Actor,
  { id: matchId, status, recordId }: Match,
): Promise<void> {
  broadcast({ organizationId, channel: "sync", message: { type: "MATCH_CHANGED", matchId, status } });
  const record = await tx.one<{ id: string; version: number }>(
    "select id, version from entity_records where id = $1",
    [recordId],
  );
  if (!record) return;
  const message = recordNews({ ...record, entity: "patients", deleted: false });
  broadcast({ organizationId, channel: recordChannel("patients"), message });
}

/**
 * Links the patient to the record named, or makes a new one; what waited for the patient is completed. Throws
 * `match_not_found`, `match_decided`, and `match_impossible` when the record cannot be linked.
 */
export async function decideMatch(actor: Actor, id: string, wanted: MatchDecision): Promise<Match> {
  await prepareAudit(actor.organizationId);
  const vault = await openVault(actor.organizationId, "resources");
  const decision = wanted.decision === "LINK" ? wanted : { ...wanted, recordId: undefined };
  const match = await withOrganization(actor, async (tx) => {
    const row = await lockMatch(tx, id);
    const { integration_id: integrationId, job_id: jobId } = row;
    await carryOut(tx, await runOfDecision(tx, actor, vault, { integrationId, jobId }), row, decision);
    const view = await viewMatch(tx, id);
    await recordAudit(tx, actor, {
      action: "matches.decide",
      entity: "patients",
      recordId: view.recordId ?? undefined,
      target: { matchId: id, decision: wanted.decision },
    });
    return view;
  });
  await withOrganization(actor, (tx) => tell(tx, actor, match));
  return match;
}
