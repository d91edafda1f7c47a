/** What the connectors that are made by one declaration each do beyond the contract, against their simulated vendors. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { meditech } from "./meditech";
import { nextgen } from "./nextgen";
import { openVendorBench, type VendorBench } from "./testing/bench";
import { pullAll } from "./testing/contract";
import { veradigm } from "./veradigm";

const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });
const known = (ids: string[]) => async (_entity: string, after: string | null) => (after === null ? ids : []);
const stranger = { clientId: "nobody-knows-this-client" };
const paths = { data: "", signIn: "token" };

describe.each([
  ["MEDITECH", () => openVendorBench({ connector: meditech, stranger, paths })],
  ["Veradigm", () => openVendorBench({ connector: veradigm, stranger, paths })],
  ["NextGen", () => openVendorBench({ connector: nextgen, stranger, paths })],
] as const)("%s", (_name, open: () => Promise<VendorBench>) => {
  let bench: VendorBench;
  let patientId = "";
  beforeAll(async () => {
    bench = await open();
    patientId = (await bench.vendor.held("Patient"))[5]?.id ?? "";
  });
  afterEach(() => bench.vendor.clearFaults());
  afterAll(() => bench.close());

  const isOfPatient = (text: string) => text.includes(`"Patient/${patientId}"`);

  /** The ids of what the vendor holds of an entity in the patient's chart. */
  async function charted(entity: (typeof bench.entities)[number]): Promise<string[]> {
    const type = bench.connector.entities[entity]?.remoteEntity ?? "";
    const held = await bench.vendor.held(type);
    return held
      .filter((one) => isOfPatient(JSON.stringify(one)))
      .map(({ id }) => id)
      .sort();
  }

  const chart = () =>
    bench.entities.filter((one) => !["patients", "practitioners", "medications"].includes(one));

  it("brings one patient with the whole chart and whom it names", async () => {
    const { ids, pages } = await pullAll(bench, bench.context(), { patient: { remoteId: patientId } });
    expect(ids("patients")).toEqual([patientId]);
    for (const entity of chart()) expect([entity, ids(entity)]).toEqual([entity, await charted(entity)]);
    expect(ids("practitioners").length).toBeGreaterThan(0);
    expect(pages.flatMap(({ errors }) => errors)).toEqual([]);
    expect(pages.at(-1)?.complete).toEqual({ wholePopulation: false });
  });

  it("brings the chart whole although the vendor forgets a search midway", async () => {
    const all = await charted("observations");
    const patient = { remoteId: patientId };
    const observation = (await bench.vendor.held("Observation")).find(({ id }) => id === all[0]);
    const added = await Promise.all(
      Array.from({ length: 220 }, () => bench.vendor.add("Observation", { ...observation, id: undefined })),
    );
    await bench.vendor.fault({ kind: "expired_page_session", count: 1 });
    const { ids, pages } = await pullAll(bench, bench.context(), { patient });
    expect(pages.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await bench.vendor.played()).toBe(1);
    expect(ids("observations")).toEqual([...all, ...added].sort());
    for (const id of added) await bench.vendor.remove("Observation", id);
  });

  it("finds a patient by number and by names, and guesses nobody", async () => {
    const held = (await bench.vendor.held("Patient")).find(({ id }) => id === patientId);
    const { identifier, name, birthDate } = JSON.parse(JSON.stringify(held));
    const [{ family, given }] = name;
    for (const demographics of [
      { identifier: identifier[0].value },
      { family, given: given[0], birthDate },
    ]) {
      const { ids } = await pullAll(bench, bench.context(), { patient: { demographics } });
      expect(ids("patients")).toEqual([patientId]);
    }
    const nobody = { family: "Nemo", given: "Outis", birthDate: "1901-01-01" };
    const search = pullAll(bench, bench.context(), { patient: { demographics: nobody } });
    await expect(search).rejects.toThrow(coded("patient_not_found"));
    const incomplete = pullAll(bench, bench.context(), { patient: { demographics: { family: "Nemo" } } });
    await expect(incomplete).rejects.toThrow(
      coded("demographics_incomplete", { errors: [{ path: "birthDate", message: expect.any(String) }] }),
    );
  });

  it("asks for the scopes of what is switched on, for reading alone", () => {
    const access = [{ entity: "conditions", direction: "bidirectional" } as const];
    const scopes = bench.connector.scopes?.(access) ?? [];
    expect(scopes.filter((scope) => !scope.includes("Group"))).toEqual(["system/Condition.rs"]);
    expect(scopes.join(" ")).not.toMatch(/\.\w*[cu]/);
  });

  it("has doors for what goes as messages alone, and says of every other entity that it takes no writes", () => {
    const told = [
      "patients",
      "encounters",
      "appointments",
      "observations",
      "diagnostic_reports",
      "documents",
    ];
    const ports = Object.values(bench.connector.entities);
    for (const port of ports.filter(({ entity }) => told.includes(entity))) {
      expect(port.directions).toContain("push");
      const isDeletable = port.entity !== "patients";
      const messages = ["create", "update", ...(isDeletable ? ["delete"] : [])];
      expect(port.write).toEqual({ create: true, update: true, delete: isDeletable, via: "hl7v2", messages });
      expect(port.limitations?.join()).toMatch(/(ADT|SIU|ORU|MDM)\^/);
    }
    for (const port of ports.filter(({ entity }) => !told.includes(entity))) {
      expect(port.directions).toEqual(["pull"]);
      expect(port.write).toEqual({ create: false, update: false, delete: false, via: null });
      expect([port.create, port.update, port.toRemote]).toEqual([undefined, undefined, undefined]);
      expect(port.limitations?.join()).toContain("no writes");
    }
  });

  it("brings what changed since the last run, and does not take the rest for deleted", async () => {
    const context = bench.context();
    const whole = await pullAll(bench, context);
    const { changedSince } = whole.pages.at(-1)?.complete ?? {};
    const [, condition] = await bench.vendor.held("Condition");
    await bench.vendor.change("Condition", condition?.id ?? "", { ...condition });
    const request = { mode: "incremental", changedSince } as const;
    const { ids, pages } = await pullAll(bench, context, request);
    expect(ids("conditions")).toContain(condition?.id);
    expect(pages.at(-1)?.complete).toMatchObject({ wholePopulation: false });
  });

  it("tells what is deleted from what is there", async () => {
    const added = await bench.vendor.add("Condition", { resourceType: "Condition" });
    const read = bench.connector.entities.conditions?.read;
    expect(await read?.(bench.context(), added)).toMatchObject({ state: "found" });
    await bench.vendor.remove("Condition", added);
    expect(await read?.(bench.context(), added)).toEqual({ state: "deleted", remoteId: added });
  });

  it("believes no half of a document", async () => {
    const [condition] = await bench.vendor.held("Condition");
    await bench.vendor.fault({ kind: "malformed_page", path: "Condition" });
    const read = bench.connector.entities.conditions?.read;
    await expect(read?.(bench.context(), condition?.id ?? "")).rejects.toMatchObject({ kind: "retryable" });
  });
});

describe.each([
  ["MEDITECH", () => openVendorBench({ connector: meditech, stranger, paths })],
  ["Veradigm", () => openVendorBench({ connector: veradigm, stranger, paths })],
] as const)("%s without a group", (_name, open: () => Promise<VendorBench>) => {
  it("refreshes the patients already known, chart by chart", async () => {
    const bench = await open();
    const ids = (await bench.truth("patients")).slice(0, 7);
    const context = bench.context({ groupId: undefined });
    const { pages, ids: pulled } = await pullAll(bench, context, { knownRemoteIds: known(ids) });
    expect(pages[0]?.note).toContain("group id");
    expect(pulled("patients")).toEqual(ids);
    expect(pulled("observations").length).toBeGreaterThan(0);
    await bench.close();
  });
});
