import { beforeEach, expect, it } from "vitest";
import { adminOf } from "@/lib/auth/testing/actors";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { nowMs, setClock } from "@/lib/platform/clock";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { readTraffic, takeFrame } from ".";
import { noteOutcome, storeOutgoing } from "./outbound/sent-messages";
import { hl7, makeSender } from "./testing/senders";

environmentForTests();
const peer = { address: "10.20.0.7" };

let actor: ReturnType<typeof adminOf>;
let integrationId: string;
beforeEach(async () => {
  const { organizationId } = await makeCaller("admin");
  actor = adminOf(organizationId);
  integrationId = await makeSender(organizationId, {
    sendingApplication: "LAB",
    sendingFacility: "MAIN",
    hl7Address: "lab.example:2575",
  });
});

const none = { lastAt: null, lastDay: 0, waiting: 0, failed: 0, dead: 0 };

it("says where a sender is to send, by what it is known and where it is answered, before anything came", async () => {
  setEnvironment({ MLLP_HOST: "0.0.0.0", MLLP_PORT: "2599", NEXTAUTH_URL: "https://hub.example.org" });
  expect(await readTraffic(actor, integrationId)).toMatchObject({
    mllp: { host: "hub.example.org", port: 2599, tlsPort: null },
    sender: { application: "LAB", facility: "MAIN", peer: null, certificate: null },
    address: "lab.example:2575",
    in: none,
    out: none,
  });
});

it("counts what came and went, each by how it stands", async () => {
  const message = () => takeFrame(hl7(actor.organizationId, "ADT^A04", ["PID|1||1^^^MAIN^MR"]), peer);
  await message();
  await message();
  const place = { organizationId: actor.organizationId, integrationId };
  const said = { kind: "hl7v2", type: "ACK", controlId: null, sender: null, flags: [], found: [] } as const;
  const sent = () => storeOutgoing(place, { ...said, body: "MSH|^~\\&|CARELANE" });
  await sent();
  await noteOutcome(place, await sent(), {
    processing: "FAILED",
    ack: { code: "AE", state: "SENT", text: null },
    answer: null,
    timeline: [],
    errors: [],
  });
  const traffic = await readTraffic(actor, integrationId);
  expect(nowMs() - Date.parse(traffic.in.lastAt ?? "")).toBeLessThan(60_000);
  expect(traffic.in).toMatchObject({ lastDay: 2, waiting: 2, failed: 0 });
  expect(traffic.out).toMatchObject({ lastDay: 2, waiting: 1, failed: 1 });
  const restore = setClock(() => Date.now() + 25 * 3_600_000);
  const dayAfter = await readTraffic(actor, integrationId);
  restore();
  expect(dayAfter.in).toMatchObject({ lastAt: traffic.in.lastAt, lastDay: 0, waiting: 2 });
});

it("tells of no integration of another organization", async () => {
  const stranger = adminOf((await makeCaller("admin")).organizationId);
  await expect(readTraffic(stranger, integrationId)).rejects.toMatchObject({ code: "integration_not_found" });
});
