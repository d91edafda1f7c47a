import { recordAudit } from "@/lib/audit";
import { type Actor, actorRef } from "@/lib/auth";
import { baseUrl, grantsOf, readJson } from "@/lib/fhir/server";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { enqueue, nudge } from "@/lib/queue";
import { bulkErrors } from "./errors";
import { queryOf, readExportRequest } from "./export-request";
import { assertGroup } from "./groups";
import { writeExport } from "./jobs";

/** An organization's exports are written one after the other; more than this many would wait for long. */
const mostAtWork = 10;

async function assertFew(tx: Tx): Promise<void> {
  const row = await tx.one<{ count: number }>(
    "select count(*)::int as count from fhir_exports where state = 'running'",
  );
  if ((row?.count ?? 0) < mostAtWork) return;
  throw bulkErrors.exports_too_many({ detail: "Wait until one has ended.", retryAfterMs: 60_000 });
}

const insertExport = `
  insert into fhir_exports (id, organization_id, requested_by, clinic_ids, request_url, entities, group_id, since,
                            transaction_time, created_at, total)
  select $1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9, $9,
         coalesce((select sum(total) from entity_counts where entity = any($6)), 0)`;

/**
 * Begins an export of all that the actor may read, or of the patients of a group with what belongs to them; answers the
 * address where to ask how it stands. Throws `export_request_invalid`, `group_unknown`, `exports_too_many`.
 */
export async function startExport(actor: Actor, request: Request, groupId: string | null): Promise<string> {
  const { pathname, search, searchParams } = new URL(request.url);
  const query = request.method === "POST" ? queryOf((await readJson(request)).body) : searchParams;
  const prefer = request.headers.get("prefer") ?? "";
  const { entities, since } = readExportRequest({ query, prefer, grants: grantsOf(actor) });
  const id = newId();
  const { organizationId, clinicIds = null } = actor;
  const address = baseUrl() + pathname.slice(pathname.indexOf("/R4") + "/R4".length) + search;
  await withOrganization(actor, async (tx) => {
    if (groupId !== null) await assertGroup(tx, groupId);
    await assertFew(tx);
    const who = JSON.stringify(actorRef(actor));
    await tx.execute(insertExport, [
      id,
      organizationId,
      who,
      clinicIds,
      address,
      entities,
      groupId,
      since,
      now(),
    ]);
    await enqueue(tx, writeExport, { exportId: id, organizationId }, { organizationId });
    const target = { entities, group: groupId, since: since?.toISOString() ?? null };
    await recordAudit(tx, actor, {
      action: "fhir_export.started",
      entity: "fhir_export",
      recordId: id,
      target,
    });
  });
  nudge();
  return `${baseUrl()}/$export-status/${id}`;
}
