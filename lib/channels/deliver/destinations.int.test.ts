import { describe, expect, it } from "vitest";
import { adminOf } from "@/lib/auth/testing/actors";
import { parseMessage } from "@/lib/hl7";
import { makeAuthority } from "@/lib/hl7/mllp/testing/certificates";
import { type Caller, createEpic, epicBody } from "@/lib/integrations/testing/routes";
import { listMessages } from "@/lib/messages";
import { makeSender } from "@/lib/messages/testing/senders";
import { performNow } from "@/lib/queue/testing/perform";
import { listRecords } from "@/lib/records";
import { createWebhook, updateWebhook } from "@/lib/webhooks";
import { webhookRequestSchema } from "@/lib/webhooks/schema";
import { deliverOutputsHandler } from "../handlers/deliver-outputs";
import { runChannelHandler } from "../handlers/run-channel";
import { MllpReceiver } from "../testing/mllp-receiver";
import { type ChannelStage, once, patient, stageForTests, until } from "../testing/stage";

let stage: ChannelStage;
let admin: Caller;
let path: string;
const { post, hl7About, jsons, untilDelivered } = stageForTests((scene) => {
  ({ stage, admin, path } = scene);
});

describe("a destination over HTTP", () => {
  it("gets its headers, which are sealed and never read back", async () => {
    const secret = "a-very-long-secret-9876";
    const headers = { "X-Api-Key": secret };
    const { id, destinations } = await stage.channel(admin, {
      destinations: [stage.toHttp(path, { headers })],
    });
    expect(destinations).toMatchObject([{ headers: { "X-Api-Key": { set: true, hint: "…9876" } } }]);
    await stage.call("PUT", `/${id}`, admin, { destinations });
    await post(id, patient);
    await until(() =>
      expect(stage.http.at(path)).toMatchObject([
        { headers: { "x-api-key": secret, "content-type": "application/fhir+json", "x-carelane-hops": "1" } },
      ]),
    );
    const { rows } = await stage.owner.query(
      "select (select jsonb_agg(d) from channel_destinations d)::text || (select jsonb_agg(v) from channel_versions v)::text as kept",
    );
    expect(rows[0]?.kept).not.toContain(secret);
  });
});

describe("a destination over MLLP", () => {
  it("is checked, and shown who we are, by certificates", async () => {
    const authority = makeAuthority("site");
    const { cert, key } = authority.issue("127.0.0.1");
    const tls = { cert, key, ca: authority.ca, clientCertificates: "required" } as const;
    const receiver = await MllpReceiver.open({ tls });
    const own = authority.issue("carelane");
    const to = (given: object) => ({ ...stage.toMllp(once), port: receiver.port, tls: given });
    const { id, destinations } = await stage.channel(admin, {
      destinations: [to({ ca: authority.ca, certificate: own.cert, key: own.key }), to({})],
    });
    expect(JSON.stringify(destinations)).not.toContain("PRIVATE KEY");
    const body = hl7About("A");
    await post(id, body);
    await untilDelivered(id, "DELIVERED", "DEAD");
    expect(receiver.heard).toEqual([body]);
    const [untrusted] = await stage.deliveries(admin, id, "?state=DEAD");
    expect(untrusted?.attempts[0]?.error).toMatch(/trust/);
    await receiver.close();
  });
});

describe("an integration as destination", () => {
  it("takes a message in as its own, which becomes records", async () => {
    const integrationId = await makeSender(admin.organizationId, {
      sendingApplication: "LAB",
      sendingFacility: "MAIN",
    });
    const { id } = await stage.channel(admin, {
      mapping: { to: "hl7v2" },
      destinations: [{ kind: "integration", integrationId }],
    });
    await post(id, patient);
    await untilDelivered(id, "DELIVERED");
    const actor = adminOf(admin.organizationId);
    await until(async () => {
      const { data } = await listRecords(actor, "patients", {}, { limit: 10, place: null });
      expect(data.map((record) => record.data)).toMatchObject([{ lastName: "Okafor" }]);
    });
  });

  it("that is gone by now gets nothing, and a person is told what to do", async () => {
    const integrationId = await makeSender(admin.organizationId, {
      sendingApplication: "LAB",
      sendingFacility: "MAIN",
    });
    const { id, destinations } = await stage.channel(admin, {
      destinations: [{ kind: "integration", integrationId }],
    });
    await stage.stopWorkers();
    await post(id, hl7About("A"));
    const { organizationId } = admin;
    await performNow(runChannelHandler, { organizationId, channelId: id });
    await stage.owner.query("delete from integrations where id = $1", [integrationId]);
    await performNow(deliverOutputsHandler, { organizationId, destinationId: destinations[0]?.id });
    stage.startWorkers();
    expect(await stage.deliveries(admin, id)).toMatchObject([
      { state: "DEAD", attempts: [{ error: expect.stringContaining("choose another in the channel") }] },
    ]);
    const { data } = await listMessages(
      adminOf(organizationId),
      { integrationId, direction: "in" },
      10,
      null,
    );
    expect(data).toEqual([]);
  });

  it("gets a message at the HL7 v2 address of its settings", async () => {
    const credentials = { ...epicBody.credentials, hl7Address: `127.0.0.1:${stage.mllp.port}` };
    const integrationId = await createEpic(admin, { ...epicBody, credentials });
    const { id } = await stage.channel(admin, {
      destinations: [{ kind: "integration", integrationId, use: "send" }],
    });
    await post(id, hl7About("A", "S1"));
    await untilDelivered(id, "DELIVERED");
    expect(stage.mllp.controlIds()).toEqual(["S1"]);
    const found = await listMessages(adminOf(admin.organizationId), { integrationId }, 10, null);
    expect(found.data).toMatchObject([{ direction: "out", controlId: "S1" }]);
  });
});

describe("a webhook as destination", () => {
  it("sends what goes out by its own queue, signed, and waits while it is not enabled", async () => {
    const actor = adminOf(admin.organizationId);
    const { id: webhookId } = await createWebhook(
      actor,
      webhookRequestSchema.parse({
        endpoint: stage.http.url(path),
        events: ["sync.*"],
        payload: "full",
        enabled: false,
      }),
    );
    const { id } = await stage.channel(admin, {
      destinations: [{ kind: "webhook", webhookId, retry: { maxAttempts: 3, scheduleSeconds: [1] } }],
    });
    const body = hl7About("A");
    await post(id, body);
    await untilDelivered(id, "FAILED");
    await updateWebhook(actor, webhookId, { enabled: true });
    await untilDelivered(id, "DELIVERED");
    const [delivery] = await stage.deliveries(admin, id);
    await until(() => expect(jsons()).toHaveLength(1));
    expect(jsons()[0]).toMatchObject({
      type: "channel.message",
      data: { recordId: delivery?.id, message: { kind: "hl7v2", type: "ADT^A04", content: body } },
    });
    expect(stage.http.at(path)[0]?.headers).toHaveProperty("webhook-signature");
    expect(parseMessage(jsons()[0].data.message.content).text("PID-3.1")).toBe("A");
  });
});
