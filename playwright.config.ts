/** Journeys through a running demo; `npm test` starts one and names its demo.json in CARELANE_DEMO_FILE. */
import { readFileSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import { z } from "zod";

const demoFile = process.env.CARELANE_DEMO_FILE ?? ".data/demo.json";
const { baseUrl } = z.object({ baseUrl: z.url() }).parse(JSON.parse(readFileSync(demoFile, "utf8")));

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 1,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: baseUrl,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Chromium's own sandbox refuses root.
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
  },
});
