import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forget } from "@/lib/platform/container";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { linesIn } from "./ndjson";
import { discard, letGo, type SpooledFile, spooledLines } from "./spool";

const installation = installationForTests();
let organizationId: string;
let folder: string;

beforeAll(async () => {
  organizationId = await installation.addOrganization();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "carelane-spool-"));
  setEnvironment({ SPOOL_DIR: folder, SPOOL_MAX_BYTES: undefined });
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

const lineCount = 3_000;
/** Lines that do not shrink when packed, a few pieces long. */
const text = Array.from({ length: lineCount }, (_, index) => `${index} ${newId().repeat(30)}`).join("\n");

interface Source extends SpooledFile {
  downloads: number;
}

function source(open?: () => AsyncIterable<Uint8Array>): Source {
  const file: Source = {
    organizationId,
    integrationId: newId(),
    exportId: "https://ehr.example.org/export/1",
    file: 0,
    downloads: 0,
    open: async () => {
      file.downloads++;
      return open ? open() : chunks();
    },
  };
  return file;
}

async function* chunks(): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

/** The numbers that stand at the beginning of the lines. */
async function read(file: SpooledFile, fromLine = 0, pieces = Number.POSITIVE_INFINITY): Promise<number[]> {
  const numbers: number[] = [];
  let left = pieces;
  for await (const { firstLine, bytes } of spooledLines(file, fromLine)) {
    let line = firstLine;
    for (const content of linesIn(bytes))
      if (line++ >= fromLine) numbers.push(Number.parseInt(content.toString(), 10));
    if (--left === 0) break;
  }
  return numbers;
}

const range = (from: number, to = lineCount) => Array.from({ length: to - from }, (_, index) => from + index);

/** As a new process finds the disk. */
function forgetProcess(): void {
  forget("spool.downloads");
  forget("spool.usage");
}

async function wholeOnDisk(): Promise<void> {
  await expect
    .poll(() => readdir(folder, { recursive: true }))
    .toContainEqual(expect.stringMatching(/\/end$/));
}

async function piecesOnDisk(): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".sealed"));
}

async function contents(): Promise<Buffer> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => readFile(join(entry.parentPath, entry.name)));
  return Buffer.concat(await Promise.all(files));
}

describe("spooledLines", () => {
  it("gives every line in order, again too, and leaves nothing behind once the file is discarded", async () => {
    const file = source();
    expect(await read(file)).toEqual(range(0));
    expect(await read(file)).toEqual(range(0));
    expect(file.downloads).toBe(1);
    await discard(file);
    expect(await readdir(folder)).toEqual([]);
  });

  it("fetches the next file while one is read", async () => {
    const [file, next] = [source(), { ...source(), file: 1 }];
    const begun = Promise.withResolvers<void>();
    next.open = async () => {
      begun.resolve();
      return chunks();
    };
    for await (const _ of spooledLines(file, 0, next)) await begun.promise;
    expect(await read(next)).toEqual(range(0));
  });

  it("lets go of what lies before a line, and of nothing after it", async () => {
    const file = source();
    const first = await read(file, 0, 1);
    await wholeOnDisk();
    const before = await piecesOnDisk();
    await letGo(file, first.length);
    expect(await piecesOnDisk()).toHaveLength(before.length - 1);
    expect(await read(file, first.length)).toEqual(range(first.length));
    expect(file.downloads).toBe(1);
  });

  it("goes on at a line without a second download", async () => {
    const file = source();
    const first = await read(file, 0, 1);
    expect(first.length).toBeLessThan(lineCount);
    expect(await read(file, first.length - 10)).toEqual(range(first.length - 10));
    expect(file.downloads).toBe(1);
  });

  it("reads what another process fetched whole", async () => {
    const file = source();
    const first = await read(file, 0, 1);
    await wholeOnDisk();
    forgetProcess();
    expect(await read(file, first.length)).toEqual(range(first.length));
    expect(file.downloads).toBe(1);
  });

  it("downloads again and skips when the folder is gone", async () => {
    const file = source();
    const first = await read(file, 0, 1);
    await wholeOnDisk();
    forgetProcess();
    await rm(folder, { recursive: true, force: true });
    expect(await read(file, first.length)).toEqual(range(first.length));
    expect(file.downloads).toBe(2);
  });

  it("skips nothing for a run that begins again while another still reads ahead", async () => {
    const goOn = Promise.withResolvers<void>();
    let isFirst = true;
    const file = source(async function* () {
      for await (const chunk of chunks()) {
        yield chunk;
        if (!isFirst || (await piecesOnDisk()).length === 0) continue;
        isFirst = false;
        await goOn.promise;
      }
    });
    const ahead = spooledLines(file, 0);
    await ahead.next();
    await letGo(file, lineCount);
    const waiting = ahead.next().catch((error: unknown) => error);
    await expect.poll(piecesOnDisk).toEqual([]);
    const again = read(file);
    goOn.resolve();
    expect(await again).toEqual(range(0));
    await waiting;
    await ahead.return(undefined);
  });

  it("writes nothing that can be read without the organization's key", async () => {
    const file = source(async function* () {
      yield Buffer.from(`{"resourceType":"Patient","id":"${"x".repeat(10)}"}\n`.repeat(3));
    });
    const lines = spooledLines(file, 0);
    await lines.next();
    const stored = await contents();
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.includes("Patient")).toBe(false);
    // zstd's magic number: the packed text itself is nowhere either.
    expect(stored.includes(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))).toBe(false);
    await lines.return(undefined);
  });

  it("gives the lines that arrived, then the failure, and fetches anew afterwards", async () => {
    let fails = true;
    const file = source(async function* () {
      for await (const chunk of chunks()) {
        yield chunk;
        if (fails && chunk.length < 65_536) break;
      }
      if (fails) throw new Error("connection lost");
    });
    const numbers: number[] = [];
    const reading = (async () => {
      for await (const { bytes } of spooledLines(file, 0))
        for (const line of linesIn(bytes)) numbers.push(Number.parseInt(line.toString(), 10));
    })();
    await expect(reading).rejects.toThrow("connection lost");
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual(range(0, numbers.length));
    fails = false;
    expect(await read(file, numbers.length)).toEqual(range(numbers.length));
  });

  it("lets one download wait for room while another one ends", async () => {
    setEnvironment({ SPOOL_MAX_BYTES: "1000" });
    const [one, other] = [source(), source()];
    const lines = spooledLines(one, 0);
    await lines.next();
    await read(other, 0, 1);
    await discard(other);
    const rest = await Array.fromAsync(lines);
    expect(rest.length).toBeGreaterThan(0);
    await discard(one);
    expect(await readdir(folder)).toEqual([]);
  });

  it("waits with the download while the disk it may use is full", async () => {
    setEnvironment({ SPOOL_MAX_BYTES: "1000000" });
    let sent = 0;
    const file = source(async function* () {
      for await (const chunk of chunks()) {
        sent += chunk.length;
        yield chunk;
      }
    });
    const lines = spooledLines(file, 0);
    await lines.next();
    await expect.poll(() => sent).toBeGreaterThan(1_500_000);
    expect(sent).toBeLessThan(text.length);
    const rest = await Array.fromAsync(lines);
    expect(rest.length).toBeGreaterThan(0);
    expect(sent).toBe(text.length);
  });
});
