import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addTallies, readTally } from "./tally";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tally-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function report(content: object): Promise<string> {
  const file = path.join(folder, "report.json");
  await writeFile(file, JSON.stringify(content));
  return file;
}

describe("a test run's tally", () => {
  it("is what the report counts", async () => {
    const vitest = await report({ numPassedTests: 7, numFailedTests: 2 });
    expect(await readTally("vitest", vitest, false)).toEqual({ passed: 7, failed: 2 });
    const playwright = await report({ stats: { expected: 3, unexpected: 1, flaky: 1 } });
    expect(await readTally("playwright", playwright, false)).toEqual({ passed: 4, failed: 1 });
  });

  it("holds a failure when the runner failed although no test did", async () => {
    const file = await report({ numPassedTests: 7, numFailedTests: 0 });
    expect(await readTally("vitest", file, false)).toEqual({ passed: 7, failed: 1 });
  });

  it("holds a failure when there is no report", async () => {
    expect(await readTally("vitest", path.join(folder, "missing"), false)).toEqual({ passed: 0, failed: 1 });
  });

  it("adds up over all runners", () => {
    expect(
      addTallies([
        { passed: 1, failed: 2 },
        { passed: 3, failed: 4 },
      ]),
    ).toEqual({ passed: 4, failed: 6 });
  });
});
