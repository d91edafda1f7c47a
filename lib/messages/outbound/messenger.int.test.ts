import { createServer, type Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { adminOf } from "@/lib/auth/testing/actors";
import { type Caller, makeCaller } from "@/lib/integrations/testing/routes";
import { newId } from "@/lib/platform/ids";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { listMessages } from "../list-messages";
import { readMessage } from "../read-message";
import { messengerOf } from "./messenger";

installationForTests();

let server: Server;
let url = "";
let answer: (controlId: string) => { readonly status: number; readonly body: string };
const heard: { readonly type: string | undefined; readonly body: string }[] = [];

function portOf(of: { address(): ReturnType<Server["address"]> }): number {
  const address = of.address();
  if (address === null || typeof address === "string") throw new Error("It listens on no port");
  return address.port;
}

beforeAll(async () => {
  setEnvironment({ OUTBOUND_ALLOW: "127.0.0.1", OUTBOUND_TIMEOUT_MS: "2000" });
  server = createServer(async (request, response) => {
    const body = await text(request);
    heard.push({ type: request.headers["content-type"], body });
    const { status, body: written } = answer(body.split("|")[9] ?? "");
    response.writeHead(status, { "content-type": "application/hl7-v2" }).end(written);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${portOf(server)}/hl7`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const ack = (code: string, controlId: string) =>
  `MSH|^~\\&|EHR||||20260501||ACK|1|P|2.5.1\rMSA|${code}|${controlId}\r`;

let caller: Caller;
let integrationId = "";
beforeEach(async () => {
  caller = await makeCaller("admin");
  integrationId = newId();
  heard.length = 0;
  answer = (controlId) => ({ status: 200, body: ack("AA", controlId) });
});

const message = (controlId: string) =>
  `MSH|^~\\&|CARELANE||EHR||20260501||ADT^A31^ADT_A05|${controlId}|P|2.5.1\rPID|1||77123^^^MAIN^MR||Doe^Jane\r`;

const messenger = () => messengerOf({ organizationId: caller.organizationId, integrationId });
const sent = async () =>
  (await listMessages(adminOf(caller.organizationId), { direction: "out", patientId: "77123" }, 10, null))
    .data;

it("posts a message, and keeps it with its answer, to be found by its patient", async () => {
  await messenger().send({ to: { url }, text: message("C1") });
  expect(heard).toEqual([{ type: "application/hl7-v2", body: message("C1") }]);
  const [row] = await sent();
  expect(row).toMatchObject({
    type: "ADT^A31",
    controlId: "C1",
    processing: "PROCESSED",
    ack: { code: "AA" },
  });
  const whole = await readMessage(adminOf(caller.organizationId), row?.id ?? "");
  expect(whole).toMatchObject({ raw: message("C1"), answer: ack("AA", "C1"), integrationId });
  expect(whole.timeline.map(({ event }) => event)).toEqual(["sent", "acknowledged"]);
});

it("sends one message after the other, in the order in which they are given", async () => {
  await Promise.all(["C1", "C2", "C3"].map((id) => messenger().send({ to: { url }, text: message(id) })));
  expect(heard.map(({ body }) => body)).toEqual(["C1", "C2", "C3"].map(message));
});

it.each([
  ["refuses under a status of errors", 422, "AE", "message_refused", "invalid"],
  ["answers about another message", 200, undefined, "answer_unreadable", "ambiguous"],
])("says so where the receiver %s", async (_, status, code, error, kind) => {
  answer = (controlId) => ({ status, body: code ? ack(code, controlId) : ack("AA", "another") });
  const sending = messenger().send({ to: { url }, text: message("C1") });
  await expect(sending).rejects.toMatchObject({ code: error, kind });
  expect(await sent()).toMatchObject([{ processing: "FAILED", ack: { code: code ?? null } }]);
});

it("knows that nothing was sent where nobody listens", async () => {
  const closed = createTcpServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  const port = portOf(closed);
  await new Promise((resolve) => closed.close(resolve));
  const sending = messenger().send({ to: { host: "127.0.0.1", port }, text: message("C1") });
  await expect(sending).rejects.toMatchObject({ code: "mllp_unreachable", kind: "retryable" });
  expect(await sent()).toMatchObject([{ processing: "FAILED", ack: { code: null, state: "UNDELIVERED" } }]);
});

it("sends nothing to addresses that may not be called", async () => {
  const sending = messenger().send({ to: { host: "169.254.169.254", port: 6661 }, text: message("C1") });
  await expect(sending).rejects.toMatchObject({ code: "endpoint_not_allowed" });
});
