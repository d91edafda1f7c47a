import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { setClock } from "@/lib/platform/clock";
import { isShown } from "../contract";
import { pullAll } from "../testing/contract";
import { eclinicalworks } from ".";
import { type EclinicalworksBench, openEclinicalworksBench } from "./testing/bench";

const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });

let bench: EclinicalworksBench;
beforeAll(async () => {
  bench = await openEclinicalworksBench({ quotaScale: 100 });
});
afterEach(() => bench.vendor.clearFaults());
afterAll(() => bench.close());

async function someChart(): Promise<string> {
  const [observation] = await bench.vendor.held("Observation");
  return observation?.subject?.reference.replace("Patient/", "") ?? "";
}

describe("one patient", () => {
  it("comes by id with the chart, and with whom it names", async () => {
    const id = await someChart();
    const { ids, pages } = await pullAll(bench, bench.context(), { patient: { remoteId: id } });
    const held = await bench.vendor.held("Observation");
    const own = held.filter(({ subject }) => subject?.reference === `Patient/${id}`);
    expect(ids("patients")).toEqual([id]);
    expect(ids("observations")).toEqual(own.map((one) => one.id).sort());
    expect(ids("practitioners").length).toBeGreaterThan(0);
    expect(pages.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("comes by number or by names", async () => {
    const [, held] = await bench.vendor.held("Patient");
    const { identifier, name, birthDate } = JSON.parse(JSON.stringify(held));
    const { family, given } = name[0];
    for (const demographics of [
      { identifier: identifier[0].value },
      { family, given: given[0], birthDate },
    ]) {
      const { ids } = await pullAll(bench, bench.context(), { patient: { demographics } });
      expect(ids("patients")).toEqual([held?.id]);
    }
  });

  it("is not searched by too little, and what is missing is named", async () => {
    const demographics = { family: "Lopez", gender: "female" };
    await expect(pullAll(bench, bench.context(), { patient: { demographics } })).rejects.toThrow(
      coded("demographics_incomplete", { errors: [{ path: "birthDate", message: expect.any(String) }] }),
    );
  });
});

describe("the population", () => {
  it("is asked for what changed since, by export", async () => {
    const whole = await pullAll(bench, bench.context());
    const { changedSince } = whole.pages.at(-1)?.complete ?? {};
    const added = await bench.vendor.add("Condition", { resourceType: "Condition" });
    const { ids } = await pullAll(bench, bench.context(), { mode: "incremental", changedSince });
    expect([ids("conditions"), ids("patients")]).toEqual([[added], []]);
    await bench.vendor.remove("Condition", added);
  });

  it("without a group is read chart by chart, and only observations are asked for by their change", async () => {
    const id = await someChart();
    const { pages } = await pullAll(bench, bench.context({ groupId: undefined }), {
      mode: "incremental",
      changedSince: "2026-03-01T12:00:00Z",
      knownRemoteIds: async (_entity, after) => (after === null ? [id] : []),
    });
    expect(pages.at(-1)?.complete).toEqual({ wholePopulation: false, changedSince: expect.any(String) });
    const asked = await bench.vendor.requests();
    const last = (type: string) => asked.findLast(({ path }) => path.endsWith(`/${type}`))?.query;
    expect(last("Observation")).toContain("_since=2026-03-01T12");
    expect(last("Condition")).not.toMatch(/since|lastUpdated/i);
  });
});

describe("signing in", () => {
  it("gets one token for exports and one for all else", async () => {
    const context = { ...bench.context(), access: [{ entity: "observations", direction: "pull" } as const] };
    const before = await bench.vendor.calls(bench.paths.signIn);
    await pullAll(bench, context, { entities: ["observations"] });
    await pullAll(bench, context, { entities: ["observations"], patient: { remoteId: "nobody" } });
    expect((await bench.vendor.calls(bench.paths.signIn)) - before).toBe(2);
    expect(eclinicalworks.scopes?.(context.access)).toEqual(["system/Observation.read", "system/Group.read"]);
  });

  it("names what was not granted", async () => {
    const checks = await eclinicalworks.test(bench.context());
    expect(checks.find(({ name }) => name === "Access token")?.message).toBe(
      "eClinicalWorks gave an access token.",
    );
  });
});

it("reads no appointments, and offers no write but of what goes as messages", () => {
  expect(eclinicalworks.entities.appointments).toMatchObject({ directions: ["push"] });
  const scopes = eclinicalworks.scopes?.([{ entity: "appointments", direction: "push" }]) ?? [];
  expect(scopes.filter((scope) => scope.includes("Appointment"))).toEqual([]);
  for (const { write, limitations } of Object.values(eclinicalworks.entities).filter(isShown)) {
    expect([write.create, write.update]).toEqual(write.via === "hl7v2" ? [true, true] : [false, false]);
    expect(limitations).toContain("eClinicalWorks takes no writes over FHIR.");
  }
});

it("waits until the minute ends when the practice was asked too often by others", async () => {
  await bench.vendor.fault({ kind: "status", status: 429, path: "/Observation/" });
  // A little ago, so that the vendor still believes our signature.
  const quarterTo = Math.floor(Date.now() / 60_000) * 60_000 - 15_000;
  const restore = setClock(() => quarterTo);
  const read = eclinicalworks.entities.observations?.read?.(bench.context(), "any");
  await expect(read).rejects.toThrow(coded("vendor_rate_limited", { retryAfterMs: 15_000 }));
  restore();
});
