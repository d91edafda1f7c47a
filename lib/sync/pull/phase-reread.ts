/** Reads again what failed in an earlier job, one resource at a time. */
import type { Entity } from "@/lib/connectors/contract";
import { withOrganization } from "@/lib/platform/db";
import { mapPage } from "../commit/map-page";
import type { PhaseEnd, Slice } from "../slice";
import { reread } from "./reread";

const batch = 50;

/** The failed records of job `of`, in batches; each that can be read now is committed like any other. */
export async function rereadFailed(slice: Slice, of: string, after: string | null): Promise<PhaseEnd> {
  let last = after;
  for (;;) {
    const rows = await withOrganization(slice.run, (tx) =>
      tx.query<{ id: string; entity: Entity; remote_id: string }>(
        `select id, entity, remote_id from sync_errors
          where job_id = $1 and remote_id is not null and ($2::uuid is null or id > $2) order by id limit ${batch}`,
        [of, last],
      ),
    );
    const started = performance.now();
    const wanted = rows.map((row) => ({ entity: row.entity, remoteId: row.remote_id }));
    const answers = await reread(slice.connector, slice.context, wanted);
    const fetchMs = performance.now() - started;
    const mapped = await mapPage(
      slice.connector,
      [...answers.found, ...answers.merged.map((merge) => merge.into)],
      slice.mappings,
    );
    last = rows.at(-1)?.id ?? last;
    const isLast = rows.length < batch;
    const end = await slice.commit({
      items: mapped.items,
      errors: [...answers.errors, ...mapped.errors],
      warnings: mapped.warnings,
      deleted: [...answers.deleted, ...answers.merged],
      cursor: isLast ? { phase: "delete", approved: null } : { phase: "reread", of, after: last },
      fetchMs,
      mapMs: performance.now() - started - fetchMs,
    });
    if (isLast) return end?.kind === "stop" ? end : { kind: "next" };
    if (end) return end;
  }
}
