/** A record as it was at one of its versions. */
import type { Tx } from "@/lib/platform/db";
import { changesBetween } from "./changes";

interface VersionRow {
  version: number;
  data: Record<string, unknown>;
}

interface RecordVersion {
  readonly data: Readonly<Record<string, unknown>>;
  /** Paths that differ from the version before; empty for the first. */
  readonly changedPaths: readonly string[];
}

/** Undefined when there is no such version. */
async function readVersion(tx: Tx, recordId: string, version: number): Promise<RecordVersion | undefined> {
  const rows = await tx.query<VersionRow>(
    `select version, data from entity_records where id = $1 and version = any($2::int[])
      union all
     select version, data from entity_versions where record_id = $1 and version = any($2::int[])`,
    [recordId, [version - 1, version]],
  );
  const wanted = rows.find((row) => row.version === version);
  const before = rows.find((row) => row.version === version - 1);
  if (!wanted) return undefined;
  const changes = before ? changesBetween(before.data, wanted.data) : [];
  return { data: wanted.data, changedPaths: changes.map((change) => change.path) };
}

/** What others are told of a record besides its id. */
export interface ToldOfRecord {
  /** Of an update: the paths that changed. */
  readonly change?: readonly string[];
  readonly record?: Readonly<Record<string, unknown>>;
}

/** What an event tells of its record, as it was then; `isFull` adds the record. */
export async function toldOfRecord(
  tx: Tx,
  event: { readonly type: string; readonly recordId: string; readonly version: number },
  isFull: boolean,
): Promise<ToldOfRecord> {
  const isUpdate = event.type.endsWith(".updated");
  const version = isUpdate || isFull ? await readVersion(tx, event.recordId, event.version) : undefined;
  if (!version) return {};
  return { ...(isUpdate && { change: version.changedPaths }), ...(isFull && { record: version.data }) };
}
