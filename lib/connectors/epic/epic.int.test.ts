import { readdir } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/lib/platform/env";
import type { PullPage } from "../contract";
import { lastCursor, pullAll } from "../testing/contract";
import { epic } from ".";
import { type EpicBench, openEpicBench } from "./testing/bench";

const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });

let bench: EpicBench;
beforeAll(async () => {
  bench = await openEpicBench();
});
afterEach(() => bench.clearFaults());
afterAll(() => bench.close());

const camila = "erXuFYUfucBZaryVksYEcMg3";
const { patients, observations } = epic.entities;

function patient(family: string, more: object = {}) {
  return {
    resourceType: "Patient",
    name: [{ use: "official", family, given: ["Ada"] }],
    gender: "female",
    birthDate: "1990-02-03",
    ...more,
  };
}

function heartRate(patientId: string, value: number) {
  return {
    resourceType: "Observation",
    status: "final",
    category: [
      {
        coding: [
          { system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs" },
        ],
      },
    ],
    code: { coding: [{ system: "http://loinc.org", code: "8867-4", display: "Heart rate" }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: "2026-05-01T08:00:00Z",
    valueQuantity: { value, unit: "/min" },
  };
}

const itemsOf = (pages: readonly PullPage[]) => pages.flatMap(({ items }) => items);

describe("the export of a group", () => {
  it("keeps the text of a resource as Epic sent it, to the last digit", async () => {
    const text = JSON.stringify(heartRate(camila, 123456)).replace("123456", "71.10");
    const id = await bench.add("Observation", text);
    const { pages } = await pullAll(bench, bench.context(), { entities: ["observations"] });
    expect(itemsOf(pages).find(({ remoteId }) => remoteId === id)?.text).toContain('"value":71.10');
    const { pages: searched } = await pullAll(bench, bench.context(), { patient: { remoteId: camila } });
    expect(itemsOf(searched).find(({ remoteId }) => remoteId === id)?.text).toContain('"value":71.10');
    await bench.remove("Observation", id);
  });

  it("brings a resource of 10 MB", async () => {
    const note = [{ text: "x".repeat(10_000_000) }];
    const id = await bench.add("Observation", { ...heartRate(camila, 70), note });
    const { pages } = await pullAll(bench, bench.context(), { entities: ["observations"] });
    expect(itemsOf(pages).find(({ remoteId }) => remoteId === id)?.text.length).toBeGreaterThan(10_000_000);
    await bench.remove("Observation", id);
  });

  it("brings patients before what refers to them", async () => {
    const { pages } = await pullAll(bench, bench.context());
    const entities = itemsOf(pages).map(({ entity }) => entity);
    expect(entities.lastIndexOf("patients")).toBeLessThan(entities.indexOf("observations"));
  });

  it("goes on from the spool without a second download", async () => {
    const context = bench.context();
    const first = await pullAll(bench, context, { stopAfter: 1, pageSize: 10 });
    const files = () => bench.requests().then((log) => log.filter(({ path }) => path.endsWith(".ndjson")));
    const before = await files();
    await pullAll(bench, context, { cursor: lastCursor(first.pages), stopAfter: 1, pageSize: 10 });
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
    const gone = await bench.add("Patient", patient("Gone"));
    const merged = await bench.add("Patient", patient("Merged"));
    await bench.remove("Patient", gone);
    await bench.merge(merged, camila);
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

describe("one patient", () => {
  const pullOne = (selector: object) => pullAll(bench, bench.context(), { patient: selector });

  it("comes by id with the observations", async () => {
    const { ids } = await pullOne({ remoteId: camila });
    expect(ids("patients")).toEqual([camila]);
    expect(ids("observations").length).toBeGreaterThan(0);
  });

  it.each([{ identifier: "203713" }, { family: "Lopez", given: "Camila", birthDate: "1987-09-12" }])(
    "comes by %j",
    async (demographics) => {
      expect((await pullOne({ demographics })).ids("patients")).toEqual([camila]);
    },
  );

  it("is not searched with less than Epic answers to, and the missing fields are named", async () => {
    await expect(pullOne({ demographics: { family: "Lopez" } })).rejects.toThrow(
      coded("demographics_incomplete", {
        errors: [
          { path: "given", message: expect.any(String) },
          { path: "birthDate", message: expect.any(String) },
        ],
      }),
    );
  });

  it("is not guessed among several", async () => {
    const ids = await Promise.all([1, 2].map(() => bench.add("Patient", patient("Doppelgänger"))));
    const demographics = { family: "Doppelgänger", given: "Ada", birthDate: "1990-02-03" };
    await expect(pullOne({ demographics })).rejects.toThrow(coded("patient_ambiguous"));
    for (const id of ids) await bench.remove("Patient", id);
  });

  it("is said to be unknown without repeating the details", async () => {
    const demographics = { family: "Nemo", given: "Outis", birthDate: "1901-01-01" };
    const error: unknown = await pullOne({ demographics }).catch((caught: unknown) => caught);
    expect(error).toEqual(coded("patient_not_found"));
    expect(JSON.stringify(error)).not.toMatch(/Nemo|Outis|1901/);
  });

  it("has every observation although the page session expires and entries repeat", async () => {
    const id = await bench.add("Patient", patient("Charted"));
    const charted = await Promise.all(
      Array.from({ length: 450 }, (_, index) => bench.add("Observation", heartRate(id, 60 + (index % 40)))),
    );
    await bench.fault({ kind: "expired_page_session", count: 1 });
    await bench.fault({ kind: "duplicate_entry", count: 2, path: "Observation" });
    const { ids } = await pullOne({ remoteId: id });
    expect(ids("observations")).toEqual(charted.sort());
    for (const observation of charted) await bench.remove("Observation", observation);
    await bench.remove("Patient", id);
  });
});

describe("reading by id", () => {
  it("finds", async () => {
    expect(await patients?.read?.(bench.context(), camila)).toMatchObject({
      state: "found",
      item: { entity: "patients", remoteId: camila },
    });
  });

  it("tells deleted from merged", async () => {
    const deleted = await bench.add("Patient", patient("Deleted"));
    const merged = await bench.add("Patient", patient("Absorbed"));
    await bench.remove("Patient", deleted);
    await bench.merge(merged, camila);
    expect(await patients?.read?.(bench.context(), deleted)).toEqual({ state: "deleted", remoteId: deleted });
    expect(await patients?.read?.(bench.context(), merged)).toMatchObject({
      state: "merged",
      remoteId: merged,
      into: { remoteId: camila },
    });
  });

  it("takes no web page for a deletion", async () => {
    const context = bench.context();
    const elsewhere = context.config.fhirBaseUrl.replace("/epic/", "/nowhere/");
    const read = patients?.read?.(
      { ...context, config: { ...context.config, fhirBaseUrl: elsewhere } },
      camila,
    );
    await expect(read).rejects.toMatchObject({ kind: "fatal" });
  });
});

describe("writing", () => {
  it("creates a patient and answers what Epic made of it", async () => {
    const item = await patients?.create?.(bench.context(), patient("Newcomer"));
    expect(await bench.truth("patients")).toContain(item?.remoteId);
    expect(item?.resource.name).toHaveLength(2);
    await expect(patients?.create?.(bench.context(), patient("Newcomer"))).rejects.toThrow(
      coded("epic_duplicate", { status: 409 }),
    );
  });

  it("names what Epic misses without repeating what it was given", async () => {
    const { birthDate: _, ...incomplete } = patient("Halfway");
    const error: unknown = await patients
      ?.create?.(bench.context(), incomplete)
      .catch((caught: unknown) => caught);
    expect(error).toEqual(coded("epic_element_missing"));
    expect(JSON.stringify(error)).not.toContain("Halfway");
  });

  it("creates and updates an observation", async () => {
    const context = bench.context();
    const item = await observations?.create?.(context, heartRate(camila, 66));
    const id = item?.remoteId ?? "";
    const updated = await observations?.update?.(context, id, { ...item?.resource, status: "amended" });
    expect(updated).toMatchObject({ remoteId: id, resource: { status: "amended" } });
  });

  it("says what to ask the site for when it has no flowsheet row", async () => {
    const code = { coding: [{ system: "http://loinc.org", code: "99999-9" }] };
    await expect(observations?.create?.(bench.context(), { ...heartRate(camila, 1), code })).rejects.toThrow(
      coded("epic_flowsheet_missing", { owner: "tenant" }),
    );
  });

  it("never sends a write twice, and says that it may have happened", async () => {
    const posts = async () =>
      (await bench.requests()).filter(({ method, path }) => method === "POST" && path.endsWith("/Patient"));
    const before = (await posts()).length;
    await bench.fault({ kind: "drop", method: "POST", path: "/Patient" });
    await expect(patients?.create?.(bench.context(), patient("Perhaps"))).rejects.toThrow(
      coded("vendor_outcome_unknown", { kind: "ambiguous" }),
    );
    expect(await posts()).toHaveLength(before + 1);
  });
});

describe("trying the connection", () => {
  it("stops at an address where no Epic is", async () => {
    const context = bench.context({ tokenUrl: undefined });
    const fhirBaseUrl = context.config.fhirBaseUrl.replace("/epic/", "/nowhere/");
    const checks = await epic.test({ ...context, config: { ...context.config, fhirBaseUrl } });
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ["Address", true],
      ["Discovery", false],
    ]);
  });

  it("refuses an address inside our own network", async () => {
    const checks = await epic.test(bench.context({ fhirBaseUrl: "http://169.254.169.254/api/FHIR/R4" }));
    expect(checks).toEqual([expect.objectContaining({ name: "Address", ok: false })]);
  });

  it("names the access that the token lacks", async () => {
    const checks = await epic.test(bench.context());
    expect(checks.find(({ name }) => name === "Access token")?.message).toBe("Epic gave an access token.");
  });
});
