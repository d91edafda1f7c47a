import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addTallies, countOf, describeTally, readTally } from "./tally";

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

const vitestReport = {
  numPassedTests: 2,
  numFailedTests: 1,
  testResults: [
    {
      assertionResults: [
        { fullName: "a lock is held", status: "passed", failureMessages: [] },
        { fullName: "a lock is given back", status: "passed", failureMessages: ["not in time"] },
        { fullName: "a lock is taken", status: "failed", failureMessages: ["no", "no"] },
      ],
    },
  ],
};

const playwrightReport = {
  stats: { expected: 1, unexpected: 1, flaky: 1 },
  suites: [
    {
      specs: [
        { title: "a sync is followed", tests: [{ status: "expected" }] },
        { title: "a sync is retried", tests: [{ status: "unexpected" }] },
      ],
      suites: [{ specs: [{ title: "a phone shows it", tests: [{ status: "flaky" }] }] }],
    },
  ],
};

describe("a test run's tally", () => {
  it("is what Vitest counts, with what needed a second try apart", async () => {
    expect(await readTally("vitest", await report(vitestReport), false)).toEqual({
      passed: 1,
      failed: 1,
      secondTry: ["a lock is given back"],
    });
  });

  it("is what Playwright counts, with what needed a second try apart", async () => {
    expect(await readTally("playwright", await report(playwrightReport), false)).toEqual({
      passed: 1,
      failed: 1,
      secondTry: ["a phone shows it"],
    });
  });

  it("holds a failure when the runner failed although no test did", async () => {
    const file = await report({ numPassedTests: 7, numFailedTests: 0, testResults: [] });
    expect(await readTally("vitest", file, false)).toEqual(countOf(7, 1));
  });

  it("holds a failure when there is no report", async () => {
    expect(await readTally("vitest", path.join(folder, "missing"), false)).toEqual(countOf(0, 1));
  });

  it("adds up over all runners", () => {
    const sum = addTallies([countOf(1, 2), { passed: 3, failed: 4, secondTry: ["a lock is held"] }]);
    expect(sum).toEqual({ passed: 4, failed: 6, secondTry: ["a lock is held"] });
  });

  it("ends a run with the line that tells its result", () => {
    expect(describeTally(countOf(1200, 0))).toBe("1200 passed, 0 failed");
    expect(
      describeTally({ passed: 1198, failed: 0, secondTry: ["a lock is held", "a sync is followed"] }),
    ).toBe("Only on a second try: a lock is held; a sync is followed\n1198 passed, 0 failed");
  });
});
