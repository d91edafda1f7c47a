/** Libraries that others connect with, as they are. */
import { once } from "node:events";
import HL7Client, { Message as TheirMessage } from "node-hl7-client";
import { Server as HL7Server } from "node-hl7-server";
import { describe, expect, it } from "vitest";
import { openNetwork } from "@/lib/http/client";
import { freePort } from "@/scripts/services/ports";
import { acknowledge } from "../acknowledge";
import { parseMessage } from "../parse";
import { MllpClient } from "./client";
import type { MllpServerOptions } from "./server";
import { makeAuthority } from "./testing/certificates";
import { afterTest, eventually, serve } from "./testing/parties";

const order = [
  "MSH|^~\\&|LAB|Northgate|CARELANE|Lakeside|20260102030405||ORU^R01^ORU_R01|4711|P|2.5.1",
  "PID|1||MRN1^^^NG^MR||O\\T\\Hara^Zoë||19870912|F",
  "OBX|1|NM|718-7^Hemoglobin^LN||13.2|g/dL",
  "",
].join("\r");

const accepted = (text: string) =>
  acknowledge(parseMessage(text), { code: "AA", controlId: "1", at: new Date(0) });

const authority = makeAuthority("Lakeside CA");
const [our, their] = [authority.issue("carelane"), authority.issue("lab")];

/** A server of ours that acknowledges, and what it took. */
async function serveAcknowledging(options: Partial<MllpServerOptions> = {}) {
  const taken: string[] = [];
  const take = async (frame: Buffer) => {
    taken.push(frame.toString());
    return Buffer.from(accepted(frame.toString()));
  };
  return { ...(await serve({ take, ...options })), taken };
}

describe("node-hl7-client", () => {
  it.each([
    ["in the open", undefined],
    ["over TLS", { ...our, ca: authority.ca, clientCertificates: "required" } as const],
  ])("sends to us and reads our answers, %s", async (_how, tls) => {
    const { port, taken } = await serveAcknowledging({ tls });
    const client = new HL7Client({
      host: "127.0.0.1",
      version: "2.5.1",
      ...(tls && { tls: { ...their, ca: authority.ca, rejectUnauthorized: true } }),
    });
    const answers: string[] = [];
    const connection = client.createConnection({ port, version: "2.5.1" }, async (answer) => {
      const message = answer.getMessage();
      answers.push(`${message.get("MSA.1")} ${message.get("MSA.2")}`);
    });
    afterTest(() => connection.close());
    await once(connection, "connect");
    for (const id of ["4711", "4712"]) {
      await connection.sendMessage(new TheirMessage({ text: order.replace("4711", id) }));
      await eventually(() => expect(answers.at(-1)).toBe(`AA ${id}`));
    }
    expect(taken.map((text) => parseMessage(text).text("PID-5.2"))).toEqual(["Zoë", "Zoë"]);
  });
});

describe("node-hl7-server", () => {
  it("takes our messages, and we read its answers", async () => {
    const port = await freePort();
    const received = new Set<string>();
    const inbound = new HL7Server().createInbound({ port }, async (request, response) => {
      received.add(request.getMessage().get("MSH.10").toString());
      await response.sendResponse("AA");
    });
    afterTest(() => inbound.close());
    const client = new MllpClient({
      host: "127.0.0.1",
      port,
      network: openNetwork({ allow: ["127.0.0.1"] }),
      isAnswerTo: (answer, message) =>
        parseMessage(`${answer}`).text("MSA-2") === parseMessage(`${message}`).text("MSH-10"),
    });
    afterTest(() => client.close());
    for (const id of ["4711", "4712"]) {
      const { answer, isMatched } = await client.send(Buffer.from(order.replace("4711", id)));
      expect([parseMessage(answer.toString()).text("MSA-1"), isMatched]).toEqual(["AA", true]);
    }
    expect(received).toEqual(new Set(["4711", "4712"]));
  });
});
