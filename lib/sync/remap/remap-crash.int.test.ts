/** The worker is killed while it maps records anew. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { changeMapping } from "@/lib/integrations";
import { mappingRequestSchema } from "@/lib/mapping/schema";
import { remapRecords } from "..";
import { SyncBed } from "../testing/testbed";
import { readMappingReach } from "./remap-records";

let bed: SyncBed;

beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 1_200 }, environment: { SYNC_BATCH_SIZE: "50" } });
});
afterAll(() => bed.close());

it("maps each record anew once, though its worker is killed again and again, and pulls wait for it", async () => {
  const connection = await bed.connect({ entities: ["patients"] });
  const { actor, integrationId } = connection;
  let worker = bed.startWorker();
  const { added: patients } = (await bed.run(connection)).counts;
  await worker.kill();
  expect(patients).toBeGreaterThan(1_000);

  const field = { localField: "language", remoteField: "none", transform: { kind: "default", value: "qaa" } };
  const request = mappingRequestSchema.parse({ fieldMappings: [field] });
  await changeMapping(actor, integrationId, "patients", request);
  const job = { connection, id: (await remapRecords(actor, integrationId, "patients")).id };
  const pull = await bed.start(connection);
  worker = bed.startWorker();
  for (const moment of [1, 400, 800]) {
    const next = bed.loadWorker();
    await bed.untilProcessed(job, moment);
    await bed.replace(worker, next);
    worker = next;
  }

  const end = await bed.untilEnded(job);
  expect(end).toMatchObject({ status: "COMPLETED", counts: { changed: patients, failed: 0, skipped: 0 } });
  expect(await readMappingReach(actor, integrationId, "patients")).toMatchObject({
    outdated: 0,
    jobId: null,
  });
  const { rows } = await bed.owner.query(
    `select count(*)::int as records, min(version) as least, max(version) as most from entity_records
      where organization_id = $1 and entity = 'patients' and data ->> 'language' = 'qaa'`,
    [connection.organizationId],
  );
  expect(rows).toEqual([{ records: patients, least: 2, most: 2 }]);
  const after = await bed.untilEnded(pull);
  expect(after).toMatchObject({ status: "COMPLETED", counts: { unchanged: patients, changed: 0 } });
  expect(Date.parse(after.startedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(end.finishedAt ?? ""));
}, 120_000);
