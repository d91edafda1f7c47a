/** How an export stands, for who asked for it. */
import { recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { bulkErrors } from "./errors";
import { type ExportRow, findExport } from "./export-store";
import { linksEndAt, linkTo } from "./links";

const pollSeconds = 5;

/** Throws `export_unknown` for what is cancelled, swept, or somebody else's. */
async function requireOwn(tx: Tx, actor: Actor, id: string): Promise<ExportRow> {
  const row = idSchema.safeParse(id).success ? await findExport(tx, id) : undefined;
  const isOwn = row && row.requested_by.kind === actor.kind && row.requested_by.id === actor.id;
  const isOver = row?.expires_at && row.expires_at < now();
  if (!row || !isOwn || isOver || row.state === "cancelled") throw bulkErrors.export_unknown();
  return row;
}

interface FileRow {
  file: number;
  kind: "output" | "deleted" | "error";
  type: string;
  lines: number;
}

async function manifestOf(row: ExportRow, files: readonly FileRow[]): Promise<object> {
  const place = { exportId: row.id, organizationId: row.organization_id };
  const linked = await Promise.all(
    files.map(async ({ file, kind, type, lines }) => ({
      kind,
      entry: { type, url: await linkTo({ ...place, file }), count: lines },
    })),
  );
  const of = (wanted: string) => linked.filter(({ kind }) => kind === wanted).map(({ entry }) => entry);
  return {
    transactionTime: row.transaction_time.toISOString(),
    request: row.request_url,
    requiresAccessToken: false,
    output: of("output"),
    deleted: of("deleted"),
    error: of("error"),
  };
}

function running({ done, total }: ExportRow): Response {
  const percent = Math.min(99, Math.floor((100 * Number(done)) / Math.max(1, Number(total))));
  return new Response(null, {
    status: 202,
    headers: { "x-progress": `${percent}%`, "retry-after": String(pollSeconds) },
  });
}

/** 202 while it is written, then its files. Throws `export_unknown`, `export_failed`. */
export async function exportStatus(actor: Actor, id: string): Promise<Response> {
  const { row, files } = await withOrganization(actor, async (tx) => ({
    row: await requireOwn(tx, actor, id),
    files: await tx.query<FileRow>(
      `select file, kind, type, sum(lines)::int as lines from fhir_export_chunks
        where export_id = $1 group by file, kind, type order by file`,
      [idSchema.safeParse(id).data ?? null],
    ),
  }));
  if (row.state === "failed") throw bulkErrors.export_failed({ internal: { exportId: id } });
  if (row.state === "running") return running(row);
  return new Response(JSON.stringify(await manifestOf(row, files)), {
    status: 200,
    headers: { "content-type": "application/json", expires: linksEndAt().toUTCString() },
  });
}

/** What is written of it is deleted soon. Throws `export_unknown`. */
export async function cancelExport(actor: Actor, id: string): Promise<void> {
  await withOrganization(actor, async (tx) => {
    await requireOwn(tx, actor, id);
    await tx.execute(
      "update fhir_exports set state = 'cancelled', finished_at = coalesce(finished_at, $2) where id = $1",
      [id, now()],
    );
    await recordAudit(tx, actor, { action: "fhir_export.cancelled", entity: "fhir_export", recordId: id });
  });
}
