import { defineConfig } from "vitest/config";

const alias = { "@": import.meta.dirname };
const exclude = ["**/node_modules/**", "**/.next/**", "**/.data/**", "e2e/**"];

/** `unit` needs nothing; `int` runs against a real PostgreSQL and Redis, which its set-up starts once. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.int.test.ts"],
          testTimeout: 20_000,
          env: { LOG_LEVEL: "silent" },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "int",
          include: ["**/*.int.test.ts"],
          exclude,
          globalSetup: "scripts/testing/global-setup.ts",
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          env: { LOG_LEVEL: "silent" },
        },
      },
    ],
  },
});
