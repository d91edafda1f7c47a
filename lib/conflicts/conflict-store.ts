/** The only place that reads sync_conflicts for people: rows with both sides in, the contract's Conflict out. */
import type { ActorRef } from "@/lib/auth";
import { connectorById } from "@/lib/connectors/registry";
import type { Tx } from "@/lib/platform/db";
import { derivedFields, isRecordEntity, titleOf } from "@/lib/records";
import type { Data } from "./compare";
import { contestedFields } from "./fields";
import { neverAgreed, originOf } from "./never-agreed";
import { same } from "./same";
import type { Conflict, ConflictField, ConflictKind } from "./schema";
import type { SeverityOverrides } from "./severity";

interface Version {
  readonly at: string;
  readonly data: Data;
}

export interface ConflictRow {
  id: string;
  organization_id: string;
  integration_id: string;
  connector_id: string;
  link_id: string;
  /** The vendor's values where both sides had agreed to differ before. */
  ignored: Data | null;
  record_id: string;
  job_id: string | null;
  entity: string;
  kind: ConflictKind;
  status: Conflict["status"];
  severity: Conflict["severity"];
  direction: Conflict["direction"];
  base_version: number;
  local_version: number;
  /** The record is deleted now. */
  deleted: boolean;
  /** Its versions from the base to our side, oldest first. */
  versions: readonly Version[];
  remote: Data;
  remote_hash: Buffer;
  remote_changed_at: Date | null;
  /** Where the integration rates single fields otherwise. */
  severities: SeverityOverrides | null;
  /** Fields that systems keep changing back and forth. */
  flips: string[];
  detected_at: Date;
  resolved_at: Date | null;
  resolved_by: ActorRef | null;
  strategy: Conflict["strategy"];
  decisions: Conflict["decisions"];
  reason: string | null;
  settled_version: number | null;
  push_job_id: string | null;
}

/** Versions kept between the base and our side: enough to say when a field last changed. */
const mostVersions = 20;

/** Of two columns of one name the later counts. While a conflict is open our side is the record as it stands; afterwards the version that was decided about. */
const select = `select c.*, i.connector_id, l.ignored, s.version as local_version, h.versions,
       case when c.status <> 'OPEN' or c.kind = 'DELETED_REMOTELY' then c.kind when r.deleted_at is not null then 'DELETED_LOCALLY'
            when c.kind = 'DELETED_LOCALLY' then 'FIELD' else c.kind end as kind, r.deleted_at is not null as deleted
  from sync_conflicts c
  join integrations i on i.id = c.integration_id
  join sync_links l on l.id = c.link_id
  join entity_records r on r.id = c.record_id
 cross join lateral (select case when c.status = 'OPEN' then r.version else c.local_version end as version) s
 cross join lateral (
   select jsonb_agg(jsonb_build_object('at', v.at, 'data', v.data) order by v.version) as versions
     from (select version, at, data from entity_versions where record_id = c.record_id
            union all select r.version, r.updated_at, r.data) v
    where v.version = c.base_version or v.version between greatest(c.base_version, s.version - ${mostVersions}) and s.version
 ) h`;

/** Conflicts by a condition over c, as `where … order by …`. */
export function selectConflicts(tx: Tx, rest: string, values: readonly unknown[]): Promise<ConflictRow[]> {
  return tx.query<ConflictRow>(`${select} ${rest}`, values);
}

/** What both sides last agreed on, and our side. */
export function localSides({ versions, ...row }: ConflictRow): { base: Data; local: Data } {
  const base = row.base_version === neverAgreed ? originOf(row.entity) : (versions[0]?.data ?? {});
  return { base, local: versions.at(-1)?.data ?? {} };
}

function lastChangeOf(versions: readonly Version[], path: string): Date | null {
  const index = versions.findLastIndex(
    ({ data }, n) => n > 0 && !same(data[path], versions[n - 1]?.data[path]),
  );
  const version = versions[index];
  return version ? new Date(version.at) : null;
}

/** The fields both sides changed; none where one side deleted the record. */
export function fieldsOf(row: ConflictRow): ConflictField[] {
  if (row.kind === "DELETED_LOCALLY" || row.kind === "DELETED_REMOTELY") return [];
  return contestedFields({
    ...localSides(row),
    entity: row.entity,
    remote: row.remote,
    derived: derivedFields(row.entity),
    localChangedAt: (path) => lastChangeOf(row.versions, path),
    remoteChangedAt: row.remote_changed_at,
    severities: row.severities ?? {},
    flips: row.flips,
  });
}

/** Names both sides: another version of ours or another resource of the vendor's makes another text. */
export function shownVersion(row: Pick<ConflictRow, "local_version" | "remote_hash">): string {
  return `${row.local_version}.${row.remote_hash.toString("hex").slice(0, 16)}`;
}

/** A row as clients see it. */
export function conflictView(row: ConflictRow): Conflict {
  return {
    id: row.id,
    status: row.status,
    severity: row.severity,
    kind: row.kind,
    entity: row.entity,
    recordId: row.record_id,
    label: isRecordEntity(row.entity) ? titleOf(row.entity, localSides(row).local) : row.entity,
    integrationId: row.integration_id,
    ehrProvider: connectorById(row.connector_id)?.id ?? row.connector_id,
    jobId: row.job_id,
    direction: row.direction,
    fields: fieldsOf(row),
    detectedVersion: shownVersion(row),
    detectedAt: row.detected_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    resolvedBy: row.resolved_by,
    strategy: row.strategy,
    decisions: row.decisions,
    reason: row.reason,
    pushJobId: row.push_job_id,
  };
}
