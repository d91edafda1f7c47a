/**
 * Writes an export in steps of a page. A page and the place after it are kept in one transaction, so that a crash
 * repeats a page and keeps none twice; the lines are sealed, and never more than a page of them is in memory.
 */

import { now, nowMs } from "@/lib/platform/clock";
import type { Vault } from "@/lib/platform/crypto";
import { openVault } from "@/lib/platform/crypto";
import { type Scope, type Tx, withOrganization } from "@/lib/platform/db";
import { handle, type JobContext, type SliceOutcome } from "@/lib/queue";
import { type Chunk, chunksOf, placeOf, sealParts } from "../chunks";
import { type ExportRow, findExport, stageOf } from "../export-store";
import { writeExport } from "../jobs";
import { type ExportPage, readPage } from "../read-page";

/** How long a file can be fetched after the export has ended. */
const keptMs = 24 * 3_600_000;

/** What was under way when the export was asked for ends within moments. */
const settleMs = 250;

type Context = JobContext<{ exportId: string; organizationId: string }>;

function scopeOf({ organization_id: organizationId, clinic_ids: clinicIds }: ExportRow): Scope {
  return { organizationId, clinicIds };
}

async function insertChunks(tx: Tx, vault: Vault, row: ExportRow, chunks: readonly Chunk[]): Promise<void> {
  for (const { file, kind, type, lines } of chunks) {
    const body = vault.sealText(`${lines.join("\n")}\n`, sealParts(row.id, file, row.step));
    await tx.execute(
      `insert into fhir_export_chunks (export_id, file, part, organization_id, kind, type, lines, body)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [row.id, file, row.step, row.organization_id, kind, type, lines.length, body],
    );
  }
}

/** Keeps a step, unless the export was cancelled meanwhile or another worker is further. */
function keepStep(
  context: Context,
  vault: Vault,
  row: ExportRow,
  page: ExportPage,
  isDeleted: boolean,
): Promise<void> {
  const place = placeOf(row, isDeleted ? 1 : page.rows.length);
  const chunks = chunksOf(vault, page.rows, place.file, isDeleted);
  const { file, file_stage, file_lines } = chunks.length > 0 ? place : row;
  const isLast = page.last === null;
  return withOrganization(scopeOf(row), async (tx) => {
    await context.advance(tx);
    const kept = await tx.execute(
      `update fhir_exports
          set step = step + 1, stage = $3, after = $4, file = $5, file_stage = $6, file_lines = $7, done = done + $8
        where id = $1 and step = $2 and state = 'running'`,
      [
        row.id,
        row.step,
        isLast ? row.stage + 1 : row.stage,
        page.last,
        file,
        file_stage,
        file_lines,
        isDeleted ? 0 : page.seen,
      ],
    );
    if (kept === 1) await insertChunks(tx, vault, row, chunks);
  });
}

function finish(context: Context, row: ExportRow): Promise<void> {
  return withOrganization(scopeOf(row), async (tx) => {
    await context.complete(tx);
    await tx.execute(
      `update fhir_exports set state = 'completed', finished_at = $2, expires_at = $3
        where id = $1 and state = 'running'`,
      [row.id, now(), new Date(nowMs() + keptMs)],
    );
  });
}

async function write(context: Context): Promise<SliceOutcome | undefined> {
  const { exportId, organizationId } = context.payload;
  const vault = await openVault(organizationId, "resources");
  while (!context.signal.aborted && nowMs() < context.sliceEndsAt) {
    const row = await withOrganization({ organizationId }, (tx) => findExport(tx, exportId));
    if (row?.state !== "running") return undefined;
    if (!row.is_settled) return { again: true, delayMs: settleMs };
    const stage = stageOf(row);
    if (!stage) {
      await finish(context, row);
      return undefined;
    }
    const page = await withOrganization(scopeOf(row), (tx) => readPage(tx, row, stage));
    await keepStep(context, vault, row, page, stage.kind === "deleted");
  }
  return { again: true };
}

/** Tells who asks that the export failed. */
function markFailed(context: Context): Promise<void> {
  const { exportId, organizationId } = context.payload;
  return withOrganization({ organizationId }, async (tx) => {
    await context.fence(tx);
    await tx.execute(
      "update fhir_exports set state = 'failed', finished_at = $2 where id = $1 and state = 'running'",
      [exportId, now()],
    );
  });
}

export const writeExportHandler = handle(writeExport, write, { onDead: markFailed });
