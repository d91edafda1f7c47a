/** The lines of a step, as the chunks that are kept of it. */
import type { Vault } from "@/lib/platform/crypto";
import { type ResourceRow, renderRecord } from "../server/render";
import { typeOf } from "../server/resource-types";
import type { ExportRow } from "./export-store";

export interface Chunk {
  readonly file: number;
  readonly kind: "output" | "deleted" | "error";
  readonly type: string;
  readonly lines: readonly string[];
}

/** Lines of a file; the next begins another. */
const fileLines = 100_000;

export function sealParts(exportId: string, file: number, part: number): string[] {
  return ["fhir_export_chunks", exportId, String(file), String(part)];
}

/** Which file the step's lines go to, and how many it has after them. */
export function placeOf({ file, file_stage, file_lines, stage }: ExportRow, lines: number) {
  const goesOn = file_stage === stage && file_lines < fileLines;
  return goesOn
    ? { file, file_stage, file_lines: file_lines + lines }
    : { file: file + 1, file_stage: stage, file_lines: lines };
}

function failureOf({ entity, id }: ResourceRow): string {
  const diagnostics = `${typeOf(entity)}/${id} could not be written as FHIR.`;
  return JSON.stringify({
    resourceType: "OperationOutcome",
    issue: [{ severity: "error", code: "exception", diagnostics }],
  });
}

/** What was deleted stands as a transaction that deletes it. */
function deletions(rows: readonly ResourceRow[]): string {
  const entry = rows.map(({ entity, id }) => ({
    request: { method: "DELETE", url: `${typeOf(entity)}/${id}` },
  }));
  return JSON.stringify({ resourceType: "Bundle", type: "transaction", entry });
}

/** What a page's rows are written as. One that cannot be written is told of, and holds up nothing. */
export function chunksOf(
  vault: Vault,
  rows: readonly ResourceRow[],
  file: number,
  isDeleted: boolean,
): Chunk[] {
  const [first] = rows;
  if (!first) return [];
  if (isDeleted) return [{ file, kind: "deleted", type: "Bundle", lines: [deletions(rows)] }];
  const lines: string[] = [];
  const failures: string[] = [];
  for (const row of rows) {
    try {
      lines.push(JSON.stringify(renderRecord(vault, row)));
    } catch {
      failures.push(failureOf(row));
    }
  }
  const chunks: readonly Chunk[] = [
    { file, kind: "output", type: typeOf(first.entity), lines },
    { file: 0, kind: "error", type: "OperationOutcome", lines: failures },
  ];
  return chunks.filter((chunk) => chunk.lines.length > 0);
}
