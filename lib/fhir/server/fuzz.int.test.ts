/**
 * What nobody asks on purpose, over a real socket. `FUZZ_RUNS` says how many requests, `FUZZ_SEED` from which one on:
 * `FUZZ_RUNS=50000 npx vitest run --project int fuzz`.
 */
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ServedRoutes } from "@/lib/http/testing/served-routes";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { Random } from "@/sandbox/framework/random";
import { serveFacade } from "./testing/facade";
import { type OddRequest, oddRequest } from "./testing/odd-requests";
import { patient, smallest } from "./testing/served-facade";

const runs = Number(process.env.FUZZ_RUNS ?? 600);
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);
const clients = 8;
/** No client is ever too fast here. */
const limits = JSON.stringify({ fhir: { requests: 1e9, windowMs: 60_000 } });

environmentForTests();
const agent = new Agent({ keepAlive: true, maxSockets: clients });
let server: ServedRoutes;
let authorization: string;
let id: string;

const clinical = JSON.parse(
  readFileSync(new URL("../fixtures/uscore-clinical-85.json", import.meta.url), "utf8").replaceAll(
    /"reference"/g,
    '"display"',
  ),
);
const resources = [
  patient,
  ...Object.entries(smallest).map(([resourceType, content]) => ({ resourceType, ...content })),
  ...clinical.entry.map(({ resource }: { resource: object }) => resource),
].filter((resource) => Reflect.get(resource, "resourceType") in smallest);

beforeAll(async () => {
  server = await serveFacade();
  setEnvironment({ NEXTAUTH_URL: server.url, RATE_LIMITS: limits });
  authorization = `Bearer ${(await makeCaller("integration")).key}`;
  const body = Buffer.from(JSON.stringify(patient));
  const headers = { "content-type": "application/fhir+json" };
  id = JSON.parse((await ask({ method: "POST", path: "Patient", headers, body })).text).id;
});
afterAll(async () => {
  agent.destroy();
  await server.close();
});

function ask({ method, path, headers, body }: OddRequest): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${server.url}/api/fhir/R4/`,
      {
        method,
        path: `/api/fhir/R4/${path}`,
        headers: { authorization, ...headers },
        agent,
        timeout: 30_000,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
        );
      },
    );
    sent.on("timeout", () => sent.destroy(new Error("No answer came")));
    sent.on("error", reject);
    sent.end(body);
  });
}

/** An address that cannot be read, or has no such method, is refused before it is known that FHIR is spoken. */
function isForFhir({ path }: OddRequest, status: number): boolean {
  try {
    decodeURIComponent(path.split("?", 1).join());
  } catch {
    return false;
  }
  return status !== 405;
}

/** Asks as the seed says; answers the status. What was created must be there as it was answered. */
async function tryOut(seed: number): Promise<number> {
  const odd = oddRequest({ resources: [patient, ...resources], id }, new Random(seed, "requests", 0));
  try {
    const { status, text } = await ask(odd);
    expect([status, status >= 200 && status < 500]).toEqual([status, true]);
    const json = text ? JSON.parse(text) : undefined;
    if (status >= 400 && json && isForFhir(odd, status)) expect(json.resourceType).toBe("OperationOutcome");
    if (status === 201 && json?.id) {
      const kept = await ask({ method: "GET", path: `${json.resourceType}/${json.id}`, headers: {} });
      if (kept.status === 200) expect(JSON.parse(kept.text)).toEqual(json);
    }
    return status;
  } catch (cause) {
    const body = odd.body?.toString().slice(0, 2_000);
    throw new Error(`Seed ${seed}: ${JSON.stringify({ ...odd, body })}`, { cause });
  }
}

it(
  `${runs} odd requests are answered or refused`,
  async () => {
    const statuses = new Map<number, number>();
    let seed = firstSeed;
    const work = async () => {
      for (let own = seed++; own < firstSeed + runs; own = seed++) {
        const status = await tryOut(own);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    const before = process.memoryUsage().rss;
    await Promise.all(Array.from({ length: clients }, work));
    expect(process.memoryUsage().rss - before).toBeLessThan(1_000_000_000);
    for (const status of [200, 201, 400, 404, 422])
      expect([status, statuses.has(status)]).toEqual([status, true]);
  },
  120_000 + runs * 40,
);

/** The first bytes of a connection that is no request, or not all of one. */
function nonsense(random: Random): Buffer {
  const head = `POST /api/fhir/R4/Patient HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n`;
  const texts = [
    "",
    "\r\n\r\n",
    "GET",
    "GET / HTTP/9.9\r\n\r\n",
    `GET /api/fhir/R4/Patient?${"x".repeat(random.below(100_000))} HTTP/1.1\r\nHost: x\r\n\r\n`,
    `${head}Content-Type: application/fhir+json\r\nContent-Length: 100\r\n\r\n{"resourceType"`,
    `${head}Content-Length: -1\r\n\r\n{}`,
    `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}`,
    `${head}${"X: y\r\n".repeat(random.below(3_000))}\r\n`,
    "\x16\x03\x01\x00\xa5\x01",
    "\0".repeat(random.below(5_000)),
  ] as const;
  const noise = Buffer.from(Array.from({ length: random.below(500) }, () => random.below(256)));
  return Buffer.concat([
    Buffer.from(random.pick(texts), "latin1"),
    random.chance(0.3) ? noise : Buffer.alloc(0),
  ]);
}

async function throwAt(random: Random): Promise<void> {
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => undefined).resume();
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await new Promise((resolve) => socket.write(nonsense(random), resolve));
  if (random.chance(0.5)) socket.destroy();
  else socket.end();
  await closed;
}

it(
  "connections that talk nonsense end, and hold up nobody",
  async () => {
    for (let at = 0; at < runs / 3; at += 10) {
      const throwing = Array.from({ length: 10 }, (_, n) =>
        throwAt(new Random(firstSeed, "nonsense", at + n)),
      );
      expect(
        (await ask({ method: "GET", path: `Patient/${id}?_format=json`, headers: {} })).status,
      ).toBeLessThan(500);
      await Promise.all(throwing);
    }
  },
  60_000 + runs * 20,
);
