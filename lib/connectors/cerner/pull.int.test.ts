import { generateKeyPair } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PullPage } from "../contract";
import { pullAll } from "../testing/contract";
import { cerner } from ".";
import { type CernerBench, openCernerBench } from "./testing/bench";
import { heartRate, patient } from "./testing/resources";

const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });

let bench: CernerBench;
beforeAll(async () => {
  bench = await openCernerBench({ patients: 12 });
});
afterEach(() => bench.vendor.clearFaults());
afterAll(() => bench.close());

const known = (ids: string[]) => async (_entity: string, after: string | null, limit: number) =>
  ids.filter((id) => after === null || id > after).slice(0, limit);

const changedSinceOf = (pages: readonly PullPage[]) => pages.at(-1)?.complete?.changedSince;
const queriesOf = async (path: string) =>
  (await bench.vendor.requests()).flatMap((heard) =>
    heard.path.endsWith(path) ? [decodeURIComponent(heard.query)] : [],
  );

describe("an incremental run", () => {
  it("asks an export for what changed since the one before", async () => {
    const context = bench.context();
    const full = await pullAll(bench, context);
    const changedSince = changedSinceOf(full.pages);
    const id = await bench.vendor.add("Patient", patient("Newcomer"));
    const { ids, pages } = await pullAll(bench, context, { mode: "incremental", changedSince });
    expect((await queriesOf("$export")).at(-1)).toContain(`_since=${changedSince}`);
    expect(ids("patients")).toEqual([id]);
    expect(pages.at(-1)?.complete).toMatchObject({
      wholePopulation: false,
      changedSince: expect.any(String),
    });
  });

  it("asks without a group for what changed in the charts of known patients, where the searches can say so", async () => {
    const context = bench.context({ groupId: undefined });
    const patients = (await bench.truth("patients")).slice(0, 3);
    const knownRemoteIds = known(patients);
    const full = await pullAll(bench, context, { knownRemoteIds });
    expect(full.ids("observations").length).toBeGreaterThan(1);
    expect(full.ids("appointments").length).toBeGreaterThan(0);
    const changedSince = new Date(Date.now() - 1_000).toISOString();
    const id = await bench.vendor.add("Observation", heartRate(patients[0] ?? "", 71));
    const { ids } = await pullAll(bench, context, { knownRemoteIds, mode: "incremental", changedSince });
    expect(ids("observations")).toEqual([id]);
    expect(ids("patients")).toEqual(patients);
    expect(ids("appointments")).toEqual(full.ids("appointments"));
    const queries = await queriesOf("/MedicationRequest");
    expect(queries.at(-1)).toContain(`_lastUpdated=ge${changedSince}`);
    await bench.vendor.remove("Observation", id);
  });

  it("waits for an export that is still running instead of beginning another", async () => {
    await bench.vendor.fault({ kind: "status", status: 429, retryAfter: 600, path: "$export" });
    await expect(pullAll(bench, bench.context())).rejects.toMatchObject({
      kind: "rate_limited",
      retryAfterMs: 600_000,
    });
  });
});

describe("one patient", () => {
  const pullOne = (selector: object) => pullAll(bench, bench.context(), { patient: selector });

  it("comes by name and birth date with everything of the chart, over pages that expire", async () => {
    const id = await bench.vendor.add("Patient", patient("Charted"));
    const charted = await Promise.all(
      Array.from({ length: 230 }, (_, index) =>
        bench.vendor.add("Observation", heartRate(id, 60 + (index % 40))),
      ),
    );
    await bench.vendor.fault({ kind: "expired_page_session", count: 1 });
    await bench.vendor.fault({ kind: "duplicate_entry", count: 2, path: "Observation" });
    const { ids } = await pullOne({
      demographics: { family: "Charted", given: "Ada", birthDate: "1990-02-03" },
    });
    expect(ids("patients")).toEqual([id]);
    expect(ids("observations")).toEqual(charted.sort());
  });

  it("that was combined into another leads there", async () => {
    const survivor = await bench.vendor.add("Patient", patient("Survivor"));
    const combined = await bench.vendor.add("Patient", patient("Combined"));
    await bench.vendor.merge(combined, survivor);
    expect(await cerner.entities.patients?.read?.(bench.context(), combined)).toMatchObject({
      state: "merged",
      remoteId: combined,
      into: { remoteId: survivor },
    });
    const { pages, ids } = await pullAll(bench, bench.context(), { entities: ["patients"] });
    expect(ids("patients")).not.toContain(combined);
    expect(pages.flatMap(({ deleted = [] }) => deleted)).toEqual([
      { entity: "patients", remoteId: combined },
    ]);
  });
});

describe("signing in", () => {
  it("goes by our key where there is no secret", async () => {
    const { pages } = await pullAll(bench, bench.context({ clientSecret: undefined }), {
      entities: ["patients"],
    });
    expect(pages.at(-1)).toMatchObject({ complete: { wholePopulation: true } });
  });

  it("with a key that Oracle Health does not know says what to compare", async () => {
    const { privateKey } = await generateKeyPair("RS384");
    const context = {
      ...bench.context({ clientSecret: undefined }),
      signingKey: async () => ({ keyId: "bench-key", algorithm: "RS384", privateKey }) as const,
    };
    await expect(pullAll(bench, context)).rejects.toThrow(coded("sign_in_refused", { kind: "auth_expired" }));
  });

  it("in a notation that the account does not have is refused in plain words", async () => {
    await expect(pullAll(bench, bench.context({ scopeNotation: "v1" }))).rejects.toThrow(
      coded("scope_refused", { owner: "tenant" }),
    );
    const checks = await cerner.test(bench.context({ scopeNotation: "v1" }));
    expect(checks.at(-1)).toMatchObject({ ok: false, fix: expect.stringContaining("notation") });
  });

  it("asks only for what is switched on, and a refusal beyond that is the site's to settle", async () => {
    const context = { ...bench.context(), access: [{ entity: "patients", direction: "pull" } as const] };
    const { ids } = await pullAll(bench, context, { entities: ["patients"] });
    expect(ids("patients").length).toBeGreaterThan(0);
    await expect(cerner.entities.patients?.create?.(context, patient("Unasked"))).rejects.toThrow(
      coded("cerner_not_authorized", { owner: "tenant" }),
    );
  });
});
