import { describe, expect, it } from "vitest";
import { lockFileProblems } from "./lock-file";

function lockFile(packages: Record<string, object>): string {
  return JSON.stringify({ packages: { "": {}, ...packages } });
}

describe("the lock file's check", () => {
  it("accepts packages at their floor and above", () => {
    const text = lockFile({
      "node_modules/next": { version: "16.3.3" },
      "node_modules/bullmq": { version: "6.10.0" },
    });
    expect(lockFileProblems(text)).toEqual([]);
  });

  it.each([
    [
      "a version below its floor",
      { "node_modules/next": { version: "16.3.2" } },
      "next 16.3.2 has known holes",
    ],
    [
      "the same deep inside another package",
      { "node_modules/a/node_modules/react": { version: "9.9.9" } },
      "react 9.9.9",
    ],
    [
      "a package that has no safe version",
      { "node_modules/jsonpath": { version: "9.0.0" } },
      "must not be used",
    ],
    ["an entry without a version", { "node_modules/a": { optional: true } }, "has no version"],
    [
      "a download address",
      { "node_modules/a": { version: "1.0.0", resolved: "https://x" } },
      "download address",
    ],
  ])("refuses %s", (_, packages, words) => {
    expect(lockFileProblems(lockFile(packages))).toEqual([expect.stringContaining(words)]);
  });
});
