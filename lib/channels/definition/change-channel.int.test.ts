import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { adminOf } from "@/lib/auth/testing/actors";
import { type Caller, makeCaller } from "@/lib/integrations/testing/routes";
import { readMessage } from "@/lib/messages";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createRecord } from "@/lib/records";
import { ChannelStage, until } from "../testing/stage";

let stage: ChannelStage;
beforeAll(async () => {
  stage = await ChannelStage.open();
  await stage.stopWorkers();
});
afterAll(() => stage.close());

let admin: Caller;
beforeEach(async () => {
  admin = await stage.admin();
});

const create = (body: object, caller = admin) => stage.call("POST", "", caller, body);
const put = (id: string, body: object) => stage.call("PUT", `/${id}`, admin, body);
const http = { kind: "http" };

describe("making a channel", () => {
  it("answers it as it is kept, stopped unless told", async () => {
    const answer = await create({ name: "Results", source: { kind: "MLLP", types: ["ORU"] } });
    expect(answer).toMatchObject({
      status: 201,
      json: {
        name: "Results",
        status: "STOPPED",
        problem: null,
        version: 1,
        source: { kind: "mllp", types: ["ORU"] },
        filter: null,
        mapping: { to: "same", rules: [] },
        destinations: [],
        formerDestinations: [],
        waiting: 0,
        failed: 0,
      },
    });
    expect(answer.headers.get("location")).toBe(`/api/channels/${answer.json.id}`);
    expect((await stage.call("GET", `/${answer.json.id}`, admin)).json).toEqual(answer.json);
    expect((await stage.call("GET", "?status=STOPPED", admin)).json.data).toEqual([answer.json]);
    expect((await stage.call("GET", "?status=RUNNING", admin)).json.data).toEqual([]);
  });

  const rule = (target: string, source?: string) => ({ mapping: { rules: [{ target, source }] } });
  it.each([
    [
      "a source that names nobody",
      { source: { kind: "mllp", integrationId: newId() } },
      "source.integrationId",
    ],
    ["a filter that cannot be read", { filter: "a = (" }, "filter"],
    ["a place that is none in HL7 v2", { source: { kind: "mllp" }, ...rule("PID.5") }, "mapping.rules"],
    [
      "a path that is none",
      { source: { kind: "event", types: ["*"] }, ...rule("a", "b[") },
      "mapping.rules[0].source",
    ],
    [
      "a lookup table that is not there",
      { mapping: { rules: [{ target: "a", transform: { kind: "lookup", table: "none" } }] } },
      "mapping.rules[0].transform[0]",
    ],
    [
      "a webhook that is not there",
      { destinations: [{ kind: "webhook", webhookId: newId() }] },
      "destinations[0].webhookId",
    ],
    [
      "an integration that is not there",
      { destinations: [{ kind: "integration", integrationId: newId() }] },
      "destinations[0].integrationId",
    ],
    [
      "a secret that was never sent",
      { destinations: [{ kind: "http", url: "https://example.org", headers: { a: { set: true } } }] },
      "destinations[0]",
    ],
  ])("is refused with %s", async (_what, body, path) => {
    const { status, json } = await create({ name: "X", source: http, ...body });
    expect([status, json.code, json.errors[0].path]).toEqual([422, "channel_invalid", path]);
  });

  it.each([
    { kind: "http", url: "http://169.254.169.254/latest" },
    { kind: "mllp", host: "10.0.0.1", port: 2575 },
    { kind: "mllp", host: "example.org/x", port: 2575 },
  ])("is refused with an address that may not be called: $kind", async (destination) => {
    const { json } = await create({ name: "X", source: http, destinations: [destination] });
    expect(json).toMatchObject({ status: 422, code: "endpoint_not_allowed" });
  });

  it("is refused under a name that is taken, in its own organization alone", async () => {
    await create({ name: "Same", source: http });
    expect((await create({ name: "Same", source: http })).json).toMatchObject({
      status: 409,
      code: "name_taken",
    });
    expect((await create({ name: "Same", source: http }, await stage.admin())).status).toBe(201);
  });

  it("is for administrators alone; staff reads, others see nothing", async () => {
    const { json } = await create({ name: "X", source: http });
    const staff = await makeCaller("lab_staff", admin.organizationId);
    expect((await stage.call("GET", `/${json.id}`, staff)).status).toBe(200);
    for (const [method, path] of [
      ["POST", ""],
      ["PUT", `/${json.id}`],
      ["DELETE", `/${json.id}`],
      ["POST", `/${json.id}/start`],
    ] as const)
      expect((await stage.call(method, path, staff, method === "DELETE" ? undefined : {})).status).toBe(403);
    const clinic = await makeCaller("clinic_staff", admin.organizationId);
    expect((await stage.call("GET", "", clinic)).status).toBe(403);
    const stranger = await stage.admin();
    for (const path of ["", "/versions", "/messages", "/deliveries"])
      expect((await stage.call("GET", `/${json.id}${path}`, stranger)).status).toBe(404);
  });
});

describe("changing a channel", () => {
  it("makes a version of each definition, and keeps destinations that are sent back with their secrets", async () => {
    const secret = { kind: "http", url: "https://example.org", headers: { a: "0123456789abcdef" } };
    const { id, destinations } = await stage.channel(admin, { status: "STOPPED", destinations: [secret] });
    const changed = await put(id, {
      filter: "true",
      destinations: [...destinations, { ...secret, headers: {} }],
    });
    expect(changed.json).toMatchObject({ version: 2, filter: "true", status: "STOPPED" });
    expect(changed.json.destinations.map((one: { id: string }) => one.id)).toEqual([
      destinations[0]?.id,
      expect.any(String),
    ]);
    expect((await put(id, { name: "Renamed" })).json).toMatchObject({ version: 2, name: "Renamed" });
    expect((await put(id, { filter: null })).json).toMatchObject({ version: 3, filter: null });
    const back = await stage.call("POST", `/${id}/rollback`, admin, { version: 1 });
    expect(back.json).toMatchObject({
      version: 4,
      filter: null,
      destinations: [{ id: destinations[0]?.id }],
    });
    expect(back.json.destinations).toHaveLength(1);
    const { json } = await stage.call("GET", `/${id}/versions?limit=3`, admin);
    expect(json.data).toMatchObject([
      { version: 4, restores: 1, by: { kind: "key" } },
      { version: 3, restores: null },
      { version: 2, filter: "true" },
    ]);
    const next = await stage.call("GET", `/${id}/versions?limit=3&cursor=${json.nextCursor}`, admin);
    expect(next.json).toMatchObject({ data: [{ version: 1 }], nextCursor: null });
    expect((await stage.call("POST", `/${id}/rollback`, admin, { version: 9 })).json.code).toBe(
      "version_not_found",
    );
  });

  it("is refused to who saw another version, and taken from who names the present one", async () => {
    const { id } = await stage.channel(admin);
    const from = (etag: string, body: object) =>
      stage.call("PUT", `/${id}`, admin, body, { "if-match": etag });
    const seen = (await stage.call("GET", `/${id}`, admin)).headers.get("etag") ?? "";
    const first = await from(seen, { filter: "true" });
    expect([first.status, first.headers.get("etag")]).toEqual([200, '"2"']);
    const late = await from(seen, { filter: "false", name: "Late" });
    expect(late.json).toMatchObject({
      status: 412,
      code: "channel_changed",
      detail: expect.stringContaining("version 2"),
    });
    expect(await stage.read(admin, id)).toMatchObject({ version: 2, filter: "true" });
    // A stop is no other version: nobody has to begin anew for it.
    await stage.call("POST", `/${id}/stop`, admin);
    expect((await from('"2"', { filter: "false" })).json).toMatchObject({ version: 3, filter: "false" });
  });

  it("that is refused changes nothing", async () => {
    const { id } = await stage.channel(admin);
    expect((await put(id, { filter: "(" })).status).toBe(422);
    expect(await stage.read(admin, id)).toMatchObject({ version: 1, filter: null, status: "RUNNING" });
  });

  it("is in the trail, and so is taking it away", async () => {
    const { id } = await stage.channel(admin);
    await stage.call("POST", `/${id}/stop`, admin);
    await stage.call("DELETE", `/${id}`, admin);
    expect((await stage.call("GET", `/${id}`, admin)).status).toBe(404);
    const { rows } = await stage.owner.query(
      "select action from audit_events where record_id = $1 order by at, id",
      [id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      "channel.created",
      "channel.changed",
      "channel.deleted",
    ]);
  });
});

it("gives up what a deleted channel had not gone through, and says so among messages", async () => {
  const { id } = await stage.channel(admin);
  const { json } = await stage.call("POST", `/${id}/messages`, admin, {});
  await stage.call("DELETE", `/${id}`, admin);
  const message = await readMessage(adminOf(admin.organizationId), json.messageId);
  expect(message).toMatchObject({ processing: "DEAD", ack: { code: "202", state: "SENT" } });
  expect(message.timeline.at(-1)).toMatchObject({ event: "failed", detail: "Its channel was deleted" });
});

it("lets records be changed while a channel of their events is being deleted", async () => {
  const { id } = await stage.channel(admin, { source: { kind: "event", types: ["*"] } });
  await stage.owner.query("begin");
  await stage.owner.query("delete from channels where id = $1", [id]);
  const created = createRecord(adminOf(admin.organizationId), "patients", { lastName: "Okafor" });
  await until(async () => {
    const { rows } = await stage.owner.query("select 1 from pg_locks where not granted");
    expect(rows).not.toEqual([]);
  });
  await stage.owner.query("commit");
  expect(await created).toMatchObject({ version: 1 });
});

it("shows what went through channels to nobody who is kept to clinics", async () => {
  const { id } = await stage.channel(admin);
  await stage.call("POST", `/${id}/messages`, admin, {});
  const count = (clinicIds: string[] | null) =>
    withOrganization(
      { organizationId: admin.organizationId, clinicIds },
      async (tx) =>
        (await tx.query("select 1 from channel_messages union all select 1 from channel_deliveries")).length,
    );
  expect([await count(null), await count([newId()])]).toEqual([1, 0]);
});
