import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit";
import { adminOf } from "@/lib/auth/testing/actors";
import type { Caller } from "@/lib/integrations/testing/routes";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { listMessages, readMessage } from "@/lib/messages";
import { hl7, makeSender } from "@/lib/messages/testing/senders";
import { performNow } from "@/lib/queue/testing/perform";
import { createRecord } from "@/lib/records";
import { findForgottenChannelsHandler } from "../handlers/find-forgotten";
import { runChannelHandler } from "../handlers/run-channel";
import { type ChannelStage, stageForTests, until } from "../testing/stage";

let stage: ChannelStage;
let admin: Caller;
let path: string;
const { post, bodies, jsons, takenStates } = stageForTests((scene) => {
  ({ stage, admin, path } = scene);
});

const ada = "PID|1||77123^^^MAIN^MR||Okafor^Ada||19800515|F";
const lab = { sendingApplication: "LAB", sendingFacility: "MAIN" };
const admission = (controlId?: string) => hl7(admin.organizationId, "ADT^A04", [ada], controlId);

describe("a channel of a sender's messages", () => {
  it("gives those of its types to every destination, to the byte, once", async () => {
    await makeSender(admin.organizationId, lab);
    const source = { kind: "mllp", types: ["ADT^A04"] };
    const { id, destinations } = await stage.channel(admin, {
      source,
      destinations: [stage.toHttp(path), stage.toMllp()],
    });
    const body = admission("C-1");
    const messageId = await stage.receive(body);
    await stage.receive(body);
    await stage.receive(hl7(admin.organizationId, "ADT^A08", [ada]));
    await until(async () =>
      expect((await stage.deliveries(admin, id)).map(({ state }) => state)).toEqual([
        "DELIVERED",
        "DELIVERED",
      ]),
    );
    expect(stage.http.at(path)).toMatchObject([
      { body: body.toString(), headers: { "content-type": "application/hl7-v2" } },
    ]);
    expect(stage.mllp.heard).toEqual([body.toString()]);
    expect(await stage.taken(admin, id)).toMatchObject([
      { messageId, state: "ROUTED", version: 1, errors: [] },
    ]);
    const sent = await listAudit(adminOf(admin.organizationId), { action: "records.sent" }, { limit: 10 });
    expect(sent.data.map(({ target }) => target)).toMatchObject([
      { entity: "messages", recordId: messageId, destinations: destinations.map((one) => one.id) },
    ]);
  });

  it("takes nothing of another sender or organization, and nothing while it is stopped", async () => {
    const integrationId = await makeSender(admin.organizationId, lab);
    const other = await makeSender(admin.organizationId, { sendingApplication: "X", sendingFacility: "Y" });
    const mine = await stage.channel(admin, { source: { kind: "mllp", integrationId } });
    const others = await stage.channel(admin, { source: { kind: "mllp", integrationId: other } });
    const stopped = await stage.channel(admin, { source: { kind: "mllp" }, status: "STOPPED" });
    const stranger = await stage.admin();
    const foreign = await stage.channel(stranger, { source: { kind: "mllp" } });
    await stage.receive(admission());
    await until(async () => expect(await takenStates(mine.id)).toEqual(["ROUTED"]));
    expect([await takenStates(others.id), await takenStates(stopped.id)]).toEqual([[], []]);
    expect(await stage.taken(stranger, foreign.id)).toEqual([]);
  });
});

describe("a channel with an HTTP source", () => {
  it("answers HL7 v2 with its acknowledgement, and the same again when it is repeated", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toHttp(path)] });
    const body = admission("C-7").toString();
    const [first, second] = [await post(id, body), await post(id, body)];
    expect(first.headers.get("content-type")).toBe("application/hl7-v2");
    expect(first.text).toContain("MSA|AA|C-7");
    expect(second.text).toBe(first.text);
    await until(() => expect(bodies()).toEqual([body]));
    expect(await takenStates(id)).toEqual(["ROUTED"]);
  });

  it("takes FHIR and any JSON, once for an Idempotency-Key", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toHttp(path)] });
    const patient = { resourceType: "Patient", identifier: [{ value: "77123" }] };
    const headers = { "idempotency-key": "one" };
    const first = await post(id, patient, headers);
    expect(first).toMatchObject({ status: 202, json: { messageId: expect.any(String) } });
    expect((await post(id, patient, headers)).json).toEqual(first.json);
    expect((await post(id, { other: 1 }, headers)).json).toMatchObject({ code: "idempotency_key_reused" });
    await post(id, { any: "thing" });
    await until(() => expect(jsons()).toEqual([patient, { any: "thing" }]));
    const found = await listMessages(adminOf(admin.organizationId), { patientId: "77123" }, 10, null);
    expect(found.data.map(({ kind, direction, processing }) => [kind, direction, processing])).toEqual([
      ["fhir", "out", "PROCESSED"],
      ["fhir", "in", "PROCESSED"],
    ]);
  });

  it("refuses what it cannot read, what it does not take, and whoever may not send", async () => {
    const { id } = await stage.channel(admin);
    expect((await post(id, "{")).json).toMatchObject({ status: 400, code: "body_malformed" });
    expect((await post(id, "MSH")).json).toMatchObject({ status: 422, code: "hl7_unparseable" });
    await stage.call("POST", `/${id}/stop`, admin);
    expect((await post(id, {})).json).toMatchObject({ status: 409, code: "channel_stopped" });
    const events = await stage.channel(admin, { source: { kind: "event", types: ["*"] } });
    expect((await post(events.id, {})).json).toMatchObject({ status: 409, code: "source_differs" });
    const staff = await makeCaller("lab_staff", admin.organizationId);
    expect((await stage.call("POST", `/${id}/messages`, staff, {})).status).toBe(403);
    expect((await stage.call("POST", `/${id}/messages`, await stage.admin(), {})).status).toBe(404);
    expect(await stage.taken(admin, id)).toEqual([]);
  });
});

describe("a channel of events", () => {
  it("sends the record as it was then, as FHIR and as HL7 v2, and the trail says so", async () => {
    const source = { kind: "event", types: ["patient.created"] };
    const fhir = await stage.channel(admin, {
      source,
      mapping: { to: "fhir" },
      destinations: [stage.toHttp(path)],
    });
    const adt = await stage.channel(admin, {
      source,
      filter: "data.record.lastName = 'Okafor' and fhir.resourceType = 'Patient'",
      mapping: { to: "hl7v2" },
      destinations: [stage.toHttp(`${path}/hl7`)],
    });
    const actor = adminOf(admin.organizationId);
    const { id } = await createRecord(actor, "patients", { lastName: "Okafor" });
    await createRecord(actor, "patients", { lastName: "Bell" });
    await until(() => expect(jsons().map(({ name }) => name[0].family)).toEqual(["Okafor", "Bell"]));
    expect(jsons()[0]).toMatchObject({ resourceType: "Patient", id });
    await until(async () => expect(await takenStates(adt.id)).toEqual(["ROUTED", "FILTERED"]));
    await until(() => expect(stage.http.at(`${path}/hl7`)[0]?.body).toMatch(/ADT\^A31.*Okafor/s));
    const taken = (await stage.taken(admin, fhir.id)).at(-1);
    const [made] = (await stage.deliveries(admin, fhir.id)).toReversed();
    for (const messageId of [taken?.messageId, made?.id])
      expect(await readMessage(actor, messageId ?? "")).toMatchObject({
        type: "patient.created",
        records: [{ entity: "patients", recordId: id }],
      });
    const { rows } = await stage.owner.query(
      "select record_id from audit_events where organization_id = $1 and action = 'records.sent' and record_id = $2",
      [admin.organizationId, id],
    );
    expect(rows).toHaveLength(2);
  });

  it("goes through what another channel is going through at the same time", async () => {
    const source = { kind: "event", types: ["*"] };
    const [one, other] = [await stage.channel(admin, { source }), await stage.channel(admin, { source })];
    await stage.stopWorkers();
    const { organizationId } = admin;
    await createRecord(adminOf(organizationId), "patients", { lastName: "Okafor" });
    let meanwhile: Promise<unknown> = Promise.resolve();
    const advance = async () => {
      meanwhile = performNow(runChannelHandler, { organizationId, channelId: other.id });
      await until(async () => {
        const { rows } = await stage.owner.query("select 1 from pg_locks where not granted");
        expect(rows).not.toEqual([]);
      });
    };
    await performNow(runChannelHandler, { organizationId, channelId: one.id }, { advance, sliceEndsAt: 0 });
    await meanwhile;
    stage.startWorkers();
    expect([await takenStates(one.id), await takenStates(other.id)]).toEqual([["ROUTED"], ["ROUTED"]]);
  });

  it("takes those of a sync alone where it is to, also changes that are no event", async () => {
    const integrationId = await makeSender(admin.organizationId, lab);
    const source = { kind: "sync", entities: ["patients", "encounters"], integrationId };
    const { id } = await stage.channel(admin, { source });
    await createRecord(adminOf(admin.organizationId), "patients", { lastName: "Local" });
    await stage.receive(
      hl7(admin.organizationId, "ADT^A01^ADT_A01", [ada, "PV1|1|I|WEST||||||||||||||||V-1"]),
    );
    await until(async () => expect(await takenStates(id)).toEqual(["ROUTED", "ROUTED"]));
    const types = (await stage.taken(admin, id)).map(({ type }) => type);
    expect(types.toSorted()).toEqual(["encounters.created", "patients.created"]);
  });
});

describe("going through messages", () => {
  it("keeps their order, and one that cannot be taken fails alone, with its reason, until it is retried", async () => {
    const { id } = await stage.channel(admin, {
      filter: "n >= 0 ? true : $error('no')",
      destinations: [stage.toHttp(path)],
    });
    // Numbers that grow longer are numbers all the same.
    await stage.owner.query("alter sequence channel_messages_seq_seq restart with 99999998");
    for (const n of [1, "poison", 2, 3]) await post(id, { n });
    await until(() => expect(jsons().map(({ n }) => n)).toEqual([1, 2, 3]));
    expect(await takenStates(id)).toEqual(["ROUTED", "FAILED", "ROUTED", "ROUTED"]);
    expect(await stage.read(admin, id)).toMatchObject({ waiting: 0, failed: 1 });
    const failed = (await stage.taken(admin, id)).find(({ state }) => state === "FAILED");
    expect(failed?.errors).toEqual([{ path: "filter", message: expect.any(String) }]);
    const retry = () => stage.call("POST", `/${id}/messages/${failed?.messageId}/retry`, admin);
    await stage.call("PUT", `/${id}`, admin, { filter: null });
    expect(await retry()).toMatchObject({ status: 202, json: { state: "WAITING", version: null } });
    await until(() => expect(jsons().map(({ n }) => n)).toEqual([1, 2, 3, "poison"]));
    expect((await retry()).json).toMatchObject({ status: 409, code: "message_not_failed" });
    expect((await stage.call("GET", "", admin)).json.data).toMatchObject([{ id, failed: 0 }]);
    const only = await stage.call("GET", `/${id}/messages?state=ROUTED&limit=2`, admin);
    expect(only.json).toMatchObject({
      data: [{ version: 1 }, { version: 1 }],
      nextCursor: expect.any(String),
    });
  });

  it("goes on where a crash left it, by the version that is current then", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toHttp(path)] });
    await stage.stopWorkers();
    await post(id, { n: 1 });
    await stage.call("PUT", `/${id}`, admin, { mapping: { rules: [{ target: "m", source: "n" }] } });
    expect(await stage.read(admin, id)).toMatchObject({ waiting: 1, version: 2 });
    await stage.owner.query("delete from queue_jobs where state <> 'done'");
    await stage.owner.query("update channel_messages set taken_at = now() - interval '1 minute'");
    stage.startWorkers();
    await performNow(findForgottenChannelsHandler, {});
    await until(() => expect(jsons()).toEqual([{ n: 1, m: 1 }]));
    expect(await stage.taken(admin, id)).toMatchObject([{ state: "ROUTED", version: 2 }]);
  });

  it("takes as many together as are not too large, in their order", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toHttp(path), stage.toHttp(path)] });
    await stage.stopWorkers();
    const large = (n: number) => ({ n, text: randomBytes(4_200_000).toString("base64") });
    for (const n of [1, 2, 3, 4, 5]) await post(id, large(n));
    const payload = { organizationId: admin.organizationId, channelId: id };
    await performNow(runChannelHandler, payload, { sliceEndsAt: 0 });
    expect(await takenStates(id)).toEqual(["ROUTED", "ROUTED", "ROUTED", "ROUTED", "WAITING"]);
    expect(await stage.deliveries(admin, id)).toHaveLength(8);
    await stage.call("DELETE", `/${id}`, admin);
    stage.startWorkers();
  });

  it("gives up a message that ends its worker again and again, and goes on with the others", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toHttp(path)] });
    await stage.stopWorkers();
    for (const n of [1, 2]) await post(id, { n });
    const payload = { organizationId: admin.organizationId, channelId: id };
    const killed = { crashes: 1, advance: () => Promise.reject(new Error("The worker was killed")) };
    for (let tries = 0; tries < 3; tries++) {
      await expect(performNow(runChannelHandler, payload, killed)).rejects.toThrow("killed");
    }
    await performNow(runChannelHandler, payload, { crashes: 1 });
    stage.startWorkers();
    expect(await takenStates(id)).toEqual(["FAILED", "ROUTED"]);
    await until(() => expect(jsons()).toEqual([{ n: 2 }]));
  });

  it("stands still with its reason when what it names is gone, and loses nothing", async () => {
    const integrationId = await makeSender(admin.organizationId, lab);
    const { id } = await stage.channel(admin, { destinations: [{ kind: "integration", integrationId }] });
    await stage.owner.query("delete from integrations where id = $1", [integrationId]);
    await post(id, admission().toString());
    await until(async () => expect((await stage.read(admin, id)).status).toBe("ERROR"));
    expect((await stage.read(admin, id)).problem).toMatch(/destinations\[0\].*no such integration/i);
    await post(id, admission().toString());
    expect((await stage.call("POST", `/${id}/start`, admin)).json).toMatchObject({
      status: 422,
      code: "channel_invalid",
      errors: [{ path: "destinations[0].integrationId" }],
    });
    await stage.call("PUT", `/${id}`, admin, { destinations: [stage.toHttp(path)] });
    expect(await stage.read(admin, id)).toMatchObject({ status: "RUNNING", problem: null });
    await until(() => expect(bodies()).toHaveLength(2));
  });

  it("stops a message that goes round", async () => {
    const integrationId = await makeSender(admin.organizationId, lab);
    const { id } = await stage.channel(admin, {
      source: { kind: "mllp" },
      destinations: [{ kind: "integration", integrationId, use: "take" }],
    });
    await stage.receive(admission());
    await until(async () => expect(await takenStates(id)).toEqual([...Array(5).fill("ROUTED"), "FAILED"]));
    const [last] = await stage.taken(admin, id);
    expect(last?.errors[0]?.message).toMatch(/came through 5 channels/);
  });

  it("stops one that comes back over HTTP", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toHttp(path)] });
    await post(id, {}, { "x-carelane-hops": "4" });
    await until(() => expect(stage.http.at(path)[0]?.headers).toMatchObject({ "x-carelane-hops": "5" }));
    await post(id, {}, { "x-carelane-hops": "5" });
    await until(async () => expect(await takenStates(id)).toEqual(["ROUTED", "FAILED"]));
  });
});
