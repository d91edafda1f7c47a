import { readdir } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import type { PullPage } from "../contract";
import { lastCursor, pullAll } from "../testing/contract";
import { epic } from ".";
import { type EpicBench, openEpicBench } from "./testing/bench";
import { camila, heartRate, patient } from "./testing/resources";

let bench: EpicBench;
beforeAll(async () => {
  bench = await openEpicBench();
});
afterEach(() => bench.vendor.clearFaults());
afterAll(() => bench.close());

const itemsOf = (pages: readonly PullPage[]) => pages.flatMap(({ items }) => items);

describe("the export of a group", () => {
  it("keeps the text of a resource as Epic sent it, to the last digit", async () => {
    const text = JSON.stringify(heartRate(camila, 123456)).replace("123456", "71.10");
    const id = await bench.vendor.add("Observation", text);
    const { pages } = await pullAll(bench, bench.context(), { entities: ["observations"] });
    expect(itemsOf(pages).find(({ remoteId }) => remoteId === id)?.text).toContain('"value":71.10');
    const { pages: searched } = await pullAll(bench, bench.context(), { patient: { remoteId: camila } });
    expect(itemsOf(searched).find(({ remoteId }) => remoteId === id)?.text).toContain('"value":71.10');
    await bench.vendor.remove("Observation", id);
  });

  it("brings a resource of 10 MB", async () => {
    const note = [{ text: "x".repeat(10_000_000) }];
    const id = await bench.vendor.add("Observation", { ...heartRate(camila, 70), note });
    const { pages } = await pullAll(bench, bench.context(), { entities: ["observations"] });
    expect(itemsOf(pages).find(({ remoteId }) => remoteId === id)?.text.length).toBeGreaterThan(10_000_000);
    await bench.vendor.remove("Observation", id);
  });

  it("brings patients before what refers to them", async () => {
    const { pages } = await pullAll(bench, bench.context());
    const entities = itemsOf(pages).map(({ entity }) => entity);
    expect(entities.lastIndexOf("patients")).toBeLessThan(entities.indexOf("observations"));
  });

  it("goes on from the spool without a second download", async () => {
    const context = bench.context();
    const entities = ["patients"] as const;
    const first = await pullAll(bench, context, { entities, stopAfter: 1, pageSize: 10 });
    const files = () =>
      bench.vendor.requests().then((log) => log.filter(({ path }) => path.endsWith(".ndjson")));
    const before = await files();
    const cursor = lastCursor(first.pages);
    await pullAll(bench, context, { entities, cursor, stopAfter: 1, pageSize: 10 });
    expect(await files()).toHaveLength(before.length);
  });

  it("leaves nothing on disk when it is done", async () => {
    const context = bench.context();
    const before = await readdir(env().SPOOL_DIR);
    const first = await pullAll(bench, context, { stopAfter: 1, pageSize: 10 });
    expect((await readdir(env().SPOOL_DIR)).length).toBeGreaterThan(before.length);
    await pullAll(bench, context, { cursor: lastCursor(first.pages) });
    expect(await readdir(env().SPOOL_DIR)).toEqual(before);
  });

  it("starts anew when Epic no longer has the export", async () => {
    const context = bench.context();
    const first = await pullAll(bench, context, { stopAfter: 1 });
    await epic.abandon?.(context, lastCursor(first.pages));
    const { pages, ids } = await pullAll(bench, context, { cursor: lastCursor(first.pages) });
    expect(pages[0]?.note).toContain("no longer has the export");
    expect(ids("patients")).toEqual(await bench.truth("patients"));
  });

  it("makes no pull out of a cursor that means nothing to it", async () => {
    const { ids } = await pullAll(bench, bench.context(), { cursor: { phase: "files", line: "DROP" } });
    expect(ids("patients")).toEqual(await bench.truth("patients"));
  });

  it("says when the next export begins to count from", async () => {
    const { pages } = await pullAll(bench, bench.context());
    expect(Date.parse(pages.at(-1)?.complete?.changedSince ?? "")).not.toBeNaN();
  });
});

describe("when no export is to be had", () => {
  const known = (ids: string[]) => async (_entity: string, after: string | null, limit: number) =>
    ids.filter((id) => after === null || id > after).slice(0, limit);

  it("refreshes the known patients one by one without a group, and says so", async () => {
    const ids = (await bench.truth("patients")).slice(0, 12);
    const context = bench.context({ groupId: undefined });
    const { pages, ids: pulled } = await pullAll(bench, context, {
      knownRemoteIds: known(ids),
      pageSize: 20,
    });
    expect(pages[0]?.note).toContain("group id");
    expect(pulled("patients")).toEqual(ids);
    expect(pulled("observations").length).toBeGreaterThan(0);
    expect(pages.at(-1)).toMatchObject({ cursor: null, complete: { wholePopulation: false } });
  });

  it("goes on after the patient where it stopped", async () => {
    const ids = (await bench.truth("patients")).slice(0, 12);
    const context = bench.context({ groupId: undefined });
    const options = { knownRemoteIds: known(ids), pageSize: 5, entities: ["patients"] as const };
    const first = await pullAll(bench, context, { ...options, stopAfter: 1 });
    const rest = await pullAll(bench, context, { ...options, cursor: lastCursor(first.pages) });
    expect([...first.ids("patients"), ...rest.ids("patients")].sort()).toEqual(ids);
  });

  it("reports what is deleted and follows what is merged", async () => {
    const gone = await bench.vendor.add("Patient", patient("Gone"));
    const merged = await bench.vendor.add("Patient", patient("Merged"));
    await bench.vendor.remove("Patient", gone);
    await bench.vendor.merge(merged, camila);
    const ids = [gone, merged].sort();
    const context = bench.context({ groupId: undefined });
    const { pages } = await pullAll(bench, context, { knownRemoteIds: known(ids) });
    expect(
      pages
        .flatMap(({ deleted = [] }) => deleted)
        .map(({ remoteId }) => remoteId)
        .sort(),
    ).toEqual(ids);
    expect(itemsOf(pages).map(({ remoteId }) => remoteId)).toContain(camila);
  });

  it("does so when Epic allows the next export only tomorrow", async () => {
    const strict = await openEpicBench({ patients: 5, exportMinIntervalSeconds: 86_400 });
    try {
      const context = strict.context();
      await pullAll(strict, context);
      const ids = await strict.truth("patients");
      const { pages, ids: pulled } = await pullAll(strict, context, { knownRemoteIds: known(ids) });
      expect(pages[0]?.note).toContain("one by one");
      expect(pulled("patients")).toEqual(ids);
    } finally {
      await strict.close();
    }
  });
});
