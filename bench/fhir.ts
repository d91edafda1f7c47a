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

async function bench(): Promise<void> {
  const { key } = await makeCaller("integration");
  const server = await serveFacade();
  const dispatcher = new Agent({ connections, pipelining: 1 });

  async function ask({ method = "GET", address, body }: Ask): Promise<string> {
    const reply = await request(`${server.url}/api/fhir/R4${address && `/${address}`}`, {
      dispatcher,
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/fhir+json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.body.text();
    if (reply.statusCode >= 300)
      throw new Error(`${address} answered ${reply.statusCode}: ${text.slice(0, 300)}`);
    return text;
  }

  async function measure(what: string, next: (n: number) => Ask): Promise<void> {
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

  const startedAt = performance.now();
  const firsts = Array.from(
    { length: patients / patientsPerTransaction },
    (_each, n) => n * patientsPerTransaction,
  );
  const load = async () => {
    for (let first = firsts.pop(); first !== undefined; first = firsts.pop()) {
      await ask({ method: "POST", address: "", body: transaction(first) });
    }
  };
  await Promise.all([load(), load()]);
  print(
    "resources loaded by transactions of 500",
    (patients * 5) / ((performance.now() - startedAt) / 1_000),
  );

  const found: { entry: { resource: { id: string } }[] } = JSON.parse(
    await ask({ address: "Patient?_count=500" }),
  );
  const ids = found.entry.map(({ resource }) => resource.id);
  const id = (n: number) => ids[n % ids.length] ?? "";
  await measure("create Observation", (n) => ({
    method: "POST",
    address: "Observation",
    body: observation(n, `Patient/${id(n)}`),
  }));
  await measure("create Patient", (n) => ({
    method: "POST",
    address: "Patient",
    body: patient(patients + n),
  }));
  await measure("read Patient", (n) => ({ address: `Patient/${id(n)}` }));
  await measure("search Patient by identifier", (n) => ({
    address: `Patient?identifier=urn:mrn|M-${n % patients}`,
  }));
  await measure("search Patient by beginning of name", (n) => ({
    address: `Patient?name=family${n % 997}&_count=10`,
  }));
  await measure("search Patient by birthdate", (n) => ({
    address: `Patient?birthdate=19${10 + (n % 90)}-01&_count=10`,
  }));
  await measure("search Observation by patient and code", (n) => ({
    address: `Observation?patient=${id(n)}&code=http://loinc.org|29463-7`,
  }));
  await measure("search Observation by date, newest first", (n) => ({
    address: `Observation?patient=${id(n)}&date=ge2012&_sort=-date`,
  }));
  await measure("search Observation by code and date, of all", () => ({
    address: "Observation?code=29463-7&date=ge2024&_count=10",
  }));
  await measure("search Observation by chain, with its patient", (n) => ({
    address: `Observation?patient.identifier=urn:mrn|M-${n % patients}&_include=Observation:patient`,
  }));
  await dispatcher.close();
  await server.close();
}

// Every request here comes from one client; the limiter still counts each.
process.env.RATE_LIMITS = JSON.stringify({ fhir: { requests: 100_000_000, windowMs: 60_000 } });
await bench();
await closePool();
await closeRedis("quick");
process.exit(0);
