/** The messages table: rows in, rows out. */
import type { Tx } from "@/lib/platform/db";
import type {
  AckState,
  MessageDirection,
  MessageError,
  MessageFlag,
  MessageKind,
  MessageView,
  ProcessingState,
  TimelineEntry,
  TouchedRecord,
} from "./schema";

/** A message as lists show it. */
export interface MessageRow {
  readonly id: string;
  readonly kind: MessageKind;
  readonly direction: MessageDirection;
  readonly type: string;
  readonly controlId: string | null;
  readonly integrationId: string | null;
  readonly sender: string | null;
  readonly receivedAt: Date;
  readonly processing: ProcessingState;
  readonly ackCode: string | null;
  readonly ackState: AckState;
  readonly ackText: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly replayOf: string | null;
  readonly flags: readonly MessageFlag[];
}

/** A message with what only its own page shows; body and answer are sealed. */
export interface WholeMessageRow extends MessageRow {
  readonly organizationId: string;
  readonly body: Buffer;
  readonly answer: Buffer | null;
  readonly mappedBy: Readonly<Record<string, number>> | null;
  readonly timeline: readonly TimelineEntry[];
  readonly errors: readonly MessageError[];
  readonly records: readonly TouchedRecord[];
}

export const listColumns = `m.id, m.kind, m.direction, m.type, m.control_id as "controlId", m.integration_id as "integrationId",
  m.sender, m.received_at as "receivedAt", m.processing, m.ack_code as "ackCode", m.ack_state as "ackState",
  m.ack_text as "ackText", m.attempts, m.next_attempt_at as "nextAttemptAt", m.replay_of as "replayOf", m.flags`;

const wholeColumns = `${listColumns}, m.organization_id as "organizationId", m.body, m.answer, m.mapped_by as "mappedBy",
  m.timeline, m.errors, m.records`;

/** The associated data that ties a message's sealed body to its row. */
export function bodyParts(messageId: string): string[] {
  return ["messages", messageId];
}

/** The same of its answer. */
export function answerParts(messageId: string): string[] {
  return ["messages", messageId, "answer"];
}

/** A row as clients see it. */
export function messageView(row: MessageRow): MessageView {
  return {
    id: row.id,
    kind: row.kind,
    direction: row.direction,
    type: row.type,
    controlId: row.controlId,
    integrationId: row.integrationId,
    sender: row.sender,
    receivedAt: row.receivedAt.toISOString(),
    processing: row.processing,
    ack: { code: row.ackCode, state: row.ackState, text: row.ackText },
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    replayOf: row.replayOf,
    flags: [...row.flags],
  };
}

/** Whole messages by a condition over m, as `where … order by …`. */
export function selectWhole(tx: Tx, rest: string, values: readonly unknown[]): Promise<WholeMessageRow[]> {
  return tx.query<WholeMessageRow>(`select ${wholeColumns} from messages m ${rest}`, values);
}

/**
 * The first and the last of some ids. Between them a statement goes to the partition that holds them and to their part of
 * an index, also while statistics are of when the table was empty (docs/decisions/008).
 */
export function spanOf(
  ids: readonly string[],
): readonly [first: string | undefined, last: string | undefined] {
  const sorted = ids.toSorted();
  return [sorted[0], sorted.at(-1)];
}

/** Writes into a message's timeline; each with the same words. */
export async function addToTimeline(
  tx: Tx,
  ids: readonly string[],
  { at, event, detail }: Omit<TimelineEntry, "at"> & { readonly at: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(
    `update messages set timeline = timeline || $2::jsonb where id = any($1::uuid[]) and id between $3 and $4`,
    [ids, JSON.stringify([{ at, event, detail }]), ...spanOf(ids)],
  );
}
