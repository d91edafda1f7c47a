import { describe, expect, it } from "vitest";
import { adminOf } from "@/lib/auth/testing/actors";
import type { Caller } from "@/lib/integrations/testing/routes";
import { listMessages, readMessage } from "@/lib/messages";
import { hl7 } from "@/lib/messages/testing/senders";
import { performNow } from "@/lib/queue/testing/perform";
import { deliverOutputsHandler } from "../handlers/deliver-outputs";
import { about, type ChannelStage, later, once, patient, stageForTests, until } from "../testing/stage";

let stage: ChannelStage;
let admin: Caller;
let path: string;
const { post, hl7About, jsons, deliveryStates, untilDelivered } = stageForTests((scene) => {
  ({ stage, admin, path } = scene);
});

const fail = (response: { writeHead(status: number): { end(): unknown } }) => response.writeHead(500).end();

/** News of two patients, of the first twice, one after the other. */
async function postOfTwo(channelId: string): Promise<void> {
  await post(channelId, hl7About("A", "A1"));
  await post(channelId, hl7About("A", "A2"));
  await post(channelId, hl7About("B", "B1"));
}

describe("a destination", () => {
  it("that is dead stops nobody, counts what it could not take, and gets it when it is retried", async () => {
    const dead = stage.toHttp(`${path}/dead`, once);
    stage.http.plan(`${path}/dead`, fail, fail);
    const { id } = await stage.channel(admin, { destinations: [dead, stage.toHttp(path), stage.toMllp()] });
    await post(id, { n: 1 });
    await untilDelivered(id, "DEAD", "DELIVERED", "DEAD");
    expect(jsons()).toEqual([{ n: 1 }]);
    const queueOf = async (n: number) => (await stage.read(admin, id)).destinations[n];
    expect((await queueOf(0))?.queue).toMatchObject({ waiting: 0, failed: 1 });
    const destinationId = (await queueOf(0))?.id;
    expect((await queueOf(0))?.queue.oldestAt).toEqual(expect.any(String));
    expect((await queueOf(1))?.queue).toEqual({ waiting: 0, failed: 0, oldestAt: null, nextTryAt: null });
    // What is not HL7 v2 cannot go over MLLP, however often it is tried.
    expect(await stage.deliveries(admin, id, `?destinationId=${(await queueOf(2))?.id}`)).toMatchObject([
      { state: "DEAD", attempts: [{ error: expect.stringContaining("HL7 v2 alone") }] },
    ]);
    const [delivery] = await stage.deliveries(admin, id, `?state=DEAD&destinationId=${destinationId}`);
    expect(delivery).toMatchObject({
      tries: 1,
      attempts: [{ code: "500", error: "It answered with status 500." }],
    });
    const one = await stage.call("POST", `/${id}/deliveries/${delivery?.id}/retry`, admin);
    expect(one).toMatchObject({ status: 202, json: { state: "PENDING", tries: 0 } });
    await until(async () =>
      expect(await deliveryStates(id, `?destinationId=${destinationId}`)).toEqual(["DEAD"]),
    );
    const all = await stage.call("POST", `/${id}/deliveries/retry`, admin, { destinationId });
    expect(all).toMatchObject({ status: 202, json: { count: 1 } });
    await until(async () =>
      expect(await deliveryStates(id, `?destinationId=${destinationId}`)).toEqual(["DELIVERED"]),
    );
    const keys = stage.http.at(`${path}/dead`).map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual([delivery?.id, delivery?.id, delivery?.id]);
    expect((await stage.call("POST", `/${id}/deliveries/${delivery?.id}/retry`, admin)).json.code).toBe(
      "delivery_ended",
    );
  });

  it("gets a patient's messages in their order, while another's pass one that it refused", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toMllp()] });
    stage.mllp.plan("AE");
    await stage.stopWorkers();
    await postOfTwo(id);
    stage.startWorkers();
    await untilDelivered(id, "DELIVERED", "DELIVERED", "DELIVERED");
    expect(stage.mllp.controlIds()).toEqual(["A1", "B1", "A1", "A2"]);
    const first = (await stage.deliveries(admin, id)).at(-1);
    expect(first?.attempts).toMatchObject([
      { code: "AE", error: "It answered AE." },
      { code: "AA", error: null },
    ]);
    expect(await readMessage(adminOf(admin.organizationId), first?.id ?? "")).toMatchObject({
      direction: "out",
      processing: "PROCESSED",
      attempts: 2,
      ack: { code: "AA", state: "SENT" },
      answer: expect.stringContaining("MSA|AA|A1"),
    });
  });

  it("says of news that waits which older news of the patient goes first, and when that is tried", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toMllp(later)] });
    stage.mllp.plan("AE");
    await postOfTwo(id);
    await untilDelivered(id, "FAILED", "PENDING", "DELIVERED");
    const [ofB, second, first] = await stage.deliveries(admin, id);
    expect([ofB?.waitsFor, second?.waitsFor, first?.waitsFor]).toEqual([null, first?.id, null]);
    const { destinations } = await stage.read(admin, id);
    expect(destinations[0]?.queue).toMatchObject({ waiting: 2, nextTryAt: first?.nextAttemptAt });
  });

  it("gets news of two patients after older news of either, and later news of both after that", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toMllp()] });
    stage.mllp.plan("AE");
    await stage.stopWorkers();
    await post(id, hl7About("A", "A1"));
    const merged = [about("A"), "MRG|B^^^MAIN^MR"];
    await post(id, hl7(admin.organizationId, "ADT^A40", merged, "AB").toString());
    await post(id, hl7About("B", "B1"));
    stage.startWorkers();
    await untilDelivered(id, "DELIVERED", "DELIVERED", "DELIVERED");
    expect(stage.mllp.controlIds()).toEqual(["A1", "A1", "AB", "B1"]);
  });

  it("hears a message again under the same control id when its answer was lost", async () => {
    const { id } = await stage.channel(admin, { mapping: { to: "hl7v2" }, destinations: [stage.toMllp()] });
    stage.mllp.plan(null);
    await post(id, patient);
    await untilDelivered(id, "DELIVERED");
    const [first, second, ...more] = stage.mllp.controlIds();
    expect([first, more]).toEqual([second, []]);
    const [delivery] = await stage.deliveries(admin, id);
    expect(delivery?.attempts).toMatchObject([
      { code: null, error: expect.stringContaining("no answer") },
      { code: "AA" },
    ]);
  });

  it("hears it again when the worker dies between sending and noting that", async () => {
    const { id, destinations } = await stage.channel(admin, { destinations: [stage.toHttp(path)] });
    await post(id, { n: 1 });
    await untilDelivered(id, "DELIVERED");
    await stage.stopWorkers();
    await stage.owner.query(
      "update channel_deliveries set state = 'PENDING', tries = 0, ended_at = null, next_attempt_at = now() where channel_id = $1",
      [id],
    );
    const payload = { organizationId: admin.organizationId, destinationId: destinations[0]?.id };
    const died = new Error("The worker died");
    const dies = { advance: () => Promise.reject(died) };
    await expect(performNow(deliverOutputsHandler, payload, dies)).rejects.toBe(died);
    expect(await deliveryStates(id)).toEqual(["PENDING"]);
    await performNow(deliverOutputsHandler, payload);
    stage.startWorkers();
    expect(await deliveryStates(id)).toEqual(["DELIVERED"]);
    const keys = stage.http.at(path).map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual([keys[0], keys[0], keys[0]]);
  });

  it("that was taken out still gets what was made for it, unless that is given up", async () => {
    const dead = stage.toHttp(`${path}/dead`, later);
    const { id, destinations } = await stage.channel(admin, { destinations: [dead] });
    stage.http.plan(`${path}/dead`, fail);
    await post(id, { n: 1 });
    await untilDelivered(id, "FAILED");
    await stage.call("PUT", `/${id}`, admin, { destinations: [stage.toHttp(path, later)] });
    await post(id, { n: 2 });
    await until(() => expect(jsons()).toEqual([{ n: 2 }]));
    const [former] = (await stage.read(admin, id)).formerDestinations;
    expect(former).toMatchObject({ id: destinations[0]?.id, queue: { waiting: 1, failed: 0 } });
    await stage.call("POST", `/${id}/deliveries/retry`, admin, {
      destinationId: former?.id,
      state: "FAILED",
    });
    await until(() => expect(jsons(`${path}/dead`)).toEqual([{ n: 1 }, { n: 1 }]));
    await until(async () => expect((await stage.read(admin, id)).formerDestinations).toEqual([]));
    stage.http.plan(path, fail);
    await post(id, { n: 3 });
    await untilDelivered(id, "DELIVERED", "DELIVERED", "FAILED");
    const destinationId = (await stage.read(admin, id)).destinations[0]?.id;
    const dropped = await stage.call("POST", `/${id}/deliveries/drop`, admin, { destinationId });
    expect(dropped).toMatchObject({ status: 200, json: { count: 1 } });
    const [last] = await stage.deliveries(admin, id);
    expect(last).toMatchObject({ state: "DEAD", nextAttemptAt: null });
    expect(await readMessage(adminOf(admin.organizationId), last?.id ?? "")).toMatchObject({
      processing: "DEAD",
    });
  });

  it("is sent nothing more of what was given up while it was being tried", async () => {
    const { id, destinations } = await stage.channel(admin, { destinations: [stage.toHttp(path)] });
    const [to] = destinations;
    stage.http.plan(path, async (response) => {
      await stage.call("POST", `/${id}/deliveries/drop`, admin, { destinationId: to?.id });
      fail(response);
    });
    await post(id, { n: 1 });
    await until(async () => {
      const [delivery] = await stage.deliveries(admin, id);
      expect(delivery).toMatchObject({ state: "DEAD", nextAttemptAt: null, tries: 1 });
    });
    const [delivery] = await stage.deliveries(admin, id);
    const message = await readMessage(adminOf(admin.organizationId), delivery?.id ?? "");
    expect(message).toMatchObject({ processing: "DEAD", ack: { state: "SENT" } });
  });

  it("leaves no message under way whose channel was deleted while it was being tried", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toHttp(path)] });
    let answered = false;
    stage.http.plan(path, async (response) => {
      await stage.call("DELETE", `/${id}`, admin);
      fail(response);
      answered = true;
    });
    await post(id, { n: 1 });
    await until(() => expect(answered).toBe(true));
    const actor = adminOf(admin.organizationId);
    await until(async () => {
      const { data } = await listMessages(actor, { direction: "out" }, 10, null);
      expect(data).toMatchObject([{ processing: "DEAD", attempts: 1 }]);
    });
  });

  it("that is to get again what was given up says so among messages before it does", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toHttp(path, once)] });
    stage.http.plan(path, fail);
    await post(id, { n: 1 });
    await untilDelivered(id, "DEAD");
    await stage.call("POST", `/${id}/stop`, admin);
    const [delivery] = await stage.deliveries(admin, id);
    await stage.call("POST", `/${id}/deliveries/${delivery?.id}/retry`, admin);
    const message = await readMessage(adminOf(admin.organizationId), delivery?.id ?? "");
    expect(message).toMatchObject({ processing: "PROCESSING", ack: { state: "PENDING" } });
  });

  it("gets nothing while the channel is stopped, and what waited once it is started", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toHttp(path)] });
    await stage.stopWorkers();
    await post(id, { n: 1 });
    await stage.call("POST", `/${id}/stop`, admin);
    stage.startWorkers();
    await until(async () => {
      const { rows } = await stage.owner.query(
        "select 1 from queue_jobs where state not in ('done', 'cancelled') and organization_id = $1",
        [admin.organizationId],
      );
      expect(rows).toEqual([]);
    });
    expect([jsons(), (await stage.read(admin, id)).waiting]).toEqual([[], 1]);
    await stage.call("POST", `/${id}/start`, admin);
    await until(() => expect(jsons()).toEqual([{ n: 1 }]));
  });

  it("of a channel that is deleted gets nothing more, and its messages say so", async () => {
    const { id } = await stage.channel(admin, { destinations: [stage.toHttp(path, later)] });
    stage.http.plan(path, fail);
    await post(id, { n: 1 });
    await untilDelivered(id, "FAILED");
    expect((await stage.call("DELETE", `/${id}`, admin)).status).toBe(204);
    const { data } = await listMessages(adminOf(admin.organizationId), { direction: "out" }, 10, null);
    expect(data).toMatchObject([{ processing: "DEAD", ack: { state: "UNDELIVERED" } }]);
    const message = await readMessage(adminOf(admin.organizationId), data[0]?.id ?? "");
    expect(message.timeline.at(-1)).toMatchObject({ event: "failed", detail: "Its channel was deleted" });
  });
});
