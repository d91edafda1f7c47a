import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdIfWhole, markWhole, sweep } from "./build-folders";

let builds: string;

beforeEach(async () => {
  builds = await mkdtemp(path.join(tmpdir(), "builds-"));
});
afterEach(() => rm(builds, { recursive: true }));

async function makeBuild(name: string, { whole = true } = {}): Promise<string> {
  const folder = path.join(builds, name);
  await mkdir(folder);
  await writeFile(path.join(folder, "page.js"), "");
  if (whole) await markWhole(folder);
  return folder;
}

describe("builds of the pages", () => {
  it("count once they are whole", async () => {
    expect(holdIfWhole(await makeBuild("interrupted", { whole: false }))).toBeUndefined();
    expect(holdIfWhole(path.join(builds, "nowhere"))).toBeUndefined();
    expect(holdIfWhole(await makeBuild("whole"))).toBeDefined();
  });

  it("stay while a process shows their pages, though the sources have moved on", async () => {
    const [shown, current] = [await makeBuild("shown"), await makeBuild("current")];
    const release = holdIfWhole(shown);
    await sweep(builds, current);
    expect((await readdir(builds)).sort()).toEqual(["current", "shown"]);
    release?.();
    await sweep(builds, current);
    expect(await readdir(builds)).toEqual(["current"]);
  });

  it("can be used where nothing may be written", async () => {
    const fixed = await makeBuild("fixed");
    await rm(path.join(fixed, "carelane-holders"), { recursive: true });
    const release = holdIfWhole(fixed);
    expect(release).toBeDefined();
    release?.();
  });

  it("go when they are interrupted ones, or their last process died", async () => {
    await makeBuild("interrupted", { whole: false });
    const orphan = await makeBuild("orphan");
    await writeFile(path.join(orphan, "carelane-holders", "999999999"), "999999999\nlong ago");
    await writeFile(path.join(builds, "lock"), "");
    await sweep(builds, await makeBuild("current"));
    expect((await readdir(builds)).sort()).toEqual(["current", "lock"]);
  });
});
