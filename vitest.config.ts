import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const integrationTests = ["**/*.int.test.ts"];
const elsewhere = ["**/node_modules/**", ".next*/**", ".data*/**", "e2e/**"];

/** Crashes and outages take minutes: one that began last would be waited for alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => /(crash|outages)\.int\.test/.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    pool: "forks",
    // Tests that play outages wait more than they compute: with one more than the two cores of the smallest machine
    // that tests, all of it takes a third less time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // A machine that also builds and runs a browser starts things slowly.
    testTimeout: 20_000,
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Pure functions leave nothing behind: a process for each file would cost more than all of them.
          isolate: false,
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...elsewhere, ...integrationTests],
        },
      },
      {
        extends: true,
        test: {
          name: "int",
          include: integrationTests,
          exclude: elsewhere,
          globalSetup: "scripts/testing/global-setup.ts",
          // Crashes and outages are played with real processes, which wait for leases and back-offs.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
