import { describe, expect, it } from "vitest";
import { GET as events } from "@/app/api/integrations/[id]/events/route";
import { GET as jwks } from "@/app/api/integrations/[id]/jwks.json/route";
import { POST as pause } from "@/app/api/integrations/[id]/pause/route";
import { POST as resume } from "@/app/api/integrations/[id]/resume/route";
import { PUT as change, GET as readOne, DELETE as remove } from "@/app/api/integrations/[id]/route";
import { POST as create, GET as listAll } from "@/app/api/integrations/route";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { integrationSchema } from "./schema";
import { beforeEachTest, type Caller, call, createEpic, epicBody, makeCaller } from "./testing/routes";

let admin: Caller;
let id: string;

beforeEachTest((stage) => {
  ({ admin, id } = stage);
});

describe("an integration", () => {
  it("is created from the body clients were shown, and answered without its credentials", async () => {
    const { status, headers, json, text } = await call("POST", create, {
      caller: admin,
      body: { ...epicBody, name: "Second" },
    });
    expect(status).toBe(201);
    expect(headers.get("location")).toBe(`/api/integrations/${json.id}`);
    expect(json).toMatchObject({
      connectorId: "epic",
      provider: "Epic Systems",
      type: "ehr",
      status: "configuring",
      organizationId: admin.organizationId,
      syncDirection: "bidirectional",
      createdBy: { kind: "key", name: "Test key" },
      lastSyncAt: null,
    });
    expect(json.entityMappings).toEqual(epicBody.entityMappings);
    expect(json.credentials.clientSecret).toMatchObject({ set: true, hint: "…9876" });
    expect(json.credentials.groupId).toEqual({ set: false, hint: null, updatedAt: null });
    expect(text).not.toContain("a-very-long-client-secret");
  });

  it.each(["epic", "EPIC EHR", "epic systems"])("finds its connector by %s", async (provider) => {
    const { status } = await call("POST", create, { caller: admin, body: { name: provider, provider } });
    expect(status).toBe(201);
  });

  it("has everything its connector has when nothing else is said", async () => {
    const { json } = await call("POST", create, {
      caller: admin,
      body: { name: "All", connectorId: "epic" },
    });
    const mapped = integrationSchema.parse(json).entityMappings;
    expect(mapped.map(({ localEntity, enabled }) => [localEntity, enabled])).toEqual(
      expect.arrayContaining([
        ["patients", true],
        ["observations", true],
      ]),
    );
  });

  it("is listed newest first, page by page, to its own organization", async () => {
    const second = await createEpic(admin, { ...epicBody, name: "Second" });
    const first = await call("GET", listAll, { caller: admin, query: "?limit=1" });
    expect(first.json.data.map((item: { id: string }) => item.id)).toEqual([second]);
    const rest = await call("GET", listAll, {
      caller: admin,
      query: `?limit=1&cursor=${first.json.nextCursor}`,
    });
    expect(rest.json).toMatchObject({ data: [{ id }], nextCursor: null });
    const stranger = await makeCaller("admin");
    expect((await call("GET", listAll, { caller: stranger })).json.data).toEqual([]);
  });

  it("changes only the keys that are sent, and one credential beside the others", async () => {
    const before = (await call("GET", readOne, { caller: admin, id })).json;
    const { status, json } = await call("PUT", change, {
      caller: admin,
      id,
      body: {
        name: "Renamed",
        credentials: { groupId: "g1", clientSecret: null },
        schedule: { cron: "0 6 * * *" },
      },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      name: "Renamed",
      syncDirection: before.syncDirection,
      entityMappings: before.entityMappings,
      schedule: { cron: "0 6 * * *", timeZone: "UTC" },
    });
    expect(json.credentials).toMatchObject({
      clientId: before.credentials.clientId,
      groupId: { set: true, hint: "g1" },
      clientSecret: { set: false },
    });
    const cleared = await call("PUT", change, { caller: admin, id, body: { schedule: null } });
    expect(cleared.json.schedule).toBeNull();
  });

  it("takes entities with their directions, strategy, direction and sync switch as they are sent", async () => {
    const body = {
      syncDirection: "bidirectional",
      syncStrategy: "batch",
      syncEnabled: true,
      schedule: { cron: "*/15  8-17 * * MON-FRI", timeZone: "America/New_York" },
      entityMappings: [
        { localEntity: "patients", remoteEntity: "Patient", enabled: false, direction: "bidirectional" },
        { localEntity: "observations", remoteEntity: "Observation", enabled: true, direction: "pull" },
      ],
    };
    const { json } = await call("PUT", change, { caller: admin, id, body });
    expect(json).toMatchObject({
      ...body,
      schedule: { cron: "*/15 8-17 * * MON-FRI", timeZone: "America/New_York" },
    });
    const cleared = await call("PUT", change, { caller: admin, id, body: { entityMappings: null } });
    expect(cleared.json).toMatchObject({ entityMappings: [], syncStrategy: "batch" });
  });

  it("keeps the field mappings it is given", async () => {
    const mapping = {
      localField: "firstName",
      remoteField: "name[0].given[0]",
      required: true,
      direction: "both",
      transform: "capitalize",
    };
    const { json } = await call("PUT", change, {
      caller: admin,
      id,
      body: { fieldMappings: { patients: [mapping] } },
    });
    expect(json.fieldMappings).toEqual({ patients: [mapping] });
  });

  it("answers a repeated creation by its first answer", async () => {
    const repeated = {
      caller: admin,
      body: { ...epicBody, name: "Once" },
      headers: { "idempotency-key": "k1" },
    };
    const first = await call("POST", create, repeated);
    const again = await call("POST", create, repeated);
    expect(again.json.id).toBe(first.json.id);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
  });
});

describe("the status of an integration", () => {
  it("goes from configuring over active to paused and back", async () => {
    const active = await call("PUT", change, {
      caller: admin,
      id,
      body: { status: "active", syncEnabled: true },
    });
    expect(active.json).toMatchObject({ status: "active", syncEnabled: true });
    expect((await call("POST", pause, { caller: admin, id })).json.status).toBe("paused");
    expect((await call("POST", resume, { caller: admin, id })).json.status).toBe("active");
  });

  it("refuses what its present status does not allow, and stays", async () => {
    expect(await call("POST", pause, { caller: admin, id })).toMatchObject({
      status: 409,
      json: { code: "status_change_refused" },
    });
    const jump = await call("PUT", change, { caller: admin, id, body: { status: "paused", name: "Never" } });
    expect(jump.status).toBe(409);
    expect((await call("GET", readOne, { caller: admin, id })).json).toMatchObject({
      status: "configuring",
      name: epicBody.name,
    });
  });

  it("becomes active only with complete credentials, and says which are missing", async () => {
    const bare = await createEpic(admin, { name: "Bare", provider: "epic" });
    const refused = await call("PUT", change, { caller: admin, id: bare, body: { status: "active" } });
    expect(refused).toMatchObject({ status: 422, json: { code: "credentials_incomplete" } });
    expect(refused.json.errors.map((error: { path: string }) => error.path)).toEqual([
      "credentials.clientId",
      "credentials.fhirBaseUrl",
    ]);
    const created = await call("POST", create, {
      caller: admin,
      body: { name: "Active", provider: "epic", status: "active" },
    });
    expect(created.status).toBe(422);
  });
});

describe("what is refused", () => {
  it.each([
    [{ ...epicBody, name: "X", provider: "nobody" }, 422, "unknown_connector"],
    [{ ...epicBody }, 409, "integration_name_taken"],
    [{ ...epicBody, name: "X", syncDirection: "sideways" }, 422, "content_invalid"],
    [{ ...epicBody, name: "X", schedule: { cron: "61 * * * *" } }, 422, "content_invalid"],
    [{ ...epicBody, name: "X", schedule: { cron: "0 6 * * *", timeZone: "Mars" } }, 422, "content_invalid"],
    [
      { ...epicBody, name: "X", credentials: { fhirBaseUrl: "http://169.254.169.254/" } },
      422,
      "endpoint_not_allowed",
    ],
    [
      { ...epicBody, name: "X", credentials: { fhirBaseUrl: "http://localhost/" } },
      422,
      "endpoint_not_allowed",
    ],
  ])("%#: is not created", async (body, status, code) => {
    const refused = await call("POST", create, { caller: admin, body });
    expect(refused).toMatchObject({ status, json: { code } });
    expect((await call("GET", listAll, { caller: admin })).json.data).toHaveLength(1);
  });
});

describe("what happened", () => {
  it("is told in events and kept in the audit trail, without secrets", async () => {
    await call("PUT", change, { caller: admin, id, body: { status: "active" } });
    await call("POST", pause, { caller: admin, id });
    const { json, text } = await call("GET", events, { caller: admin, id });
    expect(json.data.map(({ message }: { message: string }) => message)).toEqual([
      "Status: active → paused",
      "Status: configuring → active",
      "Created",
    ]);
    expect(text).not.toContain("secret");
    const actions = await withOrganization(admin, (tx) =>
      tx.query<{ action: string }>("select action from audit_events where record_id = $1 order by at, id", [
        id,
      ]),
    );
    expect(actions.map(({ action }) => action)).toEqual([
      "integration.created",
      "integration.changed",
      "integration.paused",
    ]);
  });
});

describe("a deleted integration", () => {
  it("takes links, jobs, credentials and keys with it and leaves records and the audit trail", async () => {
    const jobId = newId();
    await withOrganization(admin, async (tx) => {
      await tx.execute(
        `insert into sync_jobs (id, organization_id, integration_id, type, direction, mode, priority, trigger, entities, requested_by)
         values ($1, $2, $3, 'FULL_SYNC', 'INBOUND', 'FULL', 'NORMAL', 'manual', '{patients}', '{}')`,
        [jobId, admin.organizationId, id],
      );
      await tx.execute("insert into sync_checkpoints (job_id, organization_id) values ($1, $2)", [
        jobId,
        admin.organizationId,
      ]);
      await tx.execute(
        `insert into sync_links (id, organization_id, integration_id, entity, remote_id, record_id, remote_base, local_base)
         values ($1, $2, $3, 'patients', 'r1', $4, '\\x00', 1)`,
        [newId(), admin.organizationId, id, newId()],
      );
    });
    const { status, json } = await call("DELETE", remove, { caller: admin, id });
    expect(status).toBe(200);
    expect(json).toEqual({
      deleted: { links: 1, mappings: 1, jobs: 1 },
      kept: { records: 1, messages: 0, audit: 2 },
    });
    expect((await call("GET", readOne, { caller: admin, id })).status).toBe(404);
    expect((await call("GET", jwks, { id })).status).toBe(404);
    const left = await withOrganization(admin, (tx) =>
      tx.query("select 1 from sync_checkpoints where job_id = $1", [jobId]),
    );
    expect(left).toEqual([]);
  });
});
