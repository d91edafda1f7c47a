/** A file of an export: unsealed chunk by chunk, as fast as the client reads. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import { systemActor } from "@/lib/auth";
import { streamOf } from "@/lib/http/stream-text";
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { withOrganization } from "@/lib/platform/db";
import { sealParts } from "./chunks";
import { bulkErrors } from "./errors";
import { findExport } from "./export-store";
import { type FilePlace, readLink } from "./links";

async function requireFile({ exportId, organizationId, file }: FilePlace): Promise<number> {
  await prepareAudit(organizationId);
  return withOrganization({ organizationId }, async (tx) => {
    const row = await findExport(tx, exportId);
    const isThere = row?.state === "completed" && row.expires_at !== null && row.expires_at > now();
    const found = await tx.one<{ lines: number | null }>(
      "select sum(lines)::int as lines from fhir_export_chunks where export_id = $1 and file = $2",
      [exportId, file],
    );
    if (!row || !isThere || !found?.lines) throw bulkErrors.export_unknown();
    const actor = systemActor(organizationId, row.requested_by);
    const target = { file, lines: found.lines };
    await recordAudit(tx, actor, {
      action: "fhir_export.read",
      entity: "fhir_export",
      recordId: exportId,
      target,
    });
    return found.lines;
  });
}

async function* linesOf(
  { exportId, organizationId, file }: FilePlace,
  lines: number,
): AsyncGenerator<string, void> {
  const vault = await openVault(organizationId, "resources");
  let part = -1;
  for (let left = lines; left > 0; ) {
    const chunk = await withOrganization({ organizationId }, (tx) =>
      tx.one<{ part: number; lines: number; body: Buffer }>(
        `select part, lines, body from fhir_export_chunks
          where export_id = $1 and file = $2 and part > $3 order by part limit 1`,
        [exportId, file, part],
      ),
    );
    // Cancelled meanwhile: no stump passes for the whole.
    if (!chunk) throw new Error("The file ended before its last line");
    part = chunk.part;
    left -= chunk.lines;
    yield vault.openText(chunk.body, sealParts(exportId, file, part));
  }
}

/** The file that a link's token leads to. Throws `export_link_invalid`, `export_link_ended`, `export_unknown`. */
export async function downloadFile(token: string): Promise<Response> {
  const place = await readLink(token);
  const lines = await requireFile(place);
  return new Response(streamOf(linesOf(place, lines)), {
    headers: { "content-type": "application/fhir+ndjson" },
  });
}
