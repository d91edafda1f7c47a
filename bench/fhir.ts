/**
 * The FHIR façade over HTTP: resources a second loaded by transactions, and created, read and searched one by one, beside
 * Medplum's router in memory and a bare table of JSON in the same PostgreSQL. PATIENTS sets how many there are (default
 * 5,000, each with four observations).
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { z } from "zod";
import { serveFacade } from "@/lib/fhir/server/testing/facade";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { serveMedplum, serveTable } from "./parts/other-fhir-servers";
import { benchmark } from "./parts/sync-parts";

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

/** A server with what it answered of its patients; `ask` is undefined of what the server refuses. */
interface Contender {
  readonly name: string;
  readonly ask: (ask: Ask) => Promise<string | undefined>;
  readonly ids: readonly string[];
}

type Asking = Contender["ask"];

function askingOf(url: string, dispatcher: Agent, key = ""): Asking {
  return async ({ method = "GET", address, body }) => {
    const reply = await request(`${url}${address && `/${address}`}`, {
      dispatcher,
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/fhir+json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await reply.body.text();
    return reply.statusCode < 300 ? text : undefined;
  };
}

const formatted = (perSecond: number) => `${Math.round(perSecond).toLocaleString("en")}/s`;

function line(what: string, name: string, perSecond: number | undefined, ours?: number): void {
  const ratio = perSecond && ours ? `  ours is ${(ours / perSecond).toFixed(2)} ×` : "";
  const rate = perSecond === undefined ? "refused" : formatted(perSecond);
  console.log(`${what.padEnd(48)} ${name.padEnd(18)} ${rate.padStart(10)}${ratio}`);
}

/** Answers a second; undefined of what the server refuses. */
async function measure({ ask, ids }: Contender, next: Measurement["next"]): Promise<number | undefined> {
  const id = (n: number) => ids[n % ids.length] ?? "";
  if ((await ask(next(0, id))) === undefined) return undefined;
  let [answered, asked, open] = [0, 1, true];
  const client = async () => {
    for (; open; answered += 1) {
      const answer = await ask(next(asked++, id));
      if (answer === undefined) throw new Error("A server refused what it took before");
    }
  };
  const clients = Promise.all(Array.from({ length: connections }, client));
  await sleep(warmUpMs);
  const [before, startedAt] = [answered, performance.now()];
  await Promise.race([sleep(measureMs), clients]);
  const perSecond = (answered - before) / ((performance.now() - startedAt) / 1_000);
  open = false;
  await clients;
  return perSecond;
}

/** Two clients load all patients with their observations; answers the resources a second. */
async function loadByTransactions(ask: Asking): Promise<number> {
  const firsts = Array.from(
    { length: patients / patientsPerTransaction },
    (_each, n) => n * patientsPerTransaction,
  );
  const client = async () => {
    for (let first = firsts.pop(); first !== undefined; first = firsts.pop()) {
      const done = await ask({ method: "POST", address: "", body: transaction(first) });
      if (done === undefined) throw new Error("A transaction was refused");
    }
  };
  const startedAt = performance.now();
  await Promise.all([client(), client()]);
  return (patients * 5) / ((performance.now() - startedAt) / 1_000);
}

const foundSchema = z.object({ entry: z.array(z.object({ resource: z.object({ id: z.string() }) })) });

async function patientIds(ask: Asking): Promise<string[]> {
  const found = foundSchema.parse(JSON.parse((await ask({ address: "Patient?_count=500" })) ?? ""));
  return found.entry.map(({ resource }) => resource.id);
}

/** What has no transactions is given the patients alone, one by one. */
async function loadOneByOne(ask: Asking): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < patients; n++) {
    const made = await ask({ method: "POST", address: "Patient", body: patient(n) });
    ids.push(JSON.parse(made ?? "").id);
  }
  return ids;
}

interface Measurement {
  readonly what: string;
  /** The n-th thing to ask; `id` is that of the n-th patient. */
  readonly next: (n: number, id: (n: number) => string) => Ask;
}

const search = (what: string, address: (n: number, id: (n: number) => string) => string): Measurement => ({
  what: `search ${what}`,
  next: (n, id) => ({ address: address(n, id) }),
});

const measurements: readonly Measurement[] = [
  {
    what: "create Observation",
    next: (n, id) => ({ method: "POST", address: "Observation", body: observation(n, `Patient/${id(n)}`) }),
  },
  {
    what: "create Patient",
    next: (n) => ({ method: "POST", address: "Patient", body: patient(patients + n) }),
  },
  { what: "read Patient", next: (n, id) => ({ address: `Patient/${id(n)}` }) },
  search("Patient by identifier", (n) => `Patient?identifier=urn:mrn|M-${n % patients}`),
  search("Patient by beginning of name", (n) => `Patient?name=family${n % 997}&_count=10`),
  search("Patient by birthdate", (n) => `Patient?birthdate=19${10 + (n % 90)}-01&_count=10`),
  search(
    "Observation by patient and code",
    (n, id) => `Observation?subject=Patient/${id(n)}&code=http://loinc.org|29463-7`,
  ),
  search(
    "Observation by date, newest first",
    (n, id) => `Observation?subject=Patient/${id(n)}&date=ge2012&_sort=-date`,
  ),
  search("Observation by code and date, of all", () => "Observation?code=29463-7&date=ge2024&_count=10"),
  search(
    "Observation by chain, with its patient",
    (n) => `Observation?subject:Patient.identifier=urn:mrn|M-${n % patients}&_include=Observation:subject`,
  ),
];

async function bench(): Promise<void> {
  const { key } = await makeCaller("integration");
  const [ours, medplum, table] = [
    await serveFacade(),
    await serveMedplum(),
    await serveTable(process.env.DATABASE_URL ?? ""),
  ];
  const dispatcher = new Agent({ connections, pipelining: 1 });
  const askOurs = askingOf(`${ours.url}/api/fhir/R4`, dispatcher, key);
  const askMedplum = askingOf(medplum.url, dispatcher);
  const askTable = askingOf(table.url, dispatcher);
  const loaded = await loadByTransactions(askOurs);
  line("loaded by transactions of 500", "Carelane", loaded);
  line("", "Medplum in memory", await loadByTransactions(askMedplum), loaded);
  const contender = { name: "Carelane", ask: askOurs, ids: await patientIds(askOurs) };
  const others: Contender[] = [
    { name: "Medplum in memory", ask: askMedplum, ids: await patientIds(askMedplum) },
    { name: "bare table", ask: askTable, ids: await loadOneByOne(askTable) },
  ];
  for (const { what, next } of measurements) {
    const rate = await measure(contender, next);
    line(what, contender.name, rate);
    for (const other of others) line("", other.name, await measure(other, next), rate);
  }
  await dispatcher.close();
  for (const server of [ours, medplum, table]) await server.close();
}

// Every request here comes from one client; the limiter still counts each.
process.env.RATE_LIMITS = JSON.stringify({ fhir: { requests: 100_000_000, windowMs: 60_000 } });
await benchmark(bench);
process.exit(0);
