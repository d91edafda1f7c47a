/** The one place where messages are stored, of whatever kind and whichever way they go. */
import type { Vault } from "@/lib/platform/crypto";
import { prepared, type Statement, type Tx } from "@/lib/platform/db";
import { answerParts, bodyParts } from "./message-store";
import type {
  AckState,
  MessageDirection,
  MessageError,
  MessageFlag,
  MessageKind,
  ProcessingState,
  TimelineEntry,
  TouchedRecord,
} from "./schema";
import { keysOf, type SearchValue } from "./search-keys";

/** What a message is and says, with what was read of it to find it by. */
export interface KeptContent {
  readonly organizationId: string;
  readonly integrationId: string | null;
  readonly kind: MessageKind;
  readonly type: string;
  readonly controlId: string | null;
  readonly sender: string | null;
  readonly body: string | Uint8Array;
  readonly receivedAt: Date;
  readonly flags: readonly MessageFlag[];
  /** Whole identifiers it is found by. */
  readonly found: readonly SearchValue[];
  /** Keys of identifiers that it is found by as well, as of the message that it was made of. */
  readonly keys?: readonly string[];
}

/** How a message stands. */
export interface MessageState {
  readonly processing: ProcessingState;
  readonly ack: { readonly code: string | null; readonly state: AckState; readonly text: string | null };
  /** What was, or is to be, answered. */
  readonly answer: string | Uint8Array | null;
  readonly timeline: readonly TimelineEntry[];
  readonly errors: readonly MessageError[];
  /** Of what goes out; 0 unless told. */
  readonly attempts?: number;
  readonly nextAttemptAt?: Date | null;
}

/** A message as it is stored. */
export interface NewMessage extends KeptContent, MessageState {
  readonly id: string;
  readonly direction: MessageDirection;
  /** What it changed, or tells of. */
  readonly records?: readonly TouchedRecord[];
  /** The message that this one repeats on purpose, and the mappings it is to be processed by; absent for the newest. */
  readonly replays?: { readonly id: string; readonly mappedBy: Readonly<Record<string, number>> | null };
}

/** Of messages that wait: an older one that names the same patient goes before. */
function lanesOf(vault: Vault, { processing, found }: NewMessage): string[] {
  if (processing !== "RECEIVED") return [];
  return keysOf(
    vault,
    found.filter(({ parameter }) => parameter === "patient"),
  );
}

function rowOf(vault: Vault, message: NewMessage) {
  return {
    id: message.id,
    received_at: message.receivedAt,
    kind: message.kind,
    direction: message.direction,
    type: message.type,
    control_id: message.controlId,
    integration_id: message.integrationId,
    sender: message.sender,
    processing: message.processing,
    ack_code: message.ack.code,
    ack_state: message.ack.state,
    ack_text: message.ack.text,
    attempts: message.attempts ?? 0,
    next_attempt_at: message.nextAttemptAt ?? null,
    replay_of: message.replays?.id ?? null,
    mapped_by: message.replays?.mappedBy ?? null,
    flags: message.flags,
    lanes: lanesOf(vault, message),
    keys: [...keysOf(vault, message.found), ...(message.keys ?? [])],
    timeline: message.timeline,
    errors: message.errors,
    records: message.records ?? [],
  };
}

/** A statement takes as many messages as have bodies of so many bytes together, and one at least. */
const mostBytes = 16_000_000;

/** Messages in their order, so many together as one statement may take. */
function* portionsOf(messages: readonly NewMessage[]): Generator<readonly NewMessage[]> {
  let [from, bytes] = [0, 0];
  for (const [index, { body, answer }] of messages.entries()) {
    const own = body.length + (answer?.length ?? 0);
    if (index > from && bytes + own > mostBytes) {
      yield messages.slice(from, index);
      [from, bytes] = [index, 0];
    }
    bytes += own;
  }
  if (from < messages.length) yield messages.slice(from);
}

const insertRows = `
  insert into messages (id, organization_id, received_at, kind, direction, type, control_id, integration_id, sender, processing,
                        ack_code, ack_state, ack_text, attempts, next_attempt_at, replay_of, mapped_by, flags, lanes, keys,
                        timeline, errors, records, body, answer)
  select r.id, $1, r.received_at, r.kind, r.direction, r.type, r.control_id, r.integration_id, r.sender, r.processing,
         r.ack_code, r.ack_state, r.ack_text, r.attempts, r.next_attempt_at, r.replay_of, r.mapped_by, r.flags, r.lanes, r.keys,
         r.timeline, r.errors, r.records, b.body, b.answer
    from jsonb_to_recordset($2::jsonb)
      as r(id uuid, received_at timestamptz, kind text, direction text, type text, control_id text, integration_id uuid,
           sender text, processing text, ack_code text, ack_state text, ack_text text, attempts int, next_attempt_at timestamptz,
           replay_of uuid, mapped_by jsonb, flags text[], lanes bigint[], keys bigint[], timeline jsonb, errors jsonb, records jsonb)
    join unnest($3::uuid[], $4::bytea[], $5::bytea[]) as b(id, body, answer) on b.id = r.id`;
const insert = prepared(insertRows);
const insertUnlessKept = prepared(`${insertRows} on conflict (id) do nothing`);

function sendAll(tx: Tx, vault: Vault, messages: readonly NewMessage[], statement: Statement): void {
  const sealed = (content: string | Uint8Array | null, parts: readonly string[]) =>
    content === null ? null : vault.sealText(content, parts);
  tx.send(statement, [
    messages[0]?.organizationId,
    JSON.stringify(messages.map((message) => rowOf(vault, message))),
    messages.map(({ id }) => id),
    messages.map(({ id, body }) => sealed(body, bodyParts(id))),
    messages.map(({ id, answer }) => sealed(answer, answerParts(id))),
  ]);
}

/**
 * Stores messages of one organization, body and answer sealed, in the caller's transaction. With `unlessKept` it leaves alone
 * those whose ids are there: others may be storing the same ones.
 */
export function writeMessages(
  tx: Tx,
  vault: Vault,
  messages: readonly NewMessage[],
  { unlessKept = false }: { readonly unlessKept?: boolean } = {},
): void {
  const statement = unlessKept ? insertUnlessKept : insert;
  for (const portion of portionsOf(messages)) sendAll(tx, vault, portion, statement);
}
