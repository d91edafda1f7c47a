/** What a newcomer does: one command, a browser, Ctrl-C. The demo is a second one beside that of all other journeys. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { resourceTypes } from "@/sandbox/testing/resource-types";
import { freePort } from "@/scripts/services/ports";
import { makeTestFolder } from "@/scripts/testing/test-folder";
import { type Demo, personOf, readDemo } from "../stage/demo";
import { HubApi } from "../stage/hub-api";
import { expect, test } from "../stage/journey";
import { signIn } from "../stage/sign-in";
import { SimulatedEpic } from "../stage/simulated-epic";
import { watchPages } from "../stage/watch-pages";

interface StartedDemo {
  readonly demo: Demo;
  /** Presses Ctrl-C, unless it has ended, and answers the exit code. */
  stop(): Promise<number | null>;
}

/** An environment that names no database: the demo then brings its own. Every process of it inherits the mark. */
function environment(mark: string): NodeJS.ProcessEnv {
  const { DATABASE_URL, DIRECT_DATABASE_URL, REDIS_URL, CARELANE_DEMO_FILE, PORT, ...rest } = process.env;
  return { ...rest, JOURNEY: mark };
}

async function startDemo(folder: string): Promise<StartedDemo> {
  const port = await freePort();
  const command = ["scripts/bootstrap.mjs", "demo", "--port", String(port), "--data", folder];
  const program = spawn(process.execPath, command, { env: environment(folder), stdio: "inherit" });
  const ended = once(program, "exit");
  const file = path.join(folder, "demo.json");
  await expect.poll(() => existsSync(file) || program.exitCode !== null, { timeout: 120_000 }).toBe(true);
  return {
    demo: readDemo(file),
    stop: async () => {
      program.kill("SIGINT");
      const [code] = await ended;
      return code;
    },
  };
}

/** Processes that carry the mark in their command or environment. Where there is no /proc the list is empty. */
async function processesOf(mark: string): Promise<string[]> {
  const ids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const carries = async (id: string) => {
    const texts = await Promise.all(
      ["cmdline", "environ"].map((name) => readFile(`/proc/${id}/${name}`, "utf8").catch(() => "")),
    );
    return texts.some((text) => text.includes(mark));
  };
  const marked = await Promise.all(ids.map(carries));
  return ids.filter((_, n) => marked[n]);
}

test("one command leads to a hub full of Epic's patients, and Ctrl-C leaves nothing running", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const folder = await makeTestFolder();
  // The demo takes the folder's lock for itself.
  folder.release();
  const { demo, stop } = await startDemo(folder.path);
  try {
    const epic = new SimulatedEpic(demo.sandboxUrl);
    const page = await browser.newPage({ baseURL: demo.baseUrl });
    const complaints = watchPages(page.context(), demo.baseUrl);
    await signIn(page, personOf(demo, "admin"));
    const done = page.getByRole("row", { name: "Done Epic EHR · Lakeside Medical" });
    await expect(done).toBeVisible({ timeout: 60_000 });
    const [patients, observations] = [await epic.total("Patient"), await epic.total("Observation")];
    const totals = await Promise.all(resourceTypes.map((type) => epic.total(type)));
    const records = totals.reduce((sum, total) => sum + total, 0);
    await expect(done.getByRole("cell").nth(3)).toHaveText(records.toLocaleString("en-US"));
    for (const [entity, count] of Object.entries({ patients, observations })) {
      await page.goto(`/records/${entity}`);
      await expect(page.getByText(`of ${count.toLocaleString("en-US")} ${entity} shown`)).toBeVisible();
    }
    await page.close();
    expect(complaints).toEqual([]);

    expect(await processesOf(folder.path)).not.toEqual([]);
    expect(await stop()).toBe(0);
    expect(await processesOf(folder.path)).toEqual([]);
    await expect(fetch(demo.baseUrl)).rejects.toThrow();
    await expect(new HubApi(demo).ask("/api/health/live")).rejects.toThrow();
    expect(existsSync(path.join(folder.path, "demo.json"))).toBe(false);
  } finally {
    await stop();
    await rm(folder.path, { recursive: true, force: true });
  }
});
