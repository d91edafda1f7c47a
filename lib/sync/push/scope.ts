/** What a job pushes. */
import type { Entity } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/platform/db";
import type { Slice } from "../slice";

/** The entities of a job whose changes go out, or of which somebody must be told that the vendor takes none. */
export function pushedEntities({ entities, connector, context, job }: Slice): Entity[] {
  if (job.direction === "INBOUND") return [];
  return entities.filter((entity) => {
    const write = connector.entities[entity]?.write;
    const access = context.access.find((one) => one.entity === entity);
    return !(write?.create || write?.update) || (access !== undefined && access.direction !== "pull");
  });
}

/** Our id of the one patient a job is about; null for a job about everyone. */
export async function patientOf(tx: Tx, { job, run }: Slice): Promise<string | null> {
  if (job.patient_id || !job.remote_patient_id) return job.patient_id;
  const link = await tx.one<{ record_id: string }>(
    "select record_id from sync_links where integration_id = $1 and entity = 'patients' and remote_id = $2",
    [run.integrationId, job.remote_patient_id],
  );
  return link?.record_id ?? null;
}
