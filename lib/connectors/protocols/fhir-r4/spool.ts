/**
 * Takes a vendor's file as fast as it comes and keeps it, sealed, until it is read: a slow database never times
 * out the download. The download goes on between the slices of a job; a file that is whole outlives its process.
 */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { nowMs } from "@/lib/platform/clock";
import { shared } from "@/lib/platform/container";
import { openVault } from "@/lib/platform/crypto";
import { env } from "@/lib/platform/env";
import { randomToken, sha256 } from "@/lib/platform/ids";
import { spoolErrors } from "./errors";
import { lineBatches } from "./ndjson";
import { type Piece, SpoolFolder } from "./spool-folder";

export interface SpooledFile {
  readonly organizationId: string;
  readonly integrationId: string;
  /** What names the export and its file at the vendor. */
  readonly exportId: string;
  readonly file: number;
  /** Begins the download. */
  readonly open: () => Promise<AsyncIterable<Uint8Array>>;
}

/** Whole lines, and the number of the first. */
export interface SpooledLines {
  readonly firstLine: number;
  readonly bytes: Buffer;
}

/** A download that nobody reads is given up after this time. */
const idleMs = 300_000;
/** What is left of jobs that never came back is swept after this time. */
const abandonedMs = 24 * 3_600_000;

/** All that this process keeps on disk, against SPOOL_MAX_BYTES. */
interface Usage {
  bytes: number;
  freed: PromiseWithResolvers<void>;
}

function usage(): Usage {
  return shared("spool.usage", () => ({ bytes: 0, freed: Promise.withResolvers<void>() }));
}

/** Has every download that waits for room look again. */
function announceRoom(): void {
  const disk = usage();
  disk.freed.resolve();
  // Anew at once: who still has no room would otherwise wait for what has already come, for ever and without a pause.
  disk.freed = Promise.withResolvers();
}

function release(bytes: number): void {
  usage().bytes -= bytes;
  announceRoom();
}

class Download {
  private pieces: Piece[] = [];
  private isWhole = false;
  private failure: unknown;
  private isAbandoned = false;
  /** True while a reader has read all there is: the disk may not keep the next piece from it. */
  private isAwaited = false;
  private changed = Promise.withResolvers<void>();
  private idleTimer?: NodeJS.Timeout;

  constructor(
    private readonly folder: SpoolFolder,
    /** Lines before this one are not here, or not any more. */
    private heldFrom: number,
    private readonly onGone: () => void,
  ) {
    this.stayAwake();
  }

  private announce(): void {
    this.changed.resolve();
    this.changed = Promise.withResolvers();
  }

  private stayAwake(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => void this.abandon(), idleMs).unref();
  }

  private async abandon(): Promise<void> {
    clearTimeout(this.idleTimer);
    this.isAbandoned = true;
    this.onGone();
    release(this.pieces.reduce((sum, piece) => sum + piece.bytes, 0));
    this.announce();
    // A whole file stays for the process that goes on with the job.
    if (!this.isWhole) await this.folder.remove();
  }

  /** Pieces that an earlier process left are all there is. */
  adopt(pieces: Piece[]): this {
    this.pieces = pieces;
    this.isWhole = true;
    usage().bytes += pieces.reduce((sum, piece) => sum + piece.bytes, 0);
    return this;
  }

  private async room(): Promise<void> {
    while (!this.isAbandoned && !this.isAwaited && usage().bytes >= env().SPOOL_MAX_BYTES) {
      await usage().freed.promise;
    }
  }

  /** Fetches the file; lines before those asked for were committed long ago and are let go. */
  async fetch(open: SpooledFile["open"]): Promise<void> {
    const fromLine = this.heldFrom;
    try {
      await this.folder.create();
      let line = 0;
      for await (const batch of lineBatches(await open())) {
        await this.room();
        if (this.isAbandoned) return;
        const firstLine = line;
        line += batch.lines;
        if (line <= fromLine) continue;
        const piece = await this.folder.write(firstLine, batch);
        usage().bytes += piece.bytes;
        this.pieces.push(piece);
        this.announce();
      }
      await this.folder.finish();
      this.isWhole = true;
    } catch (error) {
      this.failure = error;
    }
    this.announce();
  }

  /** True when reading may begin at `line`. */
  covers(line: number): boolean {
    return this.failure === undefined && this.heldFrom <= line;
  }

  private async pieceAt(line: number): Promise<Piece | undefined> {
    for (;;) {
      this.stayAwake();
      if (line < this.heldFrom) throw spoolErrors.spool_read_elsewhere();
      const piece = this.pieces.find(({ firstLine, lines }) => line < firstLine + lines);
      if (piece) return piece;
      if (this.failure !== undefined) throw this.failure;
      if (this.isWhole || this.isAbandoned) return undefined;
      this.isAwaited = true;
      announceRoom();
      await this.changed.promise;
      this.isAwaited = false;
    }
  }

  /** Lets go of the pieces that end before a line: they are not asked for again. */
  async letGo(beforeLine: number): Promise<void> {
    const done = this.pieces.filter((piece) => piece.firstLine + piece.lines <= beforeLine);
    this.pieces = this.pieces.filter((piece) => !done.includes(piece));
    for (const piece of done) {
      this.heldFrom = Math.max(this.heldFrom, piece.firstLine + piece.lines);
      await this.folder.drop(piece);
      release(piece.bytes);
    }
  }

  /** Reads on from a line. */
  async *read(fromLine: number): AsyncGenerator<SpooledLines> {
    let line = fromLine;
    for (let piece = await this.pieceAt(line); piece; piece = await this.pieceAt(line)) {
      yield { firstLine: piece.firstLine, bytes: await this.folder.read(piece) };
      line = piece.firstLine + piece.lines;
    }
  }

  /** Ends the download and removes what it left. */
  async end(): Promise<void> {
    this.isWhole = false;
    await this.abandon();
  }
}

async function sweep(root: string): Promise<void> {
  for (const name of await readdir(root).catch((): string[] => [])) {
    const path = join(root, name);
    const found = await stat(path).catch(() => undefined);
    if (found && found.mtimeMs < nowMs() - abandonedMs) await rm(path, { recursive: true, force: true });
  }
}

function downloads(): Map<string, Download> {
  return shared("spool.downloads", () => new Map());
}

function identityOf(file: SpooledFile): string[] {
  return [file.integrationId, file.exportId, String(file.file)];
}

function nameOf(file: SpooledFile): string {
  return sha256(JSON.stringify(identityOf(file)))
    .toString("hex")
    .slice(0, 32);
}

async function openDownload(file: SpooledFile, fromLine: number): Promise<Download> {
  const root = env().SPOOL_DIR;
  const identity = identityOf(file);
  const name = nameOf(file);
  const running = downloads().get(name);
  if (running?.covers(fromLine)) return running;
  await running?.end();
  await sweep(root);
  const vault = await openVault(file.organizationId, "spool");
  const start = (path: string) => {
    const download: Download = new Download(new SpoolFolder(path, vault, identity), fromLine, () => {
      if (downloads().get(name) === download) downloads().delete(name);
    });
    downloads().set(name, download);
    return download;
  };
  for (const left of (await readdir(root).catch((): string[] => [])).filter((entry) =>
    entry.startsWith(`${name}.`),
  )) {
    const path = join(root, left);
    const pieces = await new SpoolFolder(path, vault, identity).completeFrom(fromLine);
    if (pieces) return start(path).adopt(pieces);
  }
  // Each download writes a folder of its own: one that was given up may still be writing.
  const download = start(join(root, `${name}.${randomToken(6)}`));
  void download.fetch(file.open);
  return download;
}

/**
 * The lines of a vendor's file from `fromLine` on, counted from 0; the first batch may begin before it. They stay on
 * disk until `letGo` or `discard`. Meanwhile `next` is fetched, so that nobody waits for its beginning. Throws what the
 * download throws, once the lines that did arrive are read.
 */
export async function* spooledLines(
  file: SpooledFile,
  fromLine: number,
  next?: SpooledFile,
): AsyncGenerator<SpooledLines> {
  const download = await openDownload(file, fromLine);
  if (next) await openDownload(next, 0);
  yield* download.read(fromLine);
}

/** Lets go of what is kept of a file before a line. */
export async function letGo(file: SpooledFile, beforeLine: number): Promise<void> {
  await downloads().get(nameOf(file))?.letGo(beforeLine);
}

/** Removes all that is kept of a file. */
export async function discard(file: SpooledFile): Promise<void> {
  await downloads().get(nameOf(file))?.end();
}
