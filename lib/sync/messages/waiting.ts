/**
 * Which of an integration's messages may be processed now: of each patient the oldest that waits, and where there is room
 * those after it, in turns. A message about two patients, such as a merge, waits for both and holds both. Those that name
 * none unite nobody and rename nothing: they are processed together, and what they tell is laid over in their order.
 */
import { spanOf } from "@/lib/messages";
import { nowMs } from "@/lib/platform/clock";
import type { Tx } from "@/lib/platform/db";

/** Versions of field mappings, by entity. */
export type MappingVersions = Readonly<Record<string, number>>;

export interface WaitingMessage {
  readonly id: string;
  readonly body: Buffer;
  readonly lanes: readonly string[];
  /** The mappings it is to be processed by; null for the newest. */
  readonly mappedBy: MappingVersions | null;
  readonly nextAttemptAt: Date | null;
  /** The message that it repeats. */
  readonly replayOf: string | null;
  /** What its sender was answered when it was stored: CA where it asked for the commit. */
  readonly ackCode: string | null;
  /** How often its processing began alone and did not end. */
  readonly attempts: number;
  /** 0 for the oldest of its patients; each is processed after all of theirs with a lower one. */
  readonly turn: number;
}

/** Most messages processed together. */
const most = 200;

/** Most messages looked at: those of one patient, of whom very much is told, do not hide those of others. */
const mostLookedAt = 2_000;

/**
 * The first of each lane, then what comes after each, and so on: however many are taken from the beginning, of no lane is
 * one missing in between. What is not due yet holds its lanes. Pure.
 */
export function inTurns<M extends Pick<WaitingMessage, "lanes" | "nextAttemptAt">>(
  waiting: readonly M[],
  atMs: number,
): (M & { readonly turn: number })[] {
  const taken = new Map<string, number>();
  return waiting
    .map((message) => {
      const { lanes, nextAttemptAt } = message;
      const isDue = nextAttemptAt === null || nextAttemptAt.getTime() <= atMs;
      const turn = isDue
        ? Math.max(0, ...lanes.map((lane) => taken.get(lane) ?? 0))
        : Number.POSITIVE_INFINITY;
      for (const lane of lanes) taken.set(lane, turn + 1);
      return { ...message, turn };
    })
    .filter(({ turn }) => Number.isFinite(turn))
    .sort((one, other) => one.turn - other.turn);
}

type Waiting = Omit<WaitingMessage, "body">;

async function withBodies(tx: Tx, messages: readonly Waiting[]): Promise<WaitingMessage[]> {
  const ids = messages.map(({ id }) => id);
  const rows = await tx.query<Pick<WaitingMessage, "id" | "body">>(
    "select id, body from messages where id = any($1::uuid[]) and id between $2 and $3",
    [ids, ...spanOf(ids)],
  );
  const bodies = new Map(rows.map(({ id, body }) => [id, body]));
  return messages.flatMap((message) => {
    const body = bodies.get(message.id);
    return body ? [{ ...message, body }] : [];
  });
}

/** Messages to process together: all by the same mappings, and none before one that waits for other mappings. */
export async function nextMessages(tx: Tx, integrationId: string): Promise<WaitingMessage[]> {
  const rows = await tx.query<Omit<Waiting, "turn">>(
    `select id, lanes, mapped_by as "mappedBy", next_attempt_at as "nextAttemptAt", attempts,
            replay_of as "replayOf", ack_code as "ackCode"
       from messages
      where integration_id = $1 and processing = 'RECEIVED' order by id limit ${mostLookedAt}`,
    [integrationId],
  );
  const next = inTurns(rows, nowMs()).slice(0, most);
  const wished = JSON.stringify(next[0]?.mappedBy ?? null);
  const other = next.findIndex(({ mappedBy }) => JSON.stringify(mappedBy) !== wished);
  return withBodies(tx, other < 0 ? next : next.slice(0, other));
}
