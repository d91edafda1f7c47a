/**
 * Takes messages in: each is stored, with what makes it unique and with the answer it gets, before anybody hears that it
 * was taken. Messages that arrive while others are being stored are stored together, in one transaction.
 */
import { now, nowMs } from "@/lib/platform/clock";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { newId, sha256 } from "@/lib/platform/ids";
import { enqueue } from "@/lib/queue";
import { callChannels } from "./call-processor";
import { processMessages, runChannel } from "./jobs";
import { answerParts, spanOf } from "./message-store";
import { routeMessages } from "./routes";
import type { MessageFlag, ProcessingState, TimelineEntry } from "./schema";
import { type KeptContent, type MessageState, type NewMessage, writeMessages } from "./write-messages";

/** A message as it came. */
export interface IncomingMessage extends KeptContent {
  /** The id that it was promised; a new one without. */
  readonly id?: string;
  readonly processing: Extract<ProcessingState, "RECEIVED" | "PROCESSED" | "REJECTED">;
  readonly ack: MessageState["ack"];
  /** What is answered. */
  readonly answer: Buffer | null;
  /** Why it was refused at the door. */
  readonly refusal?: { readonly code: string; readonly title: string; readonly detail: string };
  readonly replays?: NewMessage["replays"];
  /**
   * The sender's number, unique at the sender: the same bytes under it again are the same message. Absent where a
   * message has no number, or was sent again on purpose.
   */
  readonly uniqueBy?: string;
  /** The channel that it was sent to; absent where a sender's integration takes it. */
  readonly channelId?: string;
  /** Channels it has come through before. */
  readonly hops?: number;
}

export type Taken =
  | { readonly state: "stored"; readonly id: string; readonly answer: Buffer | null }
  /** It was stored before, and gets the answer it got then. */
  | { readonly state: "repeated"; readonly id: string; readonly answer: Buffer | null };

/** Senders repeat what was not acknowledged for days, not for months. */
const knownMs = 30 * 24 * 3_600_000;

interface Candidate {
  readonly id: string;
  readonly message: IncomingMessage;
  readonly hash: Buffer;
}

interface KeyRow {
  source: string;
  key: string;
  content_hash: Buffer;
  answer: { messageId: string };
}

const sourceOf = ({ message }: Candidate) => message.channelId ?? message.integrationId ?? "unknown";
const placeOf = (source: string, key: string) => `${source} ${key}`;

type Claims = readonly { readonly candidate: Candidate; readonly key: string }[];

/** Claims numbers that nobody claimed before; answers those rows. */
function insertClaims(tx: Tx, organizationId: string, claims: Claims): Promise<KeyRow[]> {
  return tx.query<KeyRow>(
    `insert into inbound_keys (organization_id, kind, source, key, content_hash, answer, created_at, expires_at)
     select $1, 'message', c.source, c.key, c.hash, c.answer::jsonb, $2, $3
       from unnest($4::text[], $5::text[], $6::bytea[], $7::text[]) as c(source, key, hash, answer)
     on conflict (organization_id, kind, source, key) do nothing
     returning source, key, content_hash, answer`,
    [
      organizationId,
      now(),
      new Date(nowMs() + knownMs),
      claims.map(({ candidate }) => sourceOf(candidate)),
      claims.map(({ key }) => key),
      claims.map(({ candidate }) => candidate.hash),
      claims.map(({ candidate }) => JSON.stringify({ messageId: candidate.id })),
    ],
  );
}

/** The claims of before. Each is looked up for itself: a join would go through all that the organization has. */
function findClaims(tx: Tx, organizationId: string, claims: Claims): Promise<KeyRow[]> {
  return tx.query<KeyRow>(
    `select k.source, k.key, k.content_hash, k.answer
       from unnest($2::text[], $3::text[]) as c(source, key)
      cross join lateral (select source, key, content_hash, answer from inbound_keys
         where organization_id = $1 and kind = 'message' and source = c.source and key = c.key limit 1) k`,
    [organizationId, claims.map(({ candidate }) => sourceOf(candidate)), claims.map(({ key }) => key)],
  );
}

/** Whose the numbers are, by source and key: of these candidates, or of messages from before. */
async function claim(tx: Tx, organizationId: string, claims: Claims): Promise<ReadonlyMap<string, KeyRow>> {
  if (claims.length === 0) return new Map();
  // In one order, so that two who claim the same numbers wait for each other and do not lock each other out.
  const sorted = claims.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const placed = (row: KeyRow): [string, KeyRow] => [placeOf(row.source, row.key), row];
  const byNumber = new Map((await insertClaims(tx, organizationId, sorted)).map(placed));
  const before = sorted.filter(({ candidate, key }) => !byNumber.has(placeOf(sourceOf(candidate), key)));
  if (before.length === 0) return byNumber;
  return new Map([...byNumber, ...(await findClaims(tx, organizationId, before)).map(placed)]);
}

interface Sorted {
  readonly fresh: readonly { readonly candidate: Candidate; readonly flags: readonly MessageFlag[] }[];
  /** By candidate: the message it repeats. */
  readonly repeated: ReadonlyMap<Candidate, string>;
}

/** Tells repeats from news. Other bytes under a number that is taken are a message of their own, which says so. */
async function sort(tx: Tx, organizationId: string, candidates: readonly Candidate[]): Promise<Sorted> {
  const fresh: { candidate: Candidate; flags: readonly MessageFlag[] }[] = [];
  const repeated = new Map<Candidate, string>();
  const settle = (candidate: Candidate, row: KeyRow | undefined, flags: readonly MessageFlag[]) => {
    const first = row?.answer.messageId ?? candidate.id;
    if (first === candidate.id) fresh.push({ candidate, flags });
    else repeated.set(candidate, first);
  };
  const numbered = candidates.flatMap((candidate) => {
    const key = candidate.message.uniqueBy;
    if (key !== undefined) return [{ candidate, key }];
    settle(candidate, undefined, []);
    return [];
  });
  const byNumber = await claim(tx, organizationId, numbered);
  const reused: { candidate: Candidate; key: string }[] = [];
  for (const { candidate, key } of numbered) {
    const row = byNumber.get(placeOf(sourceOf(candidate), key));
    if (!row || row.content_hash.equals(candidate.hash)) settle(candidate, row, []);
    else reused.push({ candidate, key: `${key}\n${candidate.hash.toString("hex")}` });
  }
  const byContent = await claim(tx, organizationId, reused);
  for (const { candidate, key } of reused) {
    settle(candidate, byContent.get(placeOf(sourceOf(candidate), key)), ["control_id_reused"]);
  }
  return { fresh, repeated };
}

function beginningOf({ receivedAt, refusal }: IncomingMessage): TimelineEntry[] {
  const at = receivedAt.toISOString();
  const received: TimelineEntry = { at, event: "received", detail: null };
  return refusal ? [received, { at, event: "rejected", detail: refusal.title }] : [received];
}

/** A message that came, as it is stored. */
function received({ id, message }: Candidate, flags: readonly MessageFlag[] = []): NewMessage {
  return {
    ...message,
    id,
    direction: "in",
    flags: [...message.flags, ...flags],
    timeline: beginningOf(message),
    errors: message.refusal ? [{ ...message.refusal, path: null }] : [],
  };
}

/** What earlier messages were answered, by id, and a note there that they came again. */
async function answersOf(
  tx: Tx,
  vault: Vault,
  { repeated }: Sorted,
): Promise<ReadonlyMap<string, Buffer | null>> {
  if (repeated.size === 0) return new Map();
  const ids = [...new Set(repeated.values())];
  const entry = { at: now(), event: "repeated", detail: null };
  const rows = await tx.query<{ id: string; answer: Buffer | null }>(
    `update messages set timeline = case when jsonb_array_length(timeline) < 50 then timeline || $2::jsonb else timeline end
      where id = any($1::uuid[]) and id between $3 and $4 returning id, answer`,
    [ids, JSON.stringify([entry]), ...spanOf(ids)],
  );
  return new Map(
    rows.map(({ id, answer }) => [id, answer === null ? null : vault.openPacked(answer, answerParts(id))]),
  );
}

function candidatesOf(messages: readonly IncomingMessage[]): Candidate[] {
  return messages.map((message) => ({ id: message.id ?? newId(), message, hash: sha256(message.body) }));
}

/** Stores messages of one organization as they are, repeats or not, in the caller's transaction; answers their ids. */
export function insertMessages(tx: Tx, vault: Vault, messages: readonly IncomingMessage[]): string[] {
  const candidates = candidatesOf(messages);
  writeMessages(
    tx,
    vault,
    candidates.map((candidate) => received(candidate)),
  );
  return candidates.map(({ id }) => id);
}

/** Stores a message that an integration takes from a channel, and has it processed and given to channels in their turn. */
export async function takeFromChannel(tx: Tx, vault: Vault, message: IncomingMessage): Promise<void> {
  const { organizationId, integrationId } = message;
  const candidates = candidatesOf([message]);
  writeMessages(
    tx,
    vault,
    candidates.map((candidate) => received(candidate)),
  );
  for (const channelId of await routeMessages(tx, organizationId, candidates)) {
    await enqueue(tx, runChannel, { organizationId, channelId }, { organizationId });
  }
  if (integrationId !== null) {
    await enqueue(tx, processMessages, { organizationId, integrationId }, { organizationId });
  }
}

/** Stores messages of one organization and gives them to its channels; answers what became of each, in their order. */
export async function storeMessages(
  organizationId: string,
  messages: readonly IncomingMessage[],
): Promise<Taken[]> {
  const vault = await openVault(organizationId, "messages");
  const candidates = candidatesOf(messages);
  const { taken, channels } = await withOrganization(
    { organizationId },
    async (tx) => {
      const sorted = await sort(tx, organizationId, candidates);
      writeMessages(
        tx,
        vault,
        sorted.fresh.map(({ candidate, flags }) => received(candidate, flags)),
      );
      const answers = await answersOf(tx, vault, sorted);
      const fresh = sorted.fresh.map(({ candidate }) => candidate);
      return {
        channels: await routeMessages(tx, organizationId, fresh),
        taken: candidates.map((candidate): Taken => {
          const first = sorted.repeated.get(candidate);
          return first === undefined
            ? { state: "stored", id: candidate.id, answer: candidate.message.answer }
            : { state: "repeated", id: first, answer: answers.get(first) ?? null };
        }),
      };
    },
    { retries: 3, byKeyOnly: true },
  );
  callChannels(organizationId, channels);
  return taken;
}
