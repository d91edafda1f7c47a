import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { beginOf } from "./process-identity.mjs";
import { tryLock, unlock, withLock } from "./process-lock.mjs";

let folder: string;
let lock: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lock-"));
  lock = path.join(folder, "a.lock");
});
afterEach(() => rm(folder, { recursive: true }));

/** A process that has nothing to do with us, as the one that was given a dead holder's id. */
function startStranger(): ChildProcess {
  return spawn("sleep", ["60"], { stdio: "ignore" });
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** Processes that each take the lock, note in one file that they came and went, and give it back. */
async function runCrowd(size: number, notes: string): Promise<void> {
  const module = path.resolve("scripts/process-lock.mjs");
  const program = `
    import { appendFileSync } from "node:fs";
    import { withLock } from ${JSON.stringify(module)};
    await withLock(${JSON.stringify(lock)}, async () => {
      appendFileSync(${JSON.stringify(notes)}, "in ");
      await new Promise(setImmediate);
      appendFileSync(${JSON.stringify(notes)}, "out ");
    });`;
  const children = Array.from({ length: size }, () =>
    spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "inherit" }),
  );
  const codes = await Promise.all(children.map((child) => once(child, "exit")));
  expect(codes.map(([code]) => code)).toEqual(children.map(() => 0));
}

describe("a lock between processes", () => {
  it("is held until it is given back, by this process too", () => {
    expect(tryLock(lock)).toBeUndefined();
    expect(tryLock(lock)).toBe(process.pid);
    unlock(lock);
    expect(tryLock(lock)).toBeUndefined();
  });

  it("names the living process that holds it", async () => {
    const stranger = startStranger();
    await writeFile(lock, `${stranger.pid}\n${beginOf(stranger.pid ?? 0)}`);
    expect(tryLock(lock)).toBe(stranger.pid);
    await end(stranger);
    expect(tryLock(lock)).toBeUndefined();
  });

  it("is free when its holder's id means another process by now", async () => {
    const stranger = startStranger();
    await writeFile(lock, `${stranger.pid}\n${beginOf(process.pid)} of another time`);
    expect(tryLock(lock)).toBeUndefined();
    await end(stranger);
  });

  it("is free when this process has the id that its holder had before a restart", async () => {
    await writeFile(lock, `${process.pid}\nsome time ago`);
    expect(tryLock(lock)).toBeUndefined();
  });

  it.each(["", "nonsense", "-1", "0\nnever"])("is free when its file says %j", async (content) => {
    await writeFile(lock, content);
    expect(tryLock(lock)).toBeUndefined();
  });

  it("is given back when the work fails", async () => {
    await expect(withLock(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(lock)).toBe(false);
  });

  it("lets one of a crowd in at a time, though the last holder died in it", async () => {
    const notes = path.join(folder, "notes");
    await writeFile(lock, "999999999\nlong ago");
    await runCrowd(5, notes);
    expect(await readFile(notes, "utf8")).toBe("in out ".repeat(5));
    expect(await readdir(folder)).toEqual(["notes"]);
  });
});
