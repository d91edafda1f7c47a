/** Records as they were at one of their versions. */
import type { Tx } from "@/lib/platform/db";
import { changesBetween } from "./changes";

/** Something that happened to a record; null for what has no version. */
interface Happened {
  readonly type: string;
  readonly recordId: string;
  readonly version?: number | null;
}

interface VersionRow {
  /** The place of the event in the list, from 1. */
  n: number;
  version: number;
  data: Record<string, unknown>;
}

/** Of each event the version that it names and the one before, as far as they are there. */
function readVersions(tx: Tx, events: readonly Happened[]): Promise<VersionRow[]> {
  return tx.query<VersionRow>(
    `select e.n::int, v.version, v.data
       from unnest($1::uuid[], $2::int[]) with ordinality as e(record_id, version, n)
      cross join lateral (
        (select version, data from entity_records
          where id = e.record_id and version between e.version - 1 and e.version limit 1)
        union all
        (select version, data from entity_versions
          where record_id = e.record_id and version between e.version - 1 and e.version limit 2)) v`,
    [events.map(({ recordId }) => recordId), events.map(({ version }) => version)],
  );
}

/** What others are told of a record besides its id. */
export interface ToldOfRecord {
  /** Of an update: the paths that changed. */
  readonly change?: readonly string[];
  readonly record?: Readonly<Record<string, unknown>>;
}

function toldOf({ type, version }: Happened, rows: readonly VersionRow[], isFull: boolean): ToldOfRecord {
  const wanted = rows.find((row) => row.version === version);
  const before = rows.find((row) => row.version !== version);
  if (!wanted) return {};
  const changes = before ? changesBetween(before.data, wanted.data) : [];
  return {
    ...(type.endsWith(".updated") && { change: changes.map(({ path }) => path) }),
    ...(isFull && { record: wanted.data }),
  };
}

/** What events tell of their records, as they were then, in the order of the events; `isFull` adds the record. */
export async function toldOfRecords(
  tx: Tx,
  events: readonly Happened[],
  isFull: boolean,
): Promise<ToldOfRecord[]> {
  const tells = ({ type, version }: Happened) =>
    typeof version === "number" && (isFull || type.endsWith(".updated"));
  if (!events.some(tells)) return events.map(() => ({}));
  const versions = Map.groupBy(await readVersions(tx, events), ({ n }) => n);
  return events.map((event, index) =>
    tells(event) ? toldOf(event, versions.get(index + 1) ?? [], isFull) : {},
  );
}
