/** Exports as they stand in their table. */
import type { ActorRef } from "@/lib/auth";
import type { Tx } from "@/lib/platform/db";
import type { RecordEntity } from "@/lib/records";

export interface ExportRow {
  id: string;
  organization_id: string;
  requested_by: ActorRef;
  clinic_ids: string[] | null;
  request_url: string;
  entities: RecordEntity[];
  group_id: string | null;
  since: Date | null;
  transaction_time: Date;
  state: "running" | "completed" | "failed" | "cancelled";
  step: number;
  stage: number;
  after: string | null;
  file: number;
  file_stage: number;
  file_lines: number;
  done: string;
  total: string;
  expires_at: Date | null;
  /** Whether every transaction has ended that was under way when the export was asked for. */
  is_settled: boolean;
}

export function findExport(tx: Tx, id: string): Promise<ExportRow | undefined> {
  return tx.one<ExportRow>(
    `select e.*, e.tx::text as tx, e.tx < pg_snapshot_xmin(pg_current_snapshot()) as is_settled
       from fhir_exports e where id = $1`,
    [id],
  );
}

interface Stage {
  readonly kind: "output" | "deleted";
  readonly entity: RecordEntity;
}

/** Kinds of records, one after the other; then, for who has an older export, what was deleted since. */
export function stageOf({ entities, since, stage }: ExportRow): Stage | undefined {
  const output = entities.map((entity) => ({ kind: "output" as const, entity }));
  const deleted = since ? entities.map((entity) => ({ kind: "deleted" as const, entity })) : [];
  return [...output, ...deleted][stage];
}
