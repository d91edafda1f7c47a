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

function release(bytes: number): void {
  const disk = usage();
  disk.bytes -= bytes;
  disk.freed.resolve();
  disk.freed = Promise.withResolvers();
}

class Download {
  private pieces: Piece[] = [];
  private isWhole = false;
  private failure: unknown;
  private isAbandoned = false;
  private changed = Promise.withResolvers<void>();
  private idleTimer?: NodeJS.Timeout;

  constructor(
    private readonly folder: SpoolFolder,
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
    usage().freed.resolve();
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
    while (!this.isAbandoned && usage().bytes >= env().SPOOL_MAX_BYTES) await usage().freed.promise;
  }

  /** Fetches the file; lines before `fromLine` were committed long ago and are let go. */
  async fetch(open: SpooledFile["open"], fromLine: number): Promise<void> {
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
    const [first] = this.pieces;
    return this.failure === undefined && (first === undefined ? !this.isWhole : first.firstLine <= line);
  }

  private async pieceAt(line: number): Promise<Piece | undefined> {
    for (;;) {
      this.stayAwake();
      const piece = this.pieces.find(({ firstLine, lines }) => line < firstLine + lines);
      if (piece) return piece;
      if (this.failure !== undefined) throw this.failure;
      if (this.isWhole || this.isAbandoned) return undefined;
      await this.changed.promise;
    }
  }

  private async drop(piece: Piece): Promise<void> {
    this.pieces = this.pieces.filter((other) => other !== piece);
    await this.folder.drop(piece);
    release(piece.bytes);
  }

  /** Reads on from a line. A piece goes away when the reader comes back for the next one. */
  async *read(fromLine: number): AsyncGenerator<SpooledLines> {
    let line = fromLine;
    for (let piece = await this.pieceAt(line); piece; piece = await this.pieceAt(line)) {
      yield { firstLine: piece.firstLine, bytes: await this.folder.read(piece) };
      line = piece.firstLine + piece.lines;
      await this.drop(piece);
    }
    clearTimeout(this.idleTimer);
    this.onGone();
    await this.folder.remove();
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

/** Each process writes folders of its own; it may read a whole one of another. */
function processToken(): string {
  return shared("spool.process", () => randomToken(6));
}

async function openDownload(file: SpooledFile, fromLine: number): Promise<Download> {
  const downloads = shared("spool.downloads", () => new Map<string, Download>());
  const root = env().SPOOL_DIR;
  const identity = [file.integrationId, file.exportId, String(file.file)];
  const name = sha256(JSON.stringify(identity)).toString("hex").slice(0, 32);
  const running = downloads.get(name);
  if (running?.covers(fromLine)) return running;
  await running?.end();
  await sweep(root);
  const vault = await openVault(file.organizationId, "spool");
  const start = (path: string) => {
    const download: Download = new Download(new SpoolFolder(path, vault, identity), () => {
      if (downloads.get(name) === download) downloads.delete(name);
    });
    downloads.set(name, download);
    return download;
  };
  for (const left of (await readdir(root).catch((): string[] => [])).filter((entry) =>
    entry.startsWith(`${name}.`),
  )) {
    const path = join(root, left);
    const pieces = await new SpoolFolder(path, vault, identity).completeFrom(fromLine);
    if (pieces) return start(path).adopt(pieces);
  }
  const download = start(join(root, `${name}.${processToken()}`));
  void download.fetch(file.open, fromLine);
  return download;
}

/**
 * The lines of a vendor's file from `fromLine` on, counted from 0; the first batch may begin before it.
 * Throws what the download throws, once the lines that did arrive are read.
 */
export async function* spooledLines(file: SpooledFile, fromLine: number): AsyncGenerator<SpooledLines> {
  const download = await openDownload(file, fromLine);
  yield* download.read(fromLine);
}
