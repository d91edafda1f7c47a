import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { parseMessage } from "@/lib/hl7";
import { MllpClient } from "@/lib/hl7/mllp";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { hl7, makeSender } from "@/lib/messages/testing/senders";
import { isCarelaneError } from "@/lib/platform/errors";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { endLeases } from "@/lib/queue/testing/end-leases";
import { freePort } from "@/scripts/services/ports";

const installation = installationForTests();
const clients: MllpClient[] = [];
let worker: ChildProcess | undefined;
let port: number;
let organizationId: string;

beforeAll(async () => {
  setEnvironment({ OUTBOUND_ALLOW: "127.0.0.1" });
  port = await freePort();
  ({ organizationId } = await makeCaller("admin"));
  await makeSender(organizationId, { sendingApplication: "LAB", sendingFacility: "MAIN" });
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  worker?.kill("SIGKILL");
});

function start(): ChildProcess {
  worker = spawn(process.execPath, ["--import", "tsx", "workers/main.ts"], {
    env: { ...process.env, LOG_LEVEL: "silent", MLLP_PORT: String(port) },
    stdio: "ignore",
  });
  return worker;
}

async function end(signal: NodeJS.Signals): Promise<void> {
  const ended = worker && once(worker, "exit");
  worker?.kill(signal);
  await ended;
}

function connect(): MllpClient {
  const client = new MllpClient({
    host: "127.0.0.1",
    port,
    connectTimeoutMs: 20_000,
    answerTimeoutMs: 20_000,
  });
  clients.push(client);
  return client;
}

const pid = (n: number) => `PID|1||MRN-${n}^^^MAIN^MR||Okafor^Ada${n}||19800515|F`;

/** Sends a message until it is acknowledged, as a sender does. */
async function deliver(client: MllpClient, message: Buffer): Promise<string> {
  for (;;) {
    try {
      const { answer } = await client.send(message);
      return answer.toString();
    } catch (error) {
      if (!isCarelaneError(error) || error.code === "endpoint_not_allowed") throw error;
    }
  }
}

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

describe("messages over MLLP", () => {
  it("are each stored once and processed, however often the worker is killed while they come", async () => {
    start();
    const [senders, each] = [4, 60];
    const acknowledged: string[] = [];
    const sendAll = Array.from({ length: senders }, async (_, sender) => {
      const client = connect();
      for (let n = 0; n < each; n++) {
        const id = `S${sender}-${n}`;
        const answer = await deliver(
          client,
          hl7(organizationId, "ADT^A04^ADT_A01", [pid(sender * each + n)], id),
        );
        const ack = parseMessage(answer);
        expect([ack.text("MSA-1"), ack.text("MSA-2")]).toEqual(["AA", id]);
        acknowledged.push(id);
      }
    });
    for (const due of [20, 90, 160]) {
      await until(async () => expect(acknowledged.length).toBeGreaterThan(due));
      await end("SIGKILL");
      await endLeases(installation.owner);
      start();
    }
    await Promise.all(sendAll);

    const { rows } = await installation.owner.query(
      "select control_id, count(*)::int as count, bool_or(cardinality(flags) > 0) as odd from messages group by 1",
    );
    expect(rows.filter(({ count, odd }) => count !== 1 || odd)).toEqual([]);
    expect(rows.map((row) => row.control_id).sort()).toEqual(acknowledged.sort());
    await until(async () => {
      const left = await installation.owner.query("select 1 from messages where processing <> 'PROCESSED'");
      expect(left.rowCount).toBe(0);
    });
    const patients = await installation.owner.query("select 1 from entity_records where entity = 'patients'");
    expect(patients.rowCount).toBe(senders * each);
  });

  it("that came before the worker is told to stop are answered", async () => {
    start();
    const client = connect();
    await deliver(client, hl7(organizationId, "ADT^A08^ADT_A01", [pid(0)], "T-0"));
    const sending = deliver(client, hl7(organizationId, "ADT^A08^ADT_A01", [pid(0)], "T-1"));
    await end("SIGTERM");
    start();
    expect(parseMessage(await sending).text("MSA-2")).toBe("T-1");
    const { rows } = await installation.owner.query(
      "select ack_state from messages where control_id = 'T-0'",
    );
    expect(rows).toEqual([{ ack_state: "SENT" }]);
  });
});
