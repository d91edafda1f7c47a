import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acceptInstallation, isInstalled } from "./installed-packages.mjs";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "installed-"));
  await mkdir(path.join(root, "node_modules"));
});
afterEach(() => rm(root, { recursive: true }));

const here = { os: process.platform, cpu: [process.arch] };
const library = { "node_modules/library": { version: "1.2.3" } };
const native = { "node_modules/library-native": { version: "1.2.3", optional: true, ...here } };

async function lockAndInstall(locked: object, installed?: object): Promise<void> {
  const write = (name: string, packages: object) =>
    writeFile(path.join(root, name), JSON.stringify({ packages }));
  await write("package-lock.json", { "": {}, ...locked });
  if (installed) await write("node_modules/.package-lock.json", installed);
}

describe("an installation", () => {
  it("is whole when every package stands there in its version", async () => {
    await lockAndInstall({ ...library, ...native }, { ...library, ...native });
    expect(isInstalled(root)).toBe(true);
    await lockAndInstall(library, { "node_modules/library": { version: "1.2.2" } });
    expect(isInstalled(root)).toBe(false);
  });

  it("is not whole when it was interrupted", async () => {
    await lockAndInstall(library);
    expect(isInstalled(root)).toBe(false);
  });

  it("needs no optional package of another platform", async () => {
    const other = { version: "1.2.3", optional: true };
    await lockAndInstall(
      {
        ...library,
        "node_modules/other-system": { ...other, os: ["aix"] },
        "node_modules/other-processor": { ...other, os: here.os, cpu: ["mips"] },
        "node_modules/other-library": { ...other, ...here, libc: ["none"] },
        "node_modules/of-another-platform": other,
      },
      library,
    );
    expect(isInstalled(root)).toBe(true);
  });

  it("needs the optional packages of this machine, which an old Node's npm leaves out", async () => {
    await lockAndInstall({ ...library, ...native }, library);
    expect(isInstalled(root)).toBe(false);
  });

  it("does without what the registry at hand does not hold, once it was asked", async () => {
    await lockAndInstall({ ...library, ...native }, library);
    acceptInstallation(root);
    expect(isInstalled(root)).toBe(true);
    await lockAndInstall({ ...library, ...native, "node_modules/new": { version: "1.0.0" } }, library);
    expect(isInstalled(root)).toBe(false);
  });
});
