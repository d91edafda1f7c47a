import { beforeEach, describe, expect, it } from "vitest";
import { openConflicts } from "@/lib/conflicts";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { changeRecord, createRecord, deleteRecord } from "@/lib/records";
import { completeJob, failJob } from "@/lib/sync/job-outcomes";
import { observation, openPageBed, type PageBed, patient } from "@/lib/sync/testing/page-bed";

environmentForTests();
let bed: PageBed;
beforeEach(async () => {
  bed = await openPageBed();
});

/** The bed's job as its worker has it. */
const held = () => ({ ...bed.run, fence: bed.run.advance });

interface Wish {
  readonly filter?: object;
  readonly connectorId?: string;
  readonly integrationId?: string;
  readonly enabled?: boolean;
}

/** An endpoint that wants `events`; answers its id. */
async function subscribe(events: string[], wish: Wish = {}): Promise<string> {
  const id = newId();
  await withOrganization(bed.actor, (tx) =>
    tx.execute(
      `insert into webhook_endpoints (id, organization_id, url, events, filter, connector_id, integration_id, enabled,
                                      algorithm, secrets, payload, max_attempts, retry_seconds, timeout_ms, created_at)
       values ($1, $2, 'https://example.org', $3, $4, $5, $6, $7, 'hmac-sha256', '[]', 'thin', 8, '{5}', 1000, now())`,
      [
        id,
        bed.actor.organizationId,
        events,
        wish.filter ? JSON.stringify(wish.filter) : null,
        wish.connectorId ?? null,
        wish.integrationId ?? null,
        wish.enabled ?? true,
      ],
    ),
  );
  return id;
}
/** What stands in line for an endpoint, in order. */
async function heard(endpointId: string): Promise<string[]> {
  const rows = await withOrganization(bed.actor, (tx) =>
    tx.query<{ type: string; version: number | null }>(
      `select e.type, e.version from webhook_deliveries d join webhook_events e on e.id = d.event_id
        where d.endpoint_id = $1 order by d.seq`,
      [endpointId],
    ),
  );
  return rows.map(({ type, version }) => (version === null ? type : `${type} ${version}`));
}
async function count(table: string): Promise<number> {
  const row = await withOrganization(bed.actor, (tx) =>
    tx.one<{ total: number }>(
      `select count(*)::int as total from ${table} where organization_id = '${bed.actor.organizationId}'`,
    ),
  );
  return row?.total ?? -1;
}
const lopez = { firstName: "Camila", lastName: "Lopez" };

describe("what happens", () => {
  it("is told of local changes, by version", async () => {
    const endpoint = await subscribe(["patient.*"]);
    const { id } = await createRecord(bed.actor, "patients", lopez);
    await changeRecord(bed.actor, "patients", id, { patch: { dateOfBirth: "1987-09-12" }, ifMatch: "1" });
    await deleteRecord(bed.actor, "patients", id, "2");
    expect(await heard(endpoint)).toEqual(["patient.created 1", "patient.updated 2", "patient.deleted 3"]);
  });

  it("is told of pulled pages, and wakes the endpoint once a page and entity", async () => {
    const endpoint = await subscribe(["*"]);
    await bed.commit([patient("P1"), patient("P2"), observation("O1", "P1")]);
    expect(await heard(endpoint)).toEqual([
      "patient.created 1",
      "patient.created 1",
      "observation.created 1",
    ]);
    expect(await count("queue_jobs")).toBe(2);
    await bed.commit([patient("P1"), patient("P2", { birthDate: "1990-01-01" })]);
    await bed.commit([], { deleted: [{ entity: "patients", remoteId: "P2" }] });
    expect((await heard(endpoint)).slice(3)).toEqual(["patient.updated 2", "patient.deleted 3"]);
  });

  it("is told of the end of a sync job, good or bad", async () => {
    const endpoint = await subscribe(["sync.*"]);
    await completeJob(held());
    const other = await openPageBed();
    await failJob(held(), new Error("x"));
    expect(await heard(endpoint)).toEqual(["sync.completed"]);
    bed = other;
    const second = await subscribe(["sync.failed"]);
    await withOrganization(bed.actor, (tx) => tx.execute("update sync_jobs set status = 'RUNNING'"));
    await failJob(held(), new Error("x"));
    expect(await heard(second)).toEqual(["sync.failed"]);
  });

  it("is told of a conflict when it opens, not when it is refreshed", async () => {
    const endpoint = await subscribe(["conflict.detected"]);
    await bed.commit([patient("contested")]);
    const link = await withOrganization(bed.actor, (tx) =>
      tx.one<{ id: string; record_id: string }>(
        "select id, record_id from sync_links where remote_id = 'contested'",
      ),
    );
    const conflict = {
      linkId: link?.id ?? "",
      recordId: link?.record_id ?? "",
      kind: "FIELD" as const,
      paths: ["birthDate"],
      baseVersion: 1,
      localVersion: 2,
      remote: {},
      remoteHash: Buffer.alloc(32),
      remoteChangedAt: null,
    };
    for (let pull = 0; pull < 2; pull += 1) {
      await withOrganization(bed.actor, (tx) =>
        openConflicts(tx, { ...bed.run, entity: "patients" }, [conflict]),
      );
    }
    expect(await heard(endpoint)).toEqual(["conflict.detected"]);
  });

  it("leaves no trace when it is undone", async () => {
    const endpoint = await subscribe(["*"]);
    const undone = createRecord(bed.actor, "patients", lopez, () => Promise.reject(new Error("undone")));
    await expect(undone).rejects.toThrow("undone");
    expect(await heard(endpoint)).toEqual([]);
    expect(await count("webhook_events")).toBe(0);
  });
});

describe("who hears of it", () => {
  it("is nobody who is disabled or wants something else, and then nothing is kept", async () => {
    await subscribe(["*"], { enabled: false });
    await subscribe(["observation.created", "appointment.*"]);
    await bed.commit([patient("P1")]);
    expect([
      await count("webhook_events"),
      await count("webhook_deliveries"),
      await count("queue_jobs"),
    ]).toEqual([0, 0, 0]);
  });

  it("is whose integration, vendor or clinic it is", async () => {
    const { integrationId } = bed.run;
    const mine = [
      await subscribe(["*"], { integrationId }),
      await subscribe(["*"], { connectorId: "epic" }),
      await subscribe(["*"], { filter: { integrationIds: [newId(), integrationId] } }),
    ];
    const clinic = newId();
    const others = [
      await subscribe(["*"], { integrationId: newId() }),
      await subscribe(["*"], { connectorId: "cerner" }),
      await subscribe(["*"], { filter: { integrationIds: [newId()] } }),
    ];
    const clinical = await subscribe(["*"], { filter: { clinicIds: [clinic] } });
    await bed.commit([patient("P1")]);
    for (const endpoint of mine) expect(await heard(endpoint)).toEqual(["patient.created 1"]);
    for (const endpoint of [...others, clinical]) expect(await heard(endpoint)).toEqual([]);

    const { id } = await createRecord(bed.actor, "patients", lopez);
    await withOrganization(bed.actor, (tx) =>
      tx.execute("insert into record_clinics (organization_id, record_id, clinic_id) values ($1, $2, $3)", [
        bed.actor.organizationId,
        id,
        clinic,
      ]),
    );
    await changeRecord(bed.actor, "patients", id, { patch: { dateOfBirth: "1987-09-12" }, ifMatch: "1" });
    expect(await heard(clinical)).toEqual(["patient.updated 2"]);
    for (const endpoint of mine) expect(await heard(endpoint)).toEqual(["patient.created 1"]);
  });

  it("is never another organization", async () => {
    const endpoint = await subscribe(["*"]);
    const stranger = await openPageBed();
    await stranger.commit([patient("P1")]);
    expect(await heard(endpoint)).toEqual([]);
  });
});
