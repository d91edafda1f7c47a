/** What a test run came to: counts out of the reports that test runners write, and the last line about them. */
import { readFile } from "node:fs/promises";
import { z } from "zod";

export interface Tally {
  /** Passed at the first try. */
  readonly passed: number;
  readonly failed: number;
  /** Names of tests that failed first and passed then. */
  readonly secondTry: readonly string[];
}

const vitestReport = z
  .object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    testResults: z.array(
      z.object({
        assertionResults: z.array(
          z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
        ),
      }),
    ),
  })
  .transform(({ numPassedTests, numFailedTests, testResults }): Tally => {
    const secondTry = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status, failureMessages }) => status === "passed" && failureMessages.length > 0)
      .map(({ fullName }) => fullName);
    return { passed: numPassedTests - secondTry.length, failed: numFailedTests, secondTry };
  });

const playwrightSuite = z.object({
  specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});

function flakyIn({ specs, suites = [] }: z.infer<typeof playwrightSuite>): string[] {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === "flaky"));
  return [...own.map(({ title }) => title), ...suites.flatMap(flakyIn)];
}

const playwrightReport = z
  .object({
    stats: z.object({ expected: z.number(), unexpected: z.number() }),
    suites: z.array(playwrightSuite),
  })
  .transform(
    ({ stats, suites }): Tally => ({
      passed: stats.expected,
      failed: stats.unexpected,
      secondTry: suites.flatMap(flakyIn),
    }),
  );

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
  const tally = text === undefined ? countOf(0, 0) : reports[runner].parse(JSON.parse(text));
  return succeeded ? tally : { ...tally, failed: Math.max(tally.failed, 1) };
}

/** A tally of things that are tried once. */
export function countOf(passed: number, failed: number): Tally {
  return { passed, failed, secondTry: [] };
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
    secondTry: tallies.flatMap(({ secondTry }) => secondTry),
  };
}

/** By name what passed at the second try alone, for such a test is not to be relied on; then `N passed, M failed`. */
export function describeTally({ passed, failed, secondTry }: Tally): string {
  const sum = `${passed} passed, ${failed} failed`;
  if (secondTry.length === 0) return sum;
  return `Only on a second try: ${secondTry.join("; ")}\n${sum}`;
}
