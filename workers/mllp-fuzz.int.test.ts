/**
 * What nobody sends on purpose, at the MLLP port of a worker of its own. `FUZZ_RUNS` says how many messages, `FUZZ_SEED`
 * from which one on: `FUZZ_RUNS=50000 npx vitest run --project int fuzz`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { decodeMessage, owesAnswer, owesCommit, parseMessage } from "@/lib/hl7";
import { MllpClient } from "@/lib/hl7/mllp";
import { mutated } from "@/lib/hl7/testing/mutate";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { hl7, makeSender } from "@/lib/messages/testing/senders";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { Random } from "@/sandbox/framework/random";
import { freePort } from "@/scripts/services/ports";

const runs = Number(process.env.FUZZ_RUNS ?? 300);
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);
const connections = 8;

const installation = installationForTests();
let worker: ChildProcess;
let port: number;
let organizationId: string;

const fixtures = join(import.meta.dirname, "../lib/hl7/fixtures");
const [first = "", ...rest] = readdirSync(fixtures, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".hl7"))
  .sort()
  .map((name) => readFileSync(join(fixtures, name), "utf8").replaceAll("\n", "\r"))
  .filter((text) => text.length < 3_000);

beforeAll(async () => {
  setEnvironment({ OUTBOUND_ALLOW: "127.0.0.1" });
  port = await freePort();
  ({ organizationId } = await makeCaller("admin"));
  await makeSender(organizationId, { sendingApplication: "*", sendingFacility: "*" });
  worker = spawn(process.execPath, ["--import", "tsx", "workers/main.ts"], {
    env: { ...process.env, LOG_LEVEL: "silent", MLLP_PORT: String(port) },
    stdio: "ignore",
  });
});
afterAll(() => void worker.kill("SIGKILL"));

/** Memory of the worker in megabytes; 0 where the system does not tell. */
function megabytes(): number {
  try {
    const status = readFileSync(`/proc/${worker.pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1_024;
  } catch {
    return 0;
  }
}

/** The message of a seed, which no other is equal to, as bytes in one of two character sets. */
function messageOf(seed: number): Buffer {
  const random = new Random(seed, "ports", 0);
  const text = mutated([first, ...rest], random)
    .replaceAll("\v", "")
    .replaceAll("\x1c", "");
  return Buffer.from(`${text}\rZFZ|${seed}\r`, random.chance(0.8) ? "utf8" : "latin1");
}

/** A sender may want to hear nothing (MSH-15 and MSH-16). */
function isAnswerOwed(frame: Buffer): boolean {
  try {
    const message = parseMessage(decodeMessage(frame).text);
    return owesCommit(message, true) || owesAnswer(message, true);
  } catch {
    return true;
  }
}

function orderly(onUnasked?: (answer: Buffer) => void): MllpClient {
  return new MllpClient({ host: "127.0.0.1", port, connectTimeoutMs: 60_000, onUnasked });
}

describe(`${runs} messages that are mutated`, () => {
  it(
    "are each answered once, kept where they were accepted, and dealt with",
    async () => {
      const codes = new Map<string, number>();
      const unasked: Buffer[] = [];
      const memory: number[] = [];
      let [seed, sent] = [firstSeed, 0];
      const send = async () => {
        const client = orderly((answer) => unasked.push(answer));
        for (let own = seed++; own < firstSeed + runs; own = seed++) {
          const frame = messageOf(own);
          if (!isAnswerOwed(frame)) continue;
          const { answer } = await client.send(frame).catch((cause) => {
            throw new Error(`Seed ${own}`, { cause });
          });
          sent++;
          const code = parseMessage(decodeMessage(answer).text).text("MSA-1") ?? "";
          codes.set(code, (codes.get(code) ?? 0) + 1);
          if (own % 1_000 === 0) memory.push(megabytes());
        }
        await client.close();
      };
      await Promise.all(Array.from({ length: connections }, send));

      expect([unasked, worker.exitCode]).toEqual([[], null]);
      expect([...codes.values()].reduce((sum, count) => sum + count)).toBe(sent);
      const { rows } = await installation.owner.query(
        "select ack_code, count(*)::int as count from messages group by ack_code",
      );
      const kept = new Map(rows.map(({ ack_code, count }) => [ack_code, count]));
      for (const code of ["AA", "CA"]) expect([code, kept.get(code)]).toEqual([code, codes.get(code)]);
      expect(codes.get("AA")).toBeGreaterThan(runs / 4);
      const [early = 0, late = 0] = [memory[Math.floor(memory.length / 3)], memory.at(-1)];
      expect(late).toBeLessThanOrEqual(early * 1.5 + 200);
      const isDone = async () => {
        const left = await installation.owner.query(
          "select count(*)::int as left from messages where processing in ('RECEIVED', 'PROCESSING')",
        );
        expect(left.rows).toEqual([{ left: 0 }]);
      };
      await vi.waitFor(isDone, { timeout: 60_000 + runs * 100, interval: 100 });
    },
    120_000 + runs * 150,
  );
});

/** Bytes that are no frames, or nearly. */
function garbage(random: Random): Buffer {
  const frame = Buffer.concat([
    Buffer.from([0x0b]),
    messageOf(random.below(1_000)),
    Buffer.from([0x1c, 0x0d]),
  ]);
  const noise = Buffer.from(Array.from({ length: random.below(3_000) }, () => random.below(256)));
  const cut = frame.subarray(random.below(frame.length));
  const unended = frame.subarray(0, random.below(frame.length));
  const starts = Buffer.alloc(random.below(2_000), 0x0b);
  const ends = Buffer.alloc(random.below(2_000), random.pick([0x1c, 0x0d]));
  const tls = Buffer.from("16030100a5010000a10303", "hex");
  const http = Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const pieces = [frame, noise, cut, unended, starts, ends, tls, http] as const;
  return Buffer.concat(Array.from({ length: 1 + random.below(6) }, () => random.pick(pieces)));
}

/** Writes bytes in pieces as they come and leaves, in one of the ways in which clients leave. */
async function throwAt(random: Random): Promise<void> {
  const socket: Socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined).resume();
  const closed = new Promise((resolve) => socket.once("close", resolve));
  const bytes = garbage(random);
  for (let at = 0; at < bytes.length && !socket.destroyed; ) {
    const length = 1 + random.below(1_500);
    await new Promise((resolve) => socket.write(bytes.subarray(at, at + length), resolve));
    at += length;
  }
  if (random.chance(0.5)) socket.destroy();
  else socket.end();
  await closed;
}

it(
  "connections that talk nonsense end, and hold up nobody",
  async () => {
    const times = Math.ceil(runs / 3);
    const honest = orderly();
    for (let at = 0; at < times; at += 10) {
      const throwing = Array.from({ length: 10 }, (_, n) =>
        throwAt(new Random(firstSeed, "garbage", at + n)),
      );
      const message = hl7(
        organizationId,
        "ADT^A04^ADT_A01",
        ["PID|1||MRN-1^^^MAIN^MR||Okafor^Ada"],
        `H-${at}`,
      );
      const { answer } = await honest.send(message);
      expect(parseMessage(answer.toString()).text("MSA-1")).toBe("AA");
      await Promise.all(throwing);
    }
    await honest.close();
    const { rowCount } = await installation.owner.query("select 1 from messages where control_id like 'H-%'");
    expect([rowCount, worker.exitCode]).toEqual([Math.ceil(times / 10), null]);
  },
  60_000 + runs * 20,
);
