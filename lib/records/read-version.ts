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
export async function readVersion(
  tx: Tx,
  recordId: string,
  version: number,
): Promise<RecordVersion | undefined> {
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
