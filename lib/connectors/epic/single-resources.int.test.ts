import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pullAll } from "../testing/contract";
import { epic } from ".";
import { type EpicBench, openEpicBench } from "./testing/bench";
import { camila, heartRate, patient } from "./testing/resources";

const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });

let bench: EpicBench;
beforeAll(async () => {
  bench = await openEpicBench();
});
afterEach(() => bench.vendor.clearFaults());
afterAll(() => bench.close());

const { patients, observations } = epic.entities;

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
    const ids = await Promise.all([1, 2].map(() => bench.vendor.add("Patient", patient("Doppelgänger"))));
    const demographics = { family: "Doppelgänger", given: "Ada", birthDate: "1990-02-03" };
    await expect(pullOne({ demographics })).rejects.toThrow(coded("patient_ambiguous"));
    for (const id of ids) await bench.vendor.remove("Patient", id);
  });

  it("is said to be unknown without repeating the details", async () => {
    const demographics = { family: "Nemo", given: "Outis", birthDate: "1901-01-01" };
    const error: unknown = await pullOne({ demographics }).catch((caught: unknown) => caught);
    expect(error).toEqual(coded("patient_not_found"));
    expect(JSON.stringify(error)).not.toMatch(/Nemo|Outis|1901/);
  });

  it("has every observation although the page session expires and entries repeat", async () => {
    const id = await bench.vendor.add("Patient", patient("Charted"));
    const charted = await Promise.all(
      Array.from({ length: 450 }, (_, index) =>
        bench.vendor.add("Observation", heartRate(id, 60 + (index % 40))),
      ),
    );
    await bench.vendor.fault({ kind: "expired_page_session", count: 1 });
    await bench.vendor.fault({ kind: "duplicate_entry", count: 2, path: "Observation" });
    const { ids } = await pullOne({ remoteId: id });
    expect(ids("observations")).toEqual(charted.sort());
    for (const observation of charted) await bench.vendor.remove("Observation", observation);
    await bench.vendor.remove("Patient", id);
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
    const deleted = await bench.vendor.add("Patient", patient("Deleted"));
    const merged = await bench.vendor.add("Patient", patient("Absorbed"));
    await bench.vendor.remove("Patient", deleted);
    await bench.vendor.merge(merged, camila);
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
    const before = item?.resource ?? {};
    const change = { remoteId: id, before, after: { ...before, status: "amended" } };
    const updated = await observations?.update?.(context, change);
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
      (await bench.vendor.requests()).filter(
        ({ method, path }) => method === "POST" && path.endsWith("/Patient"),
      );
    const before = (await posts()).length;
    await bench.vendor.fault({ kind: "drop", method: "POST", path: "/Patient" });
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
