/**
 * One file of a vendor's export on our disk: sealed pieces of whole lines, one file each, named by the lines
 * they hold. A piece appears whole or not at all; the file `end` says that the last one is there.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { Vault } from "@/lib/platform/crypto";
import type { LineBatch } from "./ndjson";

export interface Piece {
  readonly firstLine: number;
  readonly lines: number;
  readonly bytes: number;
}

const pieceName = /^(\d+)-(\d+)-(\d+)\.sealed$/;

function nameOf({ firstLine, lines, bytes }: Piece): string {
  return `${firstLine}-${lines}-${bytes}.sealed`;
}

export class SpoolFolder {
  constructor(
    readonly path: string,
    private readonly vault: Vault,
    /** Names the export and its file: a piece opens nowhere else. */
    private readonly identity: readonly string[],
  ) {}

  private partsOf(firstLine: number): string[] {
    return ["spool", ...this.identity, String(firstLine)];
  }

  create(): Promise<unknown> {
    return mkdir(this.path, { recursive: true, mode: 0o700 });
  }

  async write(firstLine: number, batch: LineBatch): Promise<Piece> {
    const sealed = this.vault.seal(zstdCompressSync(batch.bytes), this.partsOf(firstLine));
    const piece = { firstLine, lines: batch.lines, bytes: sealed.length };
    const arriving = join(this.path, "arriving");
    await writeFile(arriving, sealed, { mode: 0o600 });
    await rename(arriving, join(this.path, nameOf(piece)));
    return piece;
  }

  async read(piece: Piece): Promise<Buffer> {
    const sealed = await readFile(join(this.path, nameOf(piece)));
    return zstdDecompressSync(this.vault.open(sealed, this.partsOf(piece.firstLine)));
  }

  drop(piece: Piece): Promise<void> {
    return rm(join(this.path, nameOf(piece)), { force: true });
  }

  finish(): Promise<void> {
    return writeFile(join(this.path, "end"), "");
  }

  /** The mark goes first: what a crash in between leaves must not pass for a whole file. */
  async remove(): Promise<void> {
    await rm(join(this.path, "end"), { force: true });
    await rm(this.path, { recursive: true, force: true, maxRetries: 3 });
  }

  /** The pieces in order, when all of the file from `fromLine` on is here; else undefined. */
  async completeFrom(fromLine: number): Promise<Piece[] | undefined> {
    const names = await readdir(this.path).catch((): string[] => []);
    if (!names.includes("end")) return undefined;
    const pieces = names
      .flatMap((name) => {
        const [, firstLine, lines, bytes] = pieceName.exec(name) ?? [];
        return bytes ? [{ firstLine: Number(firstLine), lines: Number(lines), bytes: Number(bytes) }] : [];
      })
      .sort((a, b) => a.firstLine - b.firstLine);
    const first = pieces[0]?.firstLine;
    return first === undefined || first > fromLine ? undefined : pieces;
  }
}
