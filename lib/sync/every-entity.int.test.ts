import { afterAll, beforeAll, expect, it } from "vitest";
import { listRecords, type RecordEntity, recordEntities } from "@/lib/records";
import { referenceFields } from "@/lib/records/schema";
import type { Connection } from "./testing/connection";
import { SyncBed } from "./testing/testbed";

let bed: SyncBed;
let connection: Connection;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 12 } });
  bed.startWorker();
  connection = await bed.connect({ entities: recordEntities });
});
afterAll(() => bed.close());

const typeOf: Record<RecordEntity, string> = {
  patients: "Patient",
  practitioners: "Practitioner",
  observations: "Observation",
  conditions: "Condition",
  medications: "Medication",
  medication_requests: "MedicationRequest",
  appointments: "Appointment",
  encounters: "Encounter",
  diagnostic_reports: "DiagnosticReport",
  documents: "DocumentReference",
};

async function recordsOf(entity: RecordEntity): Promise<Record<string, unknown>[]> {
  const { data } = await listRecords(connection.actor, entity, {}, { limit: 1_000, place: null });
  return data.map((record) => record.data);
}

/** Every id at a pattern such as `participants[].practitionerId`. */
function idsAt(data: unknown, pattern: string): unknown[] {
  return pattern
    .replaceAll("[]", ".[]")
    .split(".")
    .reduce<unknown[]>(
      (values, part) => values.flatMap((value) => (part === "[]" ? value : [Object(value)[part]])),
      [data],
    );
}

it("takes in every record of every entity", async () => {
  const job = await bed.run(connection, { mode: "FULL" });
  expect(job).toMatchObject({ status: "COMPLETED", counts: { failed: 0, conflicted: 0 } });
  for (const entity of recordEntities) {
    expect([entity, (await recordsOf(entity)).length]).toEqual([
      entity,
      (await bed.vendor.held(typeOf[entity])).length,
    ]);
  }
});

it("points at records of ours wherever the vendor points at its own, in lists too", async () => {
  const filled: string[] = [];
  for (const entity of recordEntities) {
    const records = await recordsOf(entity);
    for (const [pattern, target] of Object.entries(referenceFields[entity])) {
      const { data } = await listRecords(connection.actor, target, {}, { limit: 1_000, place: null });
      const known = data.map(({ id }) => id);
      const ids = records.flatMap((record) => idsAt(record, pattern)).filter((id) => id !== null);
      expect([entity, pattern, ids.filter((id) => !known.includes(String(id)))]).toEqual([
        entity,
        pattern,
        [],
      ]);
      if (ids.length > 0) filled.push(`${entity}: ${pattern}`);
    }
  }
  expect(filled).toEqual(
    expect.arrayContaining([
      "observations: patientId",
      "conditions: encounterId",
      "medication_requests: medicationId",
      "encounters: participants[].practitionerId",
      "encounters: appointmentIds[]",
      "diagnostic_reports: resultIds[]",
      "documents: authorIds[]",
    ]),
  );
});

it("finds nothing changed when it comes again", async () => {
  const { counts, status } = await bed.run(connection, { mode: "FULL" });
  expect({ status, ...counts }).toMatchObject({ status: "COMPLETED", added: 0, changed: 0, failed: 0 });
});
