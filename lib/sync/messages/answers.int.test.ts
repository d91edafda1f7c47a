import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { adminOf } from "@/lib/auth/testing/actors";
import { type Message, parseMessage } from "@/lib/hl7";
import { type MllpServer, startMllpServer } from "@/lib/hl7/mllp";
import { changeMapping, updateIntegration } from "@/lib/integrations";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { listMessages, readMessage, takeFrame } from "@/lib/messages";
import { sendAnswersHandler } from "@/lib/messages/handlers/send-answers";
import { hl7, makeSender } from "@/lib/messages/testing/senders";
import { openTestEnvironment } from "@/lib/platform/testing/installation";
import { openRedis } from "@/lib/platform/testing/redis";
import { type Running, startWorkers } from "@/lib/queue/runtime";
import { performNow } from "@/lib/queue/testing/perform";
import { fastTiming } from "@/lib/queue/testing/timing";
import { processMessagesHandler } from "../handlers/process-messages";

/** What the sender hears at its own address, and the code with which it commits to that; null: it hangs up. */
const heard: Message[] = [];
let commit: "CA" | "CR" | null = "CA";
let receiver: MllpServer;
let workers: Running;
const closing: (() => Promise<void>)[] = [];

async function take(frame: Uint8Array): Promise<Buffer | null> {
  const message = parseMessage(Buffer.from(frame).toString("latin1"));
  heard.push(message);
  if (commit === null) throw new Error("The receiver is out of order");
  const header = `MSH|^~\\&|LAB|MAIN|CARELANE||20261117||ACK|${heard.length}|P|2.5.1`;
  return Buffer.from([header, `MSA|${commit}|${message.text("MSH-10")}`, ""].join("\r"));
}

beforeAll(async () => {
  const redis = await openRedis();
  const environment = await openTestEnvironment({
    REDIS_URL: redis.url,
    OUTBOUND_ALLOW: "127.0.0.1",
    OUTBOUND_TIMEOUT_MS: "2000",
  });
  receiver = await startMllpServer({ host: "127.0.0.1", port: 0, take });
  workers = startWorkers({
    handlers: [processMessagesHandler, sendAnswersHandler],
    roles: ["webhooks", "relay"],
    timing: fastTiming,
  });
  closing.push(
    () => workers.stop(),
    () => receiver.close(0),
    environment.close,
    () => redis.close(),
  );
});
afterAll(async () => {
  for (const close of closing) await close();
});

let organizationId = "";
let integrationId = "";
beforeEach(async () => {
  heard.length = 0;
  commit = "CA";
  ({ organizationId } = await makeCaller("admin"));
  integrationId = await makeSender(organizationId, {
    sendingApplication: "LAB",
    sendingFacility: "MAIN",
    hl7Address: `127.0.0.1:${receiver.port}`,
  });
});

const ada = "PID|1||77123^^^MAIN^MR||Okafor^Ada||19800515|F";

/** Sends a message with these conditions of its acknowledgements in MSH-15 and MSH-16; answers the commit. */
async function tell(controlId: string, conditions: string): Promise<string | undefined> {
  const message = hl7(organizationId, "ADT^A08^ADT_A01", [ada], controlId).toString();
  const frame = Buffer.from(message.replace("|P|2.5.1", `|P|2.5.1|||${conditions}`));
  const { answer } = await takeFrame(frame, { address: "10.20.0.7" });
  return answer ? parseMessage(answer.toString()).text("MSA-1") : undefined;
}

const sent = async () =>
  (await listMessages(adminOf(organizationId), { direction: "out" }, 10, null)).data.toReversed();
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 25 });
const told = () => heard.map((message) => [message.text("MSA-2"), message.text("MSA-1")]);

async function refuseWithoutEmail(): Promise<void> {
  const email = {
    localField: "email",
    remoteField: '$.telecom[?(@.system=="email")].value',
    required: true,
    direction: "pull" as const,
  };
  await changeMapping(adminOf(organizationId), integrationId, "patients", { fieldMappings: [email] });
}

it("tells a sender that asks for both the commit at once, and what came of the message when it is processed", async () => {
  expect(await tell("C1", "AL|AL")).toBe("CA");
  expect(await tell("C2", "AL|AL")).toBe("CA");
  await until(() =>
    expect(told()).toEqual([
      ["C1", "AA"],
      ["C2", "AA"],
    ]),
  );
  const [answer] = heard;
  expect(answer?.text("MSH-9.1")).toBe("ACK");
  expect([answer?.text("MSH-5"), answer?.text("MSH-15"), answer?.text("MSH-16")]).toEqual([
    "LAB",
    "AL",
    "NE",
  ]);
  await until(async () =>
    expect(await sent()).toMatchObject([
      { type: "ACK^A08", integrationId, processing: "PROCESSED", ack: { code: "CA" } },
      { type: "ACK^A08", integrationId, processing: "PROCESSED", ack: { code: "CA" } },
    ]),
  );
});

it("leads from a message to its answer, and from the answer to its message", async () => {
  await tell("C1", "AL|AL");
  await until(() => expect(told()).toEqual([["C1", "AA"]]));
  const actor = adminOf(organizationId);
  const [answer] = await sent();
  const [came] = (await listMessages(actor, { direction: "in" }, 10, null)).data;
  const entryOf = async (id: string, event: string) =>
    (await readMessage(actor, id)).timeline.find((entry) => entry.event === event);
  expect(await entryOf(came?.id ?? "", "replied")).toMatchObject({
    messageId: answer?.id,
    detail: "AA, to its own address",
  });
  expect(await entryOf(answer?.id ?? "", "made")).toMatchObject({ messageId: came?.id });
});

it("says nothing of errors in the answer to a message that was taken in, though one of its values was not", async () => {
  const odd = hl7(organizationId, "ADT^A08^ADT_A01", [ada.replace("19800515", "yesterday")], "C1").toString();
  await takeFrame(Buffer.from(odd.replace("|P|2.5.1", "|P|2.5.1|||AL|AL")), { address: "10.20.0.7" });
  await until(() => expect(told()).toEqual([["C1", "AA"]]));
  expect(heard[0]?.segment("ERR")).toBeUndefined();
});

it("says what was wrong with a message that could not be processed", async () => {
  await refuseWithoutEmail();
  await tell("C1", "AL|AL");
  await until(() => expect(told()).toEqual([["C1", "AE"]]));
  expect([heard[0]?.text("ERR-3.1"), heard[0]?.text("ERR-4")]).toEqual(["207", "E"]);
  expect(heard[0]?.text("ERR-8")).toContain("email");
});

it("tells nothing more to who wants to hear of failures alone, of nothing, or has what it asked for", async () => {
  expect(await tell("C1", "AL|ER")).toBe("CA");
  expect(await tell("C2", "AL|NE")).toBe("CA");
  expect(await tell("C3", "NE|AL")).toBe("AA");
  expect(await tell("C4", "AL|AL")).toBe("CA");
  await until(() => expect(told()).toEqual([["C4", "AA"]]));
});

it("keeps an answer for a sender that does not take it, and tells it again under the same number", async () => {
  commit = null;
  await tell("C1", "AL|AL");
  await until(async () =>
    expect(await sent()).toMatchObject([
      { processing: "PROCESSING", attempts: 1, ack: { state: "PENDING" } },
    ]),
  );
  commit = "CA";
  const [answer] = await sent();
  await performNow(sendAnswersHandler, { organizationId, integrationId, answerIds: [answer?.id] });
  expect(await sent()).toMatchObject([{ processing: "PROCESSED", attempts: 2, ack: { code: "CA" } }]);
  expect(new Set(heard.map((message) => message.text("MSH-10"))).size).toBe(1);
});

it("leaves an answer that its sender refuses, and goes on with the next one", async () => {
  commit = "CR";
  await tell("C1", "AL|AL");
  await until(async () =>
    expect(await sent()).toMatchObject([{ processing: "FAILED", ack: { code: "CR" } }]),
  );
  commit = "CA";
  await tell("C2", "AL|AL");
  await until(() =>
    expect(told()).toEqual([
      ["C1", "AA"],
      ["C2", "AA"],
    ]),
  );
});

it("gives an answer up, and says so, where its sender takes none any more", async () => {
  commit = null;
  await tell("C1", "AL|AL");
  await until(async () => expect(await sent()).toMatchObject([{ attempts: 1 }]));
  await updateIntegration(adminOf(organizationId), integrationId, { credentials: { hl7Address: "" } });
  await until(async () =>
    expect(await sent()).toMatchObject([{ processing: "DEAD", ack: { state: "UNDELIVERED" } }]),
  );
});
