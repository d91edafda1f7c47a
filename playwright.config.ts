/** Journeys through a running demo; `npm test` starts one and names its demo.json in CARELANE_DEMO_FILE. */
import { defineConfig } from "@playwright/test";
import { readDemo } from "./e2e/stage/demo";

const everyPage = "**/every-page.spec.ts";
const apart = ["both-ways", "from-nothing", "sign-in", "single-sign-on"].map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // Three lanes at the same time: journeys one after the other, because they order faults from one and the same
  // simulated vendor; beside them the looks at every page, which change nothing, and what starts servers of its own or
  // only signs in.
  workers: 3,
  projects: [
    { name: "journeys", testIgnore: [everyPage, ...apart], workers: 1 },
    { name: "pages", testMatch: everyPage, workers: 1 },
    { name: "apart", testMatch: apart, workers: 1 },
  ],
  timeout: 120_000,
  // A second look on a busy machine; what needed one is told as flaky.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: readDemo().baseUrl,
    viewport: { width: 1440, height: 900 },
    // What a screen shows must not depend on where the machine stands.
    locale: "en-US",
    timezoneId: "America/New_York",
    // To record every step takes a fifth of the time: where there is a second try, that one is recorded.
    trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Chromium's own sandbox refuses root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
