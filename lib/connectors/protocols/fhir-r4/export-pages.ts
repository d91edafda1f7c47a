/** The pages of a finished export: its files, line by line, in an order in which references resolve. */
import { hash } from "node:crypto";
import { z } from "zod";
import type { Entity, ItemError, PullPage } from "@/lib/connectors/contract";
import type { BulkFile, BulkManifest } from "./bulk";
import { PageDraft, remoteItem, type TypedEntity } from "./items";
import { linesIn, parseJsonLine, parseResourceLine, probableId } from "./ndjson";
import { issuesOf } from "./refusal";
import type { FhirServer } from "./server";
import { discard, letGo, type SpooledFile, spooledLines } from "./spool";

export interface ExportSource {
  readonly organizationId: string;
  readonly integrationId: string;
  readonly server: FhirServer;
  readonly types: readonly TypedEntity[];
}

/** Where the reading of an export stands. */
export interface ExportPlace {
  readonly file: number;
  readonly line: number;
}

interface Line {
  readonly bytes: Buffer;
  readonly number: number;
  readonly hash: Buffer;
}

interface PlannedFile {
  readonly url: string;
  /** Takes one line into the page. */
  readonly take: (draft: PageDraft, line: Buffer, number: number) => void;
}

const deletions = z.looseObject({
  entry: z
    .array(z.looseObject({ request: z.looseObject({ method: z.string(), url: z.string() }) }))
    .default([]),
});

function lineError(entity: Entity, number: number): ItemError {
  return {
    entity,
    stage: "parse",
    code: "line_unreadable",
    title: "A line of the export holds no resource",
    detail: `Line ${number + 1} of a file is damaged, too long or of another type. The lines around it were read.`,
    owner: "vendor",
    retryable: false,
  };
}

function readLine({ entity, type }: TypedEntity, draft: PageDraft, line: Line): void {
  const found = parseResourceLine(line.bytes);
  if (found?.resource.resourceType !== type) draft.addError(lineError(entity, line.number));
  else draft.add({ ...remoteItem(entity, found), lineHash: line.hash });
}

function takeResource(typed: TypedEntity, mayLeaveUnread: boolean): PlannedFile["take"] {
  return (draft, bytes, number) => {
    const line = { bytes, number, hash: hash("sha256", bytes, "buffer") };
    const remoteId = mayLeaveUnread ? probableId(bytes) : undefined;
    if (remoteId === undefined) {
      readLine(typed, draft, line);
      return;
    }
    const read = () => {
      const alone = new PageDraft();
      readLine(typed, alone, line);
      return alone.take();
    };
    draft.addUnread({ entity: typed.entity, remoteId, lineHash: line.hash, read }, bytes.length);
  };
}

/** A transaction bundle per line, whose entries delete (Bulk Data IG, «deleted»). */
function takeDeletions(types: readonly TypedEntity[]): PlannedFile["take"] {
  return (draft, line) => {
    const parsed = deletions.safeParse(parseJsonLine(line)?.value);
    for (const { request } of parsed.data?.entry ?? []) {
      const [type, id] = request.url.split("/");
      const known = types.find((typed) => typed.type === type);
      if (request.method === "DELETE" && known && id) draft.addDeleted(known.entity, id);
    }
  };
}

/** An OperationOutcome per line; remarks are none of our errors. */
function takeOutcome(entity: Entity): PlannedFile["take"] {
  return (draft, line) => {
    const issues = issuesOf(parseJsonLine(line)?.value);
    if (!issues.some(({ severity }) => severity === "error" || severity === "fatal")) return;
    draft.addError({
      entity,
      stage: "fetch",
      code: "export_incomplete",
      title: "The EHR could not export everything",
      detail: "It reports an error of its own beside the exported files.",
      owner: "vendor",
      retryable: true,
    });
  };
}

function planned(files: readonly BulkFile[], take: PlannedFile["take"]): PlannedFile[] {
  return files.map(({ url }) => ({ url, take }));
}

function planOf(
  manifest: BulkManifest,
  types: readonly TypedEntity[],
  mayLeaveUnread: boolean,
): PlannedFile[] {
  const [first] = types;
  return [
    ...(first ? planned(manifest.error, takeOutcome(first.entity)) : []),
    ...types.flatMap((typed) =>
      planned(
        manifest.output.filter(({ type }) => type === typed.type),
        takeResource(typed, mayLeaveUnread),
      ),
    ),
    ...planned(manifest.deleted, takeDeletions(types)),
  ];
}

/** How many resources the export holds, when the server counted all its files. */
export function exportTotal(manifest: BulkManifest, types: readonly TypedEntity[]): number | undefined {
  const files = manifest.output.filter(({ type }) => types.some((typed) => typed.type === type));
  let total = 0;
  for (const { count } of files) {
    if (count === undefined) return undefined;
    total += count;
  }
  return total;
}

/** What is read of the export's files, which stay on disk until the engine has kept what was in them. */
class OpenFiles {
  private readonly files = new Map<number, SpooledFile>();

  lines(file: SpooledFile, fromLine: number, next: SpooledFile | undefined) {
    this.files.set(file.file, file);
    return spooledLines(file, fromLine, next);
  }

  /** Lets go of everything before a place. */
  async settle(place: ExportPlace): Promise<void> {
    for (const [index, file] of this.files) {
      if (index === place.file) await letGo(file, place.line);
      if (index >= place.file) continue;
      await discard(file);
      this.files.delete(index);
    }
  }
}

/** How much a page holds, and up to where all is kept: both read anew for each page. */
export interface ExportReading {
  readonly mayLeaveUnread: boolean;
  readonly pageSize: number;
  readonly settled: ExportPlace | undefined;
}

/**
 * Reads an export from `place` on. Each page says where the next begins; the last one has no place, and who asks for
 * one more has kept it.
 */
export async function* exportPages(
  source: ExportSource,
  manifest: BulkManifest,
  exportId: string,
  place: ExportPlace,
  reading: ExportReading,
): AsyncGenerator<Omit<PullPage, "cursor"> & { place: ExportPlace | null }> {
  const draft = new PageDraft();
  const plan = planOf(manifest, source.types, reading.mayLeaveUnread);
  const files = new OpenFiles();
  const spooled = plan.map(({ url }, file): SpooledFile => {
    const open = async () => (await source.server.stream(url, manifest.requiresAccessToken)).body;
    return { ...source, exportId, file, open };
  });
  for (const [index, file] of plan.entries()) {
    const lines = spooled[index];
    if (index < place.file || !lines) continue;
    const fromLine = index === place.file ? place.line : 0;
    for await (const batch of files.lines(lines, fromLine, spooled[index + 1])) {
      let number = batch.firstLine;
      for (const line of linesIn(batch.bytes)) {
        if (number >= fromLine && line.length > 0) file.take(draft, line, number);
        number++;
        if (!draft.isFull(reading.pageSize)) continue;
        yield { ...draft.take(), place: { file: index, line: number } };
        if (reading.settled) await files.settle(reading.settled);
        draft.resume();
      }
    }
  }
  yield { ...draft.take(), place: null };
  await files.settle({ file: plan.length, line: 0 });
}
