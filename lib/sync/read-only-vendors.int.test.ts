import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isShown } from "@/lib/connectors/contract";
import { connectorById } from "@/lib/connectors/registry";
import { listRecords, type RecordEntity } from "@/lib/records";
import type { Connection } from "./testing/connection";
import { SyncBed } from "./testing/testbed";

let bed: SyncBed;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 12 } });
  bed.startWorker();
});
afterAll(() => bed.close());

const entitiesOf = (id: string) =>
  Object.values(connectorById(id)?.entities ?? {})
    .filter(isShown)
    .map(({ entity }) => entity as RecordEntity);

async function recordsOf({ actor }: Connection, entity: RecordEntity) {
  const { data } = await listRecords(actor, entity, {}, { limit: 1_000, place: null });
  return data.map((record) => record.data);
}

describe.each(["meditech", "veradigm", "nextgen"])("%s", (connector) => {
  it("fills every entity by a run that would also push, and finds nothing new in the next", async () => {
    const entities = entitiesOf(connector);
    const connection = await bed.connect({ connector, entities });
    const first = await bed.run(connection, { mode: "FULL", direction: "BIDIRECTIONAL" });
    expect(first).toMatchObject({ status: "COMPLETED", counts: { failed: 0, conflicted: 0 } });
    const vendor = bed.vendorOf(connector);
    for (const entity of entities) {
      const held = await vendor.held(connectorById(connector)?.entities[entity]?.remoteEntity ?? "");
      expect([entity, (await recordsOf(connection, entity)).length]).toEqual([entity, held.length]);
    }
    const second = await bed.run(connection, { mode: "INCREMENTAL" });
    expect(second).toMatchObject({ status: "COMPLETED", counts: { added: 0, changed: 0, failed: 0 } });
  });
});

it("keeps what is known of a record that Veradigm then shows only redacted", async () => {
  const connection = await bed.connect({ connector: "veradigm", entities: ["patients", "conditions"] });
  await bed.run(connection, { mode: "FULL" });
  const before = await recordsOf(connection, "conditions");
  const vendor = bed.vendorOf("veradigm");
  const [condition] = await vendor.held("Condition");
  const meta = { security: [{ code: "REDACTED" }] };
  await vendor.change("Condition", condition?.id ?? "", {
    resourceType: "Condition",
    subject: condition?.subject,
    meta,
  });
  const job = await bed.run(connection, { mode: "INCREMENTAL" });
  expect(job).toMatchObject({ counts: { failed: 1, changed: 0, deleted: 0 } });
  expect(await recordsOf(connection, "conditions")).toEqual(before);
});
