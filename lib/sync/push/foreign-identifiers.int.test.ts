import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { changeRecord, listRecords } from "@/lib/records";
import type { Connection } from "../testing/connection";
import { SyncBed } from "../testing/testbed";

let bed: SyncBed;
let clinic: Connection;
let hospital: Connection;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 8 } });
  bed.startWorker();
  const both = { entities: ["patients"], direction: "bidirectional" } as const;
  clinic = await bed.connect({ connector: "fhir-r4", ...both });
  hospital = await bed.connect({ connector: "epic", beside: clinic, ...both });
});
afterAll(() => bed.close());

const run = (at: Connection) => bed.run(at, { mode: "FULL", direction: "BIDIRECTIONAL" });

async function identifiersAtClinic(): Promise<Map<string, unknown>> {
  const held = await bed.vendorOf("fhir-r4").held("Patient");
  return new Map(held.map(({ id, identifier }) => [id, identifier]));
}

/** A patient whom both systems have and call by different identifiers. */
async function sharedPatient() {
  const { data } = await listRecords(clinic.actor, "patients", {}, { limit: 50, place: null });
  const shared = data.find(({ links, data: { identifiers } }) => {
    const systems = Array.isArray(identifiers) ? identifiers.map((one) => Object(one).system) : [];
    return links.length === 2 && new Set(systems).size > 1;
  });
  if (!shared) throw new Error("The systems share nobody");
  return shared;
}

it("tells no system what numbers another has given a patient, whatever else of them is told", async () => {
  await run(clinic);
  const own = await identifiersAtClinic();
  expect((await run(hospital)).counts).toMatchObject({ failed: 0, conflicted: 0 });

  // What else the hospital knows of them, the clinic may know.
  expect((await run(clinic)).counts).toMatchObject({ skipped: 0, conflicted: 0, failed: 0 });
  expect(await identifiersAtClinic()).toEqual(own);

  const { id, version } = await sharedPatient();
  await changeRecord(clinic.actor, "patients", id, { patch: { language: "it" }, ifMatch: `"${version}"` });
  expect((await run(clinic)).counts).toMatchObject({ changed: 1, conflicted: 0, failed: 0 });
  expect(await identifiersAtClinic()).toEqual(own);
  expect((await run(clinic)).counts).toMatchObject({ changed: 0, conflicted: 0, failed: 0 });
});

it("tells what a person wrote here", async () => {
  const { id, version, data } = await sharedPatient();
  const ours = { system: "urn:carelane:lab", value: "L-1", type: null, use: null };
  const identifiers = [...(Array.isArray(data.identifiers) ? data.identifiers : []), ours];
  await changeRecord(clinic.actor, "patients", id, { patch: { identifiers }, ifMatch: `"${version}"` });
  const before = await identifiersAtClinic();
  expect((await run(clinic)).counts).toMatchObject({ changed: 1, conflicted: 0, failed: 0 });
  const told = [...(await identifiersAtClinic())].filter(
    ([patient, now]) => !isDeepStrictEqual(now, before.get(patient)),
  );
  expect(told.map(([patient, now]) => [now, before.get(patient)])).toEqual([
    [[expect.anything(), { system: "urn:carelane:lab", value: "L-1" }], [expect.anything()]],
  ]);
});
