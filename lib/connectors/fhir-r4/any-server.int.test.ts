import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { serve } from "../protocols/fhir-r4/testing/served-fhir";
import { openVendorBench, type VendorBench } from "../testing/bench";
import { lastCursor, pullAll } from "../testing/contract";
import { fhirR4 } from ".";
import type { FhirConfig } from "./config";

const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });
const { patients, observations, conditions } = fhirR4.entities;

let bench: VendorBench<FhirConfig>;
beforeAll(async () => {
  const paths = { data: "", signIn: "token" };
  bench = await openVendorBench({ connector: fhirR4, paths, stranger: {} });
});
afterEach(() => bench.vendor.clearFaults());
afterAll(() => bench.close());

const withoutGroup = () => bench.context({ groupId: undefined });

describe("without a group", () => {
  it("reads every type by searches, and goes on where it stopped without a gap", async () => {
    const context = withoutGroup();
    const first = await pullAll(bench, context, { stopAfter: 2 });
    const rest = await pullAll(bench, context, { cursor: lastCursor(first.pages) });
    for (const entity of bench.entities) {
      expect([...first.ids(entity), ...rest.ids(entity)].sort()).toEqual(await bench.truth(entity));
    }
    expect(rest.pages.at(-1)?.complete).toMatchObject({ wholePopulation: true });
  });

  it("reads all though the server forgets a search midway", async () => {
    await bench.vendor.fault({ kind: "expired_page_session", count: 1 });
    const { ids } = await pullAll(bench, withoutGroup());
    expect(await bench.vendor.played()).toBe(1);
    expect(ids("observations")).toEqual(await bench.truth("observations"));
  });

  it("asks for what changed since, where the statement lists a time of change", async () => {
    const added = await bench.vendor.add("Condition", { resourceType: "Condition" });
    const changedSince = new Date(Date.now() - 60_000).toISOString();
    const { pages } = await pullAll(bench, withoutGroup(), { mode: "incremental", changedSince });
    expect(pages.flatMap(({ items }) => items).map(({ remoteId }) => remoteId)).toEqual([added]);
    await bench.vendor.remove("Condition", added);
  });
});

describe("writing", () => {
  const patient = {
    resourceType: "Patient",
    identifier: [{ system: "urn:example", value: "N-1" }],
    name: [{ family: "Newcomer", given: ["Nora"] }],
    birthDate: "1990-02-03",
  };

  it("creates, finds what may be alike, and replaces at the version that was read", async () => {
    const context = bench.context();
    const item = await patients?.create?.(context, patient);
    expect(item).toMatchObject({ remoteVersion: "1", resource: { birthDate: "1990-02-03" } });
    const alike = await patients?.alike?.(context, patient);
    expect(alike?.map(({ remoteId }) => remoteId)).toEqual([item?.remoteId]);
    const before = item?.resource ?? {};
    const change = { remoteId: item?.remoteId ?? "", before, after: { ...before, gender: "female" } };
    const updated = await patients?.update?.(context, { ...change, version: "1" });
    expect(updated).toMatchObject({ remoteVersion: "2", resource: { gender: "female" } });
    await expect(patients?.update?.(context, { ...change, version: "1" })).rejects.toThrow(
      coded("version_conflict"),
    );
  });

  it("finds what may be alike in the chart it belongs to", async () => {
    const [held] = await bench.vendor.held("Observation");
    const alike = await observations?.alike?.(bench.context(), { ...held });
    expect(alike?.map(({ remoteId }) => remoteId)).toContain(held?.id);
  });
});

/** What a server says that reads, searches and creates these types. */
function statementOf(types: readonly string[], fhirVersion = "4.0.1"): string {
  const interaction = ["read", "search-type", "create"].map((code) => ({ code }));
  const resource = types.map((type) => ({ type, interaction }));
  return JSON.stringify({
    resourceType: "CapabilityStatement",
    fhirVersion,
    rest: [{ mode: "server", resource }],
  });
}

describe("a server that offers little", () => {
  const patientPage = JSON.stringify({
    resourceType: "Bundle",
    entry: [{ resource: { resourceType: "Patient", id: "p1" }, search: { mode: "match" } }],
  });
  const small = (fhirVersion?: string) =>
    serve((request, response) => {
      response.end(request.url === "/metadata" ? statementOf(["Patient"], fhirVersion) : patientPage);
    });
  const settings = (base: string, more: Partial<FhirConfig> = {}): FhirConfig => ({
    fhirBaseUrl: base,
    ...more,
  });

  it.each([
    ["nothing", {}, undefined],
    ["an access token", { accessToken: "t" }, "Bearer t"],
    ["a user and password", { userName: "u", password: "p" }, "Basic dTpw"],
  ])("is signed in to with %s", async (_, more, authorization) => {
    const { base, requests } = await small();
    const context = { ...bench.context(), config: settings(base, more) };
    const { ids } = await pullAll(bench, context);
    expect(ids("patients")).toEqual(["p1"]);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([authorization, authorization]);
  });

  it("is written nothing that it does not offer", async () => {
    const { base, requests } = await small();
    const context = { ...bench.context(), config: settings(base) };
    await expect(conditions?.create?.(context, { resourceType: "Condition" })).rejects.toThrow(
      coded("not_offered", { detail: expect.stringContaining("create of Condition") }),
    );
    expect(requests.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("is told apart step by step from one of another version", async () => {
    const good = await small();
    const checks = await fhirR4.test({ ...bench.context(), config: settings(good.base) });
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ["Address", true],
      ["Capability statement", true],
      ["Reading", true],
      ["Real time", true],
    ]);
    expect(checks.at(-1)?.message).toContain("the server offers no subscriptions");
    expect(checks[1]?.message).toContain("no Practitioner");
    const old = await small("3.0.2");
    const refused = await fhirR4.test({ ...bench.context(), config: settings(old.base) });
    expect(refused.at(-1)).toMatchObject({ name: "Capability statement", ok: false });
  });
});

it("tells before it is switched on whether real time can work, and where to", async () => {
  const context = withoutGroup();
  expect((await fhirR4.test(context)).at(-1)).toEqual({
    name: "Real time",
    ok: true,
    message: expect.stringContaining(`/api/webhooks/${context.integrationId}`),
  });
});

it("says which right is missing for real time, while all else works", async () => {
  const rights = { access_token: "t", token_type: "bearer", expires_in: 300, scope: "system/Patient.read" };
  const { base } = await serve((request, response) => {
    if (request.url === "/metadata") return response.end(statementOf(["Patient", "Subscription"]));
    if (request.url === "/token") return response.end(JSON.stringify(rights));
    return request.url?.startsWith("/Patient")
      ? response.end(JSON.stringify({ resourceType: "Bundle", type: "searchset" }))
      : response.writeHead(404).end();
  });
  const config = { fhirBaseUrl: base, tokenUrl: `${base}/token`, clientId: "c", clientSecret: "s" };
  const access = [{ entity: "patients", direction: "pull" } as const];
  const checks = await fhirR4.test({ ...withoutGroup(), access, config });
  expect(checks.every(({ ok }) => ok)).toBe(true);
  expect(checks.at(-1)).toMatchObject({
    name: "Real time",
    fix: expect.stringContaining("Add system/Subscription.read and system/Subscription.write"),
  });
});

it("asks for the rights that the server offers, of what is switched on alone", async () => {
  const context = {
    ...withoutGroup(),
    access: [{ entity: "observations", direction: "bidirectional" } as const],
  };
  const checks = await fhirR4.test(context);
  expect(checks.every(({ ok }) => ok)).toBe(true);
  await expect(patients?.read?.(context, "1")).rejects.toThrow(coded("access_refused"));
});
