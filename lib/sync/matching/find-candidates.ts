/** Looks for the patients of the organization whom the integration does not know and who may be the pulled ones. */
import type { Tx } from "@/lib/platform/db";
import { type SearchToken, searchEntryOf, tokensForKeys } from "@/lib/records";
import { type PatientData, patientSchema } from "@/lib/records/schema";
import type { SyncRun } from "../run/sync-run";
import { trustedIdentifiers } from "./compare-facts";
import { compareTwo, type Likeness } from "./weigh";

/** A patient of ours who may be the pulled one. */
export interface Found extends Likeness {
  readonly recordId: string;
}

/** Per key no more are looked at: what so many share tells nobody apart. */
const mostPerKey = 50;
/** How many a person is asked to choose from. */
const mostCandidates = 10;

/** By slice of a job, as each has a run of its own: whether there is anybody to be found. */
const strangersOf = new WeakMap<SyncRun, boolean>();

/** True when another integration has brought patients: they may arrive at any moment. */
async function isOneOfMany(tx: Tx, { integrationId }: SyncRun): Promise<boolean> {
  const row = await tx.one<{ found: boolean }>(
    `select exists (select 1 from integrations i where i.id <> $1
        and exists (select 1 from sync_links l where l.integration_id = i.id and l.entity = 'patients')) as found`,
    [integrationId],
  );
  return row?.found ?? false;
}

/**
 * True when the organization has a patient whom the integration does not know. To know that there is none means to
 * look at all of them, so it is asked once a slice: a patient made by hand meanwhile is found from the next slice on.
 */
async function hasStrangers(tx: Tx, run: SyncRun): Promise<boolean> {
  const known = strangersOf.get(run);
  if (known !== undefined) return known;
  const row = await tx.one<{ found: boolean }>(
    `select exists (select 1 from entity_records r
       where r.organization_id = $2 and r.entity = 'patients' and r.deleted_at is null
         and not exists (select 1 from sync_links l where l.record_id = r.id and l.integration_id = $1)) as found`,
    [run.integrationId, run.organizationId],
  );
  const found = row?.found ?? false;
  strangersOf.set(run, found);
  return found;
}

/**
 * The keys by which a patient may be found, each a set of tokens that a candidate has all of: an identifier; the birth
 * date with a part of the name, wherever it stands there; a phone number or e-mail address with the given name.
 */
function keysOf(patient: PatientData): string[] {
  const { tokens } = searchEntryOf("patients", patient);
  const of = (...parameters: string[]) => tokens.filter(({ parameter }) => parameters.includes(parameter));
  const pairs = (left: readonly SearchToken[], right: readonly SearchToken[]) =>
    left.flatMap((one) => right.map((other) => [one, other]));
  const identifiers = trustedIdentifiers(patient).map(({ system, value }) => `${system}|${value}`);
  return [
    ...of("identifier")
      .filter(({ value }) => identifiers.includes(value))
      .map((token) => [token]),
    ...pairs(of("birthdate"), of("name")),
    ...pairs(of("phone", "email"), of("given")),
  ].map(tokensForKeys);
}

interface Pair {
  n: number;
  id: string;
}

async function findPairs(tx: Tx, run: SyncRun, patients: readonly PatientData[]): Promise<Pair[]> {
  const keys = patients.flatMap((patient, n) => keysOf(patient).map((tokens) => ({ n, tokens })));
  return tx.query<Pair>(
    `select distinct k.n, s.id
       from unnest($2::int[], $3::text[]) as k(n, tokens), records_with_tokens('patients', k.tokens::json, ${mostPerKey}) as s(id)
      where not exists (select 1 from sync_links l where l.record_id = s.id and l.integration_id = $1)`,
    [run.integrationId, keys.map(({ n }) => n), keys.map(({ tokens }) => tokens)],
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
  run: SyncRun,
  patients: readonly PatientData[],
): Promise<readonly (readonly Found[])[]> {
  if (!((await isOneOfMany(tx, run)) || (await hasStrangers(tx, run)))) return patients.map(() => []);
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
