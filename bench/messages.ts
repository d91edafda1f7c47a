/**
 * Lists of messages, each question asked as the message browser asks it: of the newest page, which all others are
 * compared with, to what hardly any message is. MESSAGES sets how many there are (default 1,000,000).
 */
import { adminOf } from "@/lib/auth/testing/actors";
import { insertMessages, listMessages, previewReplay } from "@/lib/messages";
import type { MessageFilter } from "@/lib/messages/schema";
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { withOrganization, withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { waitFor } from "@/scripts/services/wait-for";
import { benchmark } from "./parts/sync-parts";

const messages = Number(process.env.MESSAGES ?? 1_000_000);
const pageSize = 50;
const rounds = 15;
const together = 1_000;

const types = ["ADT^A08", "ADT^A04", "ORU^R01", "ORM^O01", "SIU^S12"];
const senders = ["LAB|MAIN", "HIS|NORTH", "RIS|WEST"];
const rareEvery = Math.ceil(messages / 10);
const body = Buffer.from("MSH|^~\\&|LAB|MAIN|CARELANE||20261117104216||ADT^A08^ADT_A01|1|P|2.5.1\r");

/** Most are of a few types and senders, four of each patient; a thousandth was refused, ten are of a rare type. */
function incoming(organizationId: string, n: number) {
  const of = (list: readonly string[]) => list[n % list.length] ?? "";
  return {
    organizationId,
    integrationId: null,
    kind: "hl7v2",
    type: n % rareEvery === 7 ? "MDM^T02" : of(types),
    controlId: `C-${n}`,
    sender: of(senders),
    body,
    receivedAt: now(),
    flags: [],
    found: [
      { parameter: "patient", value: `MRN-${Math.floor(n / 4)}` },
      { parameter: "order", value: `ORDER-${n}` },
    ],
    processing: n % 1_000 === 11 ? "REJECTED" : "PROCESSED",
    ack: { code: "AA", state: "SENT", text: null },
    answer: null,
  } as const;
}

async function makeMessages(): Promise<string> {
  const organizationId = newId();
  await withSystem("seed", (tx) =>
    tx.execute("insert into organizations (id, code, name) values ($1::uuid, $1::text, 'Northgate')", [
      organizationId,
    ]),
  );
  const vault = await openVault(organizationId, "messages");
  for (let from = 0; from < messages; from += together) {
    const batch = Array.from({ length: together }, (_, n) => incoming(organizationId, from + n));
    await withOrganization({ organizationId }, async (tx) => insertMessages(tx, vault, batch));
  }
  return organizationId;
}

/** Until PostgreSQL has looked at what it holds, as it does within a minute by itself, its plans are those of an empty table. */
async function untilAnalysed(): Promise<void> {
  const isAnalysed = () =>
    withSystem("health", (tx) =>
      tx.one(
        "select 1 from pg_stat_user_tables where relname like 'messages_2%' and last_autoanalyze is not null and n_mod_since_analyze < $1",
        [messages / 5],
      ),
    );
  await waitFor(async () => (await isAnalysed()) !== undefined, { timeoutMs: 180_000, pollMs: 1_000 });
}

async function print(what: string, ask: () => Promise<unknown>, newestMs?: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  times.sort((one, other) => one - other);
  const medianMs = times[Math.floor(rounds / 2)] ?? 0;
  const ratio = newestMs ? `${(medianMs / newestMs).toFixed(1)} × the newest` : "";
  console.log(
    `${what.padEnd(48)} ${medianMs.toFixed(1).padStart(8)} ms  slowest ${times.at(-1)?.toFixed(1)}  ${ratio}`,
  );
  return medianMs;
}

const questions: readonly (readonly [what: string, filter: MessageFilter])[] = [
  ["of a type", { type: "ORU^R01" }],
  ["of a family of types", { type: "ADT" }],
  ["of a rare type", { type: "MDM^T02" }],
  ["of a sender, by one of its parts", { sender: "NORTH" }],
  ["with a control id", { controlId: "C-4711" }],
  ["of a patient", { patientId: "MRN-1177" }],
  ["of an order that nobody knows", { order: "ORDER-X" }],
  ["refused", { status: "REJECTED" }],
  ["refused, of a sender and a type", { status: "REJECTED", sender: "LAB", type: "ADT" }],
  ["with a text that many have", { text: "adt" }],
  ["with a text that ten have", { text: "mdm" }],
  ["with a text that is an identifier", { text: "ORDER-4711" }],
  ["with a text that nobody has", { text: "nothing" }],
];

async function run(): Promise<void> {
  const actor = adminOf(await makeMessages());
  await untilAnalysed();
  const list = (filter: MessageFilter) => () => listMessages(actor, filter, pageSize, null);
  const newestMs = await print("newest", list({}));
  for (const [what, filter] of questions) await print(what, list(filter), newestMs);
  await print(
    "how many of a family a replay would take",
    () => previewReplay(actor, { type: "ADT" }),
    newestMs,
  );
}

await benchmark(run);
