/** Counts out of the reports that test runners write. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Tally } from "../checks/run-checks";

const vitestReport = z
  .object({ numPassedTests: z.number(), numFailedTests: z.number() })
  .transform(({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }));

const playwrightReport = z
  .object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }) })
  .transform(({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }));

const reports = { vitest: vitestReport, playwright: playwrightReport };

/**
 * What a runner's report counts. A runner that failed without a failed test (a file that could not be loaded, an
 * error outside any test, no report at all) counts as one failure.
 */
export async function readTally(
  runner: keyof typeof reports,
  file: string,
  succeeded: boolean,
): Promise<Tally> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  const tally = text === undefined ? { passed: 0, failed: 0 } : reports[runner].parse(JSON.parse(text));
  return succeeded ? tally : { ...tally, failed: Math.max(tally.failed, 1) };
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
  };
}
