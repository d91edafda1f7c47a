/**
 * The FHIR façade over HTTP: resources a second loaded by transactions, and created, read and searched one by one.
 * PATIENTS sets how many there are (default 5,000, each with four observations).
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { serveFacade } from "@/lib/fhir/server/testing/facade";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { closePool } from "@/lib/platform/db";
import { closeRedis } from "@/lib/platform/redis";

const patients = Number(process.env.PATIENTS ?? 5_000);
const patientsPerTransaction = 100;
const connections = 16;
const warmUpMs = 1_000;
const measureMs = 4_000;

interface Ask {
  readonly method?: "GET" | "POST";
  readonly address: string;
  readonly body?: unknown;
}

function patient(n: number) {
  return {
    resourceType: "Patient",
    identifier: [{ system: "urn:mrn", value: `M-${n}` }],
    name: [{ family: `Family${n % 997}`, given: [`Given${n % 89}`] }],
    gender: n % 2 ? "female" : "male",
    birthDate: `19${String(10 + (n % 90))}-0${1 + (n % 9)}-1${n % 9}`,
  };
}

function observation(n: number, subject: string) {
  return {
    resourceType: "Observation",
    status: "final",
    code: { coding: [{ system: "http://loinc.org", code: n % 2 ? "29463-7" : "8302-2" }] },
    subject: { reference: subject },
    effectiveDateTime: `20${String(10 + (n % 15))}-0${1 + (n % 9)}-1${n % 9}T10:00:00Z`,
    valueQuantity: { value: n % 200, unit: "kg", system: "http://unitsofmeasure.org", code: "kg" },
  };
}

function transaction(first: number) {
  const entry = Array.from({ length: patientsPerTransaction }, (_each, at) => {
    const fullUrl = `urn:uuid:${first + at}`;
    const own = { fullUrl, resource: patient(first + at), request: { method: "POST", url: "Patient" } };
    const readings = Array.from({ length: 4 }, (_one, n) => ({
      resource: observation(first + at + n, fullUrl),
      request: { method: "POST", url: "Observation" },
    }));
    return [own, ...readings];
  }).flat();
  return { resourceType: "Bundle", type: "transaction", entry };
}

function print(what: string, perSecond: number): void {
  console.log(`${what.padEnd(52)} ${Math.round(perSecond).toLocaleString("en")}/s`);
}

type Asking = (ask: Ask) => Promise<string>;

/** Asks the façade at `url` with this key. A refusal ends the benchmark. */
function askingOf(url: string, key: string, dispatcher: Agent): Asking {
  return async ({ method = "GET", address, body }) => {
    const reply = await request(`${url}/api/fhir/R4${address && `/${address}`}`, {
      dispatcher,
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/fhir+json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.body.text();
    if (reply.statusCode >= 300) throw new Error(`${address} answered ${reply.statusCode}: ${text}`);
    return text;
  };
}

async function measure(ask: Asking, what: string, next: (n: number) => Ask): Promise<void> {
  let [answered, asked, open] = [0, 0, true];
  const client = async () => {
    for (; open; answered += 1) await ask(next(asked++));
  };
  const clients = Promise.all(Array.from({ length: connections }, client));
  await sleep(warmUpMs);
  const [before, startedAt] = [answered, performance.now()];
  await Promise.race([sleep(measureMs), clients]);
  print(what, (answered - before) / ((performance.now() - startedAt) / 1_000));
  open = false;
  await clients;
}

/** Two clients load all patients with their observations. */
async function load(ask: Asking): Promise<void> {
  const firsts = Array.from(
    { length: patients / patientsPerTransaction },
    (_each, n) => n * patientsPerTransaction,
  );
  const client = async () => {
    for (let first = firsts.pop(); first !== undefined; first = firsts.pop()) {
      await ask({ method: "POST", address: "", body: transaction(first) });
    }
  };
  const startedAt = performance.now();
  await Promise.all([client(), client()]);
  print("loaded by transactions of 500", (patients * 5) / ((performance.now() - startedAt) / 1_000));
}

/** What is measured, each with the n-th thing to ask; `id` is that of the n-th patient. */
function measurements(id: (n: number) => string): [string, (n: number) => Ask][] {
  const search = (what: string, address: (n: number) => string): [string, (n: number) => Ask] => [
    `search ${what}`,
    (n) => ({ address: address(n) }),
  ];
  return [
    [
      "create Observation",
      (n) => ({ method: "POST", address: "Observation", body: observation(n, `Patient/${id(n)}`) }),
    ],
    ["create Patient", (n) => ({ method: "POST", address: "Patient", body: patient(patients + n) })],
    ["read Patient", (n) => ({ address: `Patient/${id(n)}` })],
    search("Patient by identifier", (n) => `Patient?identifier=urn:mrn|M-${n % patients}`),
    search("Patient by beginning of name", (n) => `Patient?name=family${n % 997}&_count=10`),
    search("Patient by birthdate", (n) => `Patient?birthdate=19${10 + (n % 90)}-01&_count=10`),
    search(
      "Observation by patient and code",
      (n) => `Observation?patient=${id(n)}&code=http://loinc.org|29463-7`,
    ),
    search(
      "Observation by date, newest first",
      (n) => `Observation?patient=${id(n)}&date=ge2012&_sort=-date`,
    ),
    search("Observation by code and date, of all", () => "Observation?code=29463-7&date=ge2024&_count=10"),
    search(
      "Observation by chain, with its patient",
      (n) => `Observation?patient.identifier=urn:mrn|M-${n % patients}&_include=Observation:patient`,
    ),
  ];
}

async function bench(): Promise<void> {
  const { key } = await makeCaller("integration");
  const server = await serveFacade();
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const ask = askingOf(server.url, key, dispatcher);
  await load(ask);
  const found: { entry: { resource: { id: string } }[] } = JSON.parse(
    await ask({ address: "Patient?_count=500" }),
  );
  const ids = found.entry.map(({ resource }) => resource.id);
  for (const [what, next] of measurements((n) => ids[n % ids.length] ?? "")) await measure(ask, what, next);
  await dispatcher.close();
  await server.close();
}

// Every request here comes from one client; the limiter still counts each.
process.env.RATE_LIMITS = JSON.stringify({ fhir: { requests: 100_000_000, windowMs: 60_000 } });
await bench();
await closePool();
await closeRedis("quick");
process.exit(0);
