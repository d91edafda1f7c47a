/** Records that came with a patient, moved to another patient. */
import type { Tx } from "@/lib/platform/db";
import {
  mapReferences,
  type RecordEntity,
  recordEntities,
  replaceRecords,
  tokensForKeys,
} from "@/lib/records";
import { type Intake, writeContext } from "../run/sync-run";

interface Dependent {
  id: string;
  version: number;
  data: Record<string, unknown>;
}

const batch = 500;
/** More than any patient has. */
const mostDependents = 1_000_000;

async function dependentsOf(tx: Tx, run: Intake, entity: RecordEntity, patientId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select s.id from records_with_tokens($1, $2::json, ${mostDependents}) as s(id)
      where exists (select 1 from sync_links l where l.record_id = s.id and l.integration_id = $3)
        and not exists (select 1 from sync_links l where l.record_id = s.id and l.integration_id <> $3)
      order by s.id`,
    [entity, tokensForKeys([{ parameter: "patient", value: patientId }]), run.integrationId],
  );
  return rows.map((row) => row.id);
}

/** Those whose present version was the agreed one stay as agreed: the vendor said so all along. */
async function moveBatch(
  tx: Tx,
  run: Intake,
  entity: RecordEntity,
  ids: readonly string[],
  { from, to, reason }: Move,
): Promise<void> {
  const rows = await tx.query<Dependent>(
    "select id, version, data from entity_records where id = any($1::uuid[]) order by id for update",
    [ids],
  );
  const moved = rows.map(({ id, data }) => ({
    id,
    data: mapReferences(entity, data, (_target, target) => (target === from ? to : target)),
  }));
  await replaceRecords(tx, { ...writeContext(run, entity), reason }, moved);
  await tx.execute(
    `update sync_links l set local_base = m.version + 1 from unnest($2::uuid[], $3::int[]) as m(id, version)
      where l.integration_id = $1 and l.record_id = m.id and l.local_base = m.version`,
    [run.integrationId, rows.map(({ id }) => id), rows.map(({ version }) => version)],
  );
}

interface Move {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Moves what came by the run's integration alone from one patient to another. */
export async function moveDependents(tx: Tx, run: Intake, move: Move): Promise<void> {
  for (const entity of recordEntities) {
    const ids = await dependentsOf(tx, run, entity, move.from);
    for (let start = 0; start < ids.length; start += batch) {
      await moveBatch(tx, run, entity, ids.slice(start, start + batch), move);
    }
  }
}
