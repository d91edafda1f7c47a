/**
 * Messages over MLLP: each stored before it is acknowledged, and processed into records in each patient's order. Beside
 * a receiver of ours that stores nothing, and one of node-hl7-server that stores nothing. MESSAGES sets how many
 * (default 10,000), SENDERS over how many connections (default 20), each with one message in flight: first RATE a second
 * (default 500), an acknowledgement's time counted from when the message was due, then as many as go.
 */
import { setTimeout as pause } from "node:timers/promises";
import { Server as HL7Server } from "node-hl7-server";
import { acknowledge, parseMessage } from "@/lib/hl7";
import { MllpClient, startMllpServer } from "@/lib/hl7/mllp";
import { hl7, makeSender } from "@/lib/messages/testing/senders";
import { withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { freePort } from "@/scripts/services/ports";
import { waitFor } from "@/scripts/services/wait-for";
import { benchmark, startWorker } from "./parts/sync-parts";

const messages = Number(process.env.MESSAGES ?? 10_000);
const senders = Number(process.env.SENDERS ?? 20);
const rate = Number(process.env.RATE ?? 500);
/** A process that has just begun is slow: nobody is compared by that. */
const warmUp = 500;
/** Each patient is told of so often. */
const perPatient = 4;

function admission(organizationId: string, n: number): Buffer {
  const patient = n % Math.ceil(messages / perPatient);
  return hl7(organizationId, "ADT^A08^ADT_A01", [
    "EVN|A08|20261117104216",
    `PID|1||MRN-${patient}^^^MAIN^MR||Okafor^Ada${n}^M||19800515|F|||12 Elm St^^Leeds^^LS1 4AP||555-${1_000_000 + patient}`,
    `PV1|1|O|WEST^12^A||||1234^Hart^Lena|||||||||||V-${patient}`,
  ]);
}

interface Sent {
  readonly seconds: number;
  /** Times to each acknowledgement in milliseconds, the shortest first. */
  readonly ackMs: readonly number[];
}

/** Sends frames as fast as they are acknowledged, or `everyMs` one. */
async function sendAll(port: number, frames: readonly Buffer[], everyMs = 0): Promise<Sent> {
  const ackMs: number[] = [];
  let next = 0;
  const began = performance.now();
  const sendOn = async () => {
    const client = new MllpClient({ host: "127.0.0.1", port });
    for (let n = next++; n < frames.length; n = next++) {
      const dueMs = everyMs > 0 ? began + n * everyMs : performance.now();
      if (dueMs > performance.now()) await pause(dueMs - performance.now());
      await client.send(frames[n] ?? Buffer.alloc(0));
      ackMs.push(performance.now() - dueMs);
    }
    await client.close();
  };
  await Promise.all(Array.from({ length: senders }, sendOn));
  return { seconds: (performance.now() - began) / 1_000, ackMs: ackMs.sort((one, other) => one - other) };
}

function print(what: string, { seconds, ackMs }: Sent): void {
  const rate = `${Math.round(ackMs.length / seconds).toLocaleString("en")} messages/s`;
  const at = (share: number) => `${(ackMs[Math.floor(ackMs.length * share)] ?? 0).toFixed(1)} ms`;
  console.log(`${what.padEnd(58)} ${rate.padStart(18)}  ACK p50 ${at(0.5)}, p99 ${at(0.99)}`);
}

async function bare(frames: readonly Buffer[]): Promise<void> {
  const take = async (frame: Buffer) => {
    const answer = { code: "AA", controlId: newId(), at: new Date() } as const;
    return Buffer.from(acknowledge(parseMessage(frame.toString()), answer));
  };
  const server = await startMllpServer({ host: "127.0.0.1", port: 0, take });
  print("bare: ours, parsed and acknowledged, nothing stored", await sendAll(server.port, frames));
  await server.close();
}

async function others(frames: readonly Buffer[]): Promise<void> {
  const port = await freePort();
  const server = new HL7Server({ bindAddress: "127.0.0.1" });
  const inbound = server.createInbound({ port }, async (_request, response) => {
    await response.sendResponse("AA");
  });
  await new Promise<void>((resolve) => inbound.on("listen", () => resolve()));
  print("bare: node-hl7-server, nothing stored", await sendAll(port, frames));
  await inbound.close();
}

async function left(organizationId: string): Promise<number> {
  const row = await withSystem("reconciler", (tx) =>
    tx.one<{ left: number }>(
      "select count(*)::int as left from messages where organization_id = $1 and processing <> 'PROCESSED'",
      [organizationId],
    ),
  );
  return row?.left ?? 0;
}

async function allProcessed(organizationId: string): Promise<void> {
  const isDone = async () => (await left(organizationId)) === 0;
  await waitFor(isDone, { timeoutMs: Number.POSITIVE_INFINITY, pollMs: 50 });
}

async function makeOrganization(): Promise<string> {
  const id = newId();
  await withSystem("seed", (tx) =>
    tx.execute("insert into organizations (id, code, name) values ($1::uuid, $1::text, 'Northgate')", [id]),
  );
  return id;
}

async function run(): Promise<void> {
  const port = await freePort();
  process.env.MLLP_PORT = String(port);
  const organizationId = await makeOrganization();
  await makeSender(organizationId, { sendingApplication: "LAB" });
  let made = 0;
  const makeFrames = (count: number) =>
    Array.from({ length: count }, () => admission(organizationId, made++));
  const frames = makeFrames(messages);
  await others(frames);
  await bare(frames);
  startWorker();
  await sendAll(port, makeFrames(warmUp));
  await allProcessed(organizationId);
  print(
    `Carelane: ${rate} a second, processing beside it`,
    await sendAll(port, makeFrames(messages), 1_000 / rate),
  );
  await allProcessed(organizationId);
  const began = performance.now();
  print("Carelane: as many as go, processing beside it", await sendAll(port, makeFrames(messages)));
  await allProcessed(organizationId);
  const seconds = (performance.now() - began) / 1_000;
  const whole = `${Math.round(messages / seconds).toLocaleString("en")} messages/s`;
  console.log(`${"Carelane: from the first byte to the last record".padEnd(58)} ${whole.padStart(18)}`);
}

await benchmark(run);
