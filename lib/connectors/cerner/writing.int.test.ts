import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FhirJson } from "@/lib/fhir";
import { cerner } from ".";
import { openCerner } from "./api";
import { cernerPorts } from "./entities";
import { type CernerBench, openCernerBench } from "./testing/bench";
import { heartRate, patient, proposal } from "./testing/resources";

const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });

let bench: CernerBench;
let someone: string;
beforeAll(async () => {
  bench = await openCernerBench({ patients: 8 });
  someone = await bench.vendor.add("Patient", patient("Someone"));
});
afterEach(() => bench.vendor.clearFaults());
afterAll(() => bench.close());

const { patients, observations, appointments, medication_requests } = cerner.entities;

/** A new patient of a test's own, as Oracle Health has it. */
async function created(family: string) {
  const item = await patients?.create?.(bench.context(), patient(family));
  if (!item) throw new Error("no patient was created");
  return item;
}

async function changed(
  { remoteId, resource, remoteVersion }: Awaited<ReturnType<typeof created>>,
  facts: FhirJson,
) {
  const change = { remoteId, before: resource, after: { ...resource, ...facts }, version: remoteVersion };
  return patients?.update?.(bench.context(), change);
}

describe("a new resource", () => {
  it("is answered as Oracle Health made it, with its version", async () => {
    const item = await created("Newcomer");
    expect(await bench.truth("patients")).toContain(item.remoteId);
    expect(item).toMatchObject({
      remoteVersion: "0",
      resource: { telecom: [{ id: "CI-PH-1" }, { id: "CI-PH-2" }] },
    });
  });

  it("may ask for a time at a place", async () => {
    const item = await appointments?.create?.(bench.context({ hl7Address: undefined }), proposal(someone));
    expect(item?.resource).toMatchObject({ status: "proposed" });
  });

  it("is found again when its answer was lost", async () => {
    await bench.vendor.fault({ kind: "drop", method: "POST", path: "/Observation", count: 1 });
    const resource = heartRate(someone, 66);
    await expect(observations?.create?.(bench.context(), resource)).rejects.toThrow(
      coded("vendor_outcome_unknown", { kind: "ambiguous" }),
    );
    const id = await bench.vendor.add("Observation", resource);
    const found = await observations?.alike?.(bench.context(), resource);
    expect(found?.map(({ remoteId }) => remoteId)).toContain(id);
    const twin = await bench.vendor.add("Patient", patient("Twin"));
    const persons = await patients?.alike?.(bench.context(), patient("Twin"));
    expect(persons?.map(({ remoteId }) => remoteId)).toEqual([twin]);
  });

  it("is refused in words that quote nothing of it", async () => {
    const { identifier: _, ...incomplete } = patient("Halfway");
    const error: unknown = await patients
      ?.create?.(bench.context(), incomplete)
      .catch((caught: unknown) => caught);
    expect(error).toEqual(coded("cerner_element_missing", { owner: "caller" }));
    const survey = { ...heartRate(someone, 66), category: [{ coding: [{ code: "survey" }] }] };
    await expect(observations?.create?.(bench.context(), survey)).rejects.toThrow(
      coded("cerner_business_rule"),
    );
    expect(JSON.stringify(error)).not.toContain("Halfway");
  });
});

describe("a change of a patient", () => {
  it("touches the items that differ and leaves the others", async () => {
    const item = await created("Mover");
    const [phone] = [item.resource.telecom].flat();
    const moved = await changed(item, {
      gender: "other",
      telecom: [
        { ...Object(phone), value: "608-555-0199" },
        { system: "phone", value: "608-555-0300", use: "mobile" },
      ],
    });
    expect(moved).toMatchObject({
      remoteVersion: "1",
      resource: { gender: "other", birthDate: "1990-02-03" },
    });
    expect(moved?.resource.telecom).toEqual([
      { ...Object(phone), value: "608-555-0199" },
      { id: expect.any(String), system: "phone", value: "608-555-0300", use: "mobile" },
    ]);
  });

  it("is refused when somebody else was quicker", async () => {
    const item = await created("Contested");
    await changed(item, { gender: "other" });
    await expect(changed(item, { gender: "male" })).rejects.toThrow(
      coded("version_conflict", { status: 409 }),
    );
  });

  it("without a known version changes nothing", async () => {
    const item = await created("Unversioned");
    await expect(changed({ ...item, remoteVersion: undefined }, { gender: "male" })).rejects.toThrow(
      coded("version_conflict"),
    );
  });

  it("waits while somebody edits the record", async () => {
    const item = await created("Edited");
    await bench.vendor.fault({ kind: "status", status: 423, method: "PATCH", count: 1 });
    await expect(changed(item, { gender: "other" })).rejects.toThrow(
      coded("cerner_record_locked", { kind: "retryable" }),
    );
  });

  it("asks nothing of Oracle Health when it takes no such change, or when there is none", async () => {
    const item = await created("Quiet");
    const patches = async () =>
      (await bench.vendor.requests()).filter(({ method }) => method === "PATCH").length;
    const before = await patches();
    await expect(changed(item, { active: false })).rejects.toThrow(coded("change_not_offered"));
    expect(await changed(item, {})).toMatchObject({ remoteVersion: "0" });
    expect(await patches()).toBe(before);
  });

  it("would be refused without the test of an item's id", async () => {
    const { remoteId } = await created("Untested");
    const { server } = await openCerner(bench.context(), cernerPorts);
    const body = JSON.stringify([{ op: "remove", path: "/telecom/0" }]);
    const headers = { "content-type": "application/json-patch+json", "if-match": 'W/"0"' };
    await expect(server.call(`Patient/${remoteId}`, { method: "PATCH", body, headers })).rejects.toThrow(
      coded("cerner_business_rule"),
    );
  });
});

describe("a change of another resource", () => {
  it("replaces an observation", async () => {
    const item = await observations?.create?.(bench.context(), heartRate(someone, 66));
    const before = item?.resource ?? {};
    const updated = await observations?.update?.(bench.context(), {
      remoteId: item?.remoteId ?? "",
      before,
      after: { ...before, status: "amended" },
      version: item?.remoteVersion,
    });
    expect(updated).toMatchObject({ remoteVersion: "2", resource: { status: "amended" } });
  });

  it("cancels a prescription, and changes nothing else of it", async () => {
    const [id = ""] = await bench.truth("medication_requests");
    const state = await medication_requests?.read?.(bench.context(), id);
    if (state?.state !== "found") throw new Error("the prescription is gone");
    const { resource: before, remoteVersion: version } = state.item;
    const update = (after: FhirJson) =>
      medication_requests?.update?.(bench.context(), { remoteId: id, before, after, version });
    await expect(update({ ...before, intent: "plan" })).rejects.toThrow(coded("change_not_offered"));
    expect(await update({ ...before, status: "cancelled" })).toMatchObject({
      resource: { status: "cancelled" },
    });
  });
});
