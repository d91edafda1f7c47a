/** Looks for the patients of the organization whom the integration does not know and who may be the pulled ones. */
import type { Tx } from "@/lib/platform/db";
import { type SearchToken, searchEntryOf, tokensForKeys } from "@/lib/records";
import { type PatientData, patientSchema } from "@/lib/records/schema";
import type { Intake } from "../run/sync-run";
import { trustedIdentifiers } from "./compare-facts";
import { compareTwo, type Likeness } from "./weigh";

/** A patient of ours who may be the pulled one. */
export interface Found extends Likeness {
  readonly recordId: string;
}

/** Of the patients of one token no more are looked at: what so many share tells nobody apart. */
const mostPerToken = 50;
/** How many a person is asked to choose from. */
const mostCandidates = 10;

/** The tokens any of which a candidate has too. */
function tokensOf(patient: PatientData): SearchToken[] {
  const identifiers = trustedIdentifiers(patient).map(({ system, value }) => `${system}|${value}`);
  return searchEntryOf("patients", patient).likeness.filter(
    ({ parameter, value }) => parameter !== "identifier" || identifiers.includes(value),
  );
}

/**
 * True when every patient of the organization is the integration's own, as in the first pull of the first system: nobody
 * else can be found then. An integration has one link to a record, so that as many links as records are all of them;
 * where records were deleted the numbers say nothing.
 */
async function knowsEveryone(tx: Tx, { organizationId, integrationId }: Intake): Promise<boolean> {
  const row = await tx.one<{ known: boolean }>(
    `select not exists (select 1 from entity_records where organization_id = $1 and entity = 'patients' and deleted_at is not null)
        and coalesce((select sum(total) from entity_counts where organization_id = $1 and entity = 'patients'), 0)
          = coalesce((select linked from link_counts where integration_id = $2 and entity = 'patients'), 0) as known`,
    [organizationId, integrationId],
  );
  return row?.known ?? false;
}

interface Pair {
  n: number;
  id: string;
}

async function findPairs(tx: Tx, run: Intake, patients: readonly PatientData[]): Promise<Pair[]> {
  const tokens = patients.flatMap((patient, n) => tokensOf(patient).map((token) => ({ n, token })));
  return tx.query<Pair>(
    `select n, id
       from (select distinct ($2::int[])[s.place] as n, s.record_id as id
               from records_alike('patients', $3::json, ${mostPerToken}) s) pairs
      where (select l.id from sync_links l where l.record_id = pairs.id and l.integration_id = $1 limit 1) is null`,
    [run.integrationId, tokens.map(({ n }) => n), tokensForKeys(tokens.map(({ token }) => token))],
  );
}

async function readPatients(tx: Tx, ids: readonly string[]): Promise<Map<string, PatientData>> {
  const rows = await tx.query<{ id: string; data: unknown }>(
    "select id, data from entity_records where id = any($1::uuid[]) and deleted_at is null",
    [ids],
  );
  return new Map(rows.map(({ id, data }) => [id, patientSchema.parse(data)]));
}

/** For each patient, in their order, those who may be the same person: the likeliest first. */
export async function findCandidates(
  tx: Tx,
  run: Intake,
  patients: readonly PatientData[],
): Promise<readonly (readonly Found[])[]> {
  if (await knowsEveryone(tx, run)) return patients.map(() => []);
  const pairs = await findPairs(tx, run, patients);
  const others = await readPatients(tx, [...new Set(pairs.map(({ id }) => id))]);
  const byPatient = Map.groupBy(pairs, ({ n }) => n);
  return patients.map((patient, n) =>
    (byPatient.get(n) ?? [])
      .flatMap(({ id: recordId }): Found[] => {
        const other = others.get(recordId);
        return other ? [{ recordId, ...compareTwo(patient, other) }] : [];
      })
      .filter(({ verdict }) => verdict !== "none")
      .sort((a, b) => b.score - a.score || (a.recordId < b.recordId ? -1 : 1))
      .slice(0, mostCandidates),
  );
}
