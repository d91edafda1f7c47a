/** Which clinics a record concerns: their people see it, and nobody else who sees some clinics only. */
import { type Scope, withOrganization } from "@/lib/platform/db";

/** The clinics of each of these records, by record; of a scope with clinics, only those. */
export async function clinicsOfRecords(
  scope: Scope,
  recordIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await withOrganization(scope, (tx) =>
    tx.query<{ record_id: string; clinics: string[] }>(
      `select record_id, array_agg(clinic_id::text) as clinics from record_clinics
        where record_id = any($1::uuid[]) group by record_id`,
      [recordIds],
    ),
  );
  return new Map(rows.map((row) => [row.record_id, row.clinics]));
}
