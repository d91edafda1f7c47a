/** The only place that writes and reads patient_matches. */
import type { ActorRef } from "@/lib/auth";
import { connectorById } from "@/lib/connectors/registry";
import { now } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { mapInTurns } from "@/lib/platform/turns";
import { type PatientData, patientSchema, patientTitle } from "@/lib/records/schema";
import type { Intake } from "../run/sync-run";
import type { UncertainItem } from "./match-arrivals";
import type { Candidate, Match, PatientSummary } from "./schema";

/** The associated data that ties a sealed resource to its vendor's patient. */
export function bodyParts(integrationId: string, remoteId: string): string[] {
  return ["patient_matches", integrationId, remoteId];
}

/**
 * Locks what waits of these patients and answers their remote ids: a person who decides about one of them at this
 * moment has decided before the caller looks at links.
 */
export async function lockOpenMatches(
  tx: Tx,
  { integrationId }: Intake,
  remoteIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ remote_id: string }>(
    `select remote_id from patient_matches
      where integration_id = $1 and remote_id = any($2::text[]) and status = 'OPEN' order by remote_id for update`,
    [integrationId, remoteIds],
  );
  return new Set(rows.map((row) => row.remote_id));
}

/** Keeps patients for a person to decide about; one who waits already is shown as pulled last. */
export async function keepOpenMatches(
  tx: Tx,
  run: Intake,
  uncertain: readonly UncertainItem[],
): Promise<void> {
  if (uncertain.length === 0) return;
  const items = uncertain.map(({ resolved }) => resolved.item);
  const bodies = await mapInTurns(items, ({ text, remoteId }) =>
    run.vault.sealText(text, bodyParts(run.integrationId, remoteId)),
  );
  const candidates = uncertain.map((row) =>
    row.candidates.map(
      ({ recordId, score, reasons }): Candidate => ({ recordId, score, reasons: [...reasons] }),
    ),
  );
  await tx.execute(
    `insert into patient_matches (id, organization_id, integration_id, job_id, detected_at, remote_id, remote_version, remote_hash,
                                  body, remote, candidates, mapped_by)
     select m.id, $1, $2, $3, $4, m.remote_id, m.remote_version, m.hash, m.body, m.remote::jsonb, m.candidates::jsonb, m.mapped_by
       from unnest($5::uuid[], $6::text[], $7::text[], $8::bytea[], $9::bytea[], $10::text[], $11::text[], $12::int[])
         as m(id, remote_id, remote_version, hash, body, remote, candidates, mapped_by)
     on conflict (integration_id, remote_id) do update
       set job_id = excluded.job_id, remote_version = excluded.remote_version, remote_hash = excluded.remote_hash,
           body = excluded.body, remote = excluded.remote, candidates = excluded.candidates, mapped_by = excluded.mapped_by
     where patient_matches.status = 'OPEN'`,
    [
      run.organizationId,
      run.integrationId,
      run.jobId,
      now(),
      items.map(() => newId()),
      items.map(({ remoteId }) => remoteId),
      items.map(({ remoteVersion }) => remoteVersion ?? null),
      items.map(({ remoteHash }) => remoteHash),
      bodies,
      uncertain.map(({ resolved }) => JSON.stringify(resolved.data)),
      candidates.map((list) => JSON.stringify(list)),
      items.map(({ mappedBy }) => mappedBy),
    ],
  );
}

/** How a match ended. */
export interface MatchEnd {
  readonly remoteId: string;
  readonly status: "LINKED" | "CREATED";
  readonly reason: string;
}

/** Closes matches whose patients now have a link: what it leads to is what came of them. */
export async function closeMatches(
  tx: Tx,
  { integrationId, changedBy }: { readonly integrationId: string; readonly changedBy: ActorRef },
  ends: readonly MatchEnd[],
): Promise<void> {
  if (ends.length === 0) return;
  await tx.execute(
    `update patient_matches m
        set status = e.status, reason = e.reason, decided_at = $2, decided_by = $3, record_id = l.record_id
       from unnest($4::text[], $5::text[], $6::text[]) as e(remote_id, status, reason), sync_links l
      where m.integration_id = $1 and m.remote_id = e.remote_id and m.status = 'OPEN'
        and l.integration_id = $1 and l.entity = 'patients' and l.remote_id = e.remote_id`,
    [
      integrationId,
      now(),
      JSON.stringify(changedBy),
      ends.map(({ remoteId }) => remoteId),
      ends.map(({ status }) => status),
      ends.map(({ reason }) => reason),
    ],
  );
}

export interface MatchRow {
  id: string;
  organization_id: string;
  integration_id: string;
  connector_id: string;
  job_id: string | null;
  remote_id: string;
  remote_version: string | null;
  remote_hash: Buffer;
  mapped_by: number;
  body: Buffer;
  remote: Record<string, unknown>;
  candidates: Candidate[];
  status: Match["status"];
  record_id: string | null;
  detected_at: Date;
  decided_at: Date | null;
  decided_by: ActorRef | null;
  reason: string | null;
}

/** Matches by a condition over m, as `where … order by …`. */
export function selectMatches(tx: Tx, rest: string, values: readonly unknown[]): Promise<MatchRow[]> {
  return tx.query<MatchRow>(
    `select m.*, i.connector_id from patient_matches m join integrations i on i.id = m.integration_id ${rest}`,
    values,
  );
}

function summaryOf(patient: PatientData): PatientSummary {
  const { dateOfBirth, gender, mrn, phone, email, address } = patient;
  return { name: patientTitle(patient), dateOfBirth, gender, mrn, phone, email, address };
}

/** Rows as clients see them. A candidate that is gone by now is no choice any more. */
export async function matchViews(tx: Tx, rows: readonly MatchRow[]): Promise<Match[]> {
  const ids = rows.flatMap(({ candidates }) => candidates.map(({ recordId }) => recordId));
  const records = await tx.query<{ id: string; data: unknown }>(
    "select id, data from entity_records where id = any($1::uuid[]) and deleted_at is null",
    [ids],
  );
  const summaries = new Map(records.map(({ id, data }) => [id, summaryOf(patientSchema.parse(data))]));
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    integrationId: row.integration_id,
    ehrProvider: connectorById(row.connector_id)?.id ?? row.connector_id,
    jobId: row.job_id,
    remote: { id: row.remote_id, summary: summaryOf(patientSchema.parse(row.remote)) },
    candidates: row.candidates.flatMap((candidate) => {
      const summary = summaries.get(candidate.recordId);
      return summary ? { ...candidate, summary } : [];
    }),
    recordId: row.record_id,
    detectedAt: row.detected_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: row.decided_by,
    reason: row.reason,
  }));
}
