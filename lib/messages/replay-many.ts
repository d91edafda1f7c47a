/** Replays of all that a filter finds: counted first, then done in rounds that can be paused and taken up again. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import { type Actor, type ActorRef, actorRef } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { isCarelaneError } from "@/lib/platform/errors";
import { idSchema, newId } from "@/lib/platform/ids";
import { enqueue, nudge } from "@/lib/queue";
import { callProcessor } from "./call-processor";
import { messageErrors } from "./errors";
import { replayMessages } from "./jobs";
import { selectMessages } from "./list-messages";
import { conditionOf, type MessageCondition } from "./message-conditions";
import { messageView, selectWhole } from "./message-store";
import { notReplayed, replayable, replayOf, storeReplays } from "./replay-message";
import {
  type MessageFilter,
  type MessageView,
  messageFilterSchema,
  type ProcessingState,
  type ReplayMapping,
  type ReplayView,
} from "./schema";
import type { IncomingMessage } from "./take-messages";

interface ReplayRow {
  id: string;
  filter: Buffer;
  mapping: ReplayMapping;
  state: ReplayView["state"];
  count: number;
  done: number;
  failed: number;
  place: string | null;
  until: string;
  requestedBy: ActorRef;
  createdAt: Date;
  finishedAt: Date | null;
}

const columns = `id, filter, mapping, state, count, done, failed, place, until, requested_by as "requestedBy",
  created_at as "createdAt", finished_at as "finishedAt"`;

const sampleSize = 20;
const roundSize = 100;

/** The associated data that ties a sealed filter, which may name a patient, to its row. */
function filterParts(id: string): string[] {
  return ["message_replays", id];
}

function view({ id, state, count, done, failed, createdAt, finishedAt }: ReplayRow): ReplayView {
  return {
    id,
    state,
    count,
    done,
    failed,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

const troubles: readonly ProcessingState[] = ["FAILED", "DEAD", "REJECTED"];

/** Of what went wrong the newest replay alone is replayed, and not what it repeats: they tell the same. */
async function replayableOf(tx: Tx, vault: Vault, filter: MessageFilter): Promise<MessageCondition> {
  const { text, values } = await conditionOf(tx, vault, filter);
  const isOfTroubles = filter.status !== undefined && troubles.includes(filter.status);
  return { text: [text, replayable, ...(isOfTroubles ? [notReplayed] : [])].join(" and "), values };
}

async function countOf(tx: Tx, { text, values }: MessageCondition): Promise<number> {
  const row = await tx.one<{ count: number }>(
    `select count(*)::int as count from messages m where ${text}`,
    values,
  );
  return row?.count ?? 0;
}

/** How many messages a replay would take, and the newest of them. */
export async function previewReplay(
  actor: Actor,
  filter: MessageFilter,
): Promise<{ count: number; sample: MessageView[] }> {
  const vault = await openVault(actor.organizationId, "messages");
  return withOrganization(actor, async (tx) => {
    const condition = await replayableOf(tx, vault, filter);
    const sample = await selectMessages(tx, condition, sampleSize, null);
    return { count: await countOf(tx, condition), sample: sample.map(messageView) };
  });
}

/** Starts the replay of what the filter finds at this moment; what comes later is not its. */
export async function startReplay(
  actor: Actor,
  filter: MessageFilter,
  mapping: ReplayMapping,
): Promise<{ taskId: string; count: number }> {
  const { organizationId } = actor;
  await prepareAudit(organizationId);
  const id = newId();
  const vault = await openVault(organizationId, "messages");
  const sealed = vault.sealText(JSON.stringify(filter), filterParts(id));
  const count = await withOrganization(actor, async (tx) => {
    const found = await countOf(tx, await replayableOf(tx, vault, filter));
    await tx.execute(
      `insert into message_replays (id, organization_id, filter, mapping, state, count, until, requested_by, created_at)
       values ($1, $2, $3, $4, 'RUNNING', $5, $6, $7, $8)`,
      [id, organizationId, sealed, mapping, found, newId(), actorRef(actor), now()],
    );
    await recordAudit(tx, actor, {
      action: "messages.replay_many",
      entity: "messages",
      target: { replayId: id, mapping, count: found },
    });
    await enqueue(tx, replayMessages, { organizationId, replayId: id }, { organizationId });
    return found;
  });
  nudge();
  return { taskId: id, count };
}

async function lockReplay(tx: Tx, id: string): Promise<ReplayRow> {
  const row = idSchema.safeParse(id).success
    ? await tx.one<ReplayRow>(`select ${columns} from message_replays where id = $1 for update`, [id])
    : undefined;
  if (!row) throw messageErrors.replay_not_found();
  return row;
}

/** Throws `replay_not_found`. */
export async function readReplay(actor: Actor, id: string): Promise<ReplayView> {
  return withOrganization(actor, async (tx) => view(await lockReplay(tx, id)));
}

const deeds = {
  pause: { from: "RUNNING", to: "PAUSED" },
  resume: { from: "PAUSED", to: "RUNNING" },
  cancel: { from: undefined, to: "CANCELLED" },
} as const;
export type ReplayDeed = keyof typeof deeds;

/** Pauses, resumes or cancels a replay. Throws `replay_not_found`, and `replay_ended` when there is nothing left to do so. */
export async function changeReplay(actor: Actor, id: string, deed: ReplayDeed): Promise<ReplayView> {
  const { organizationId } = actor;
  const { from, to } = deeds[deed];
  const changed = await withOrganization(actor, async (tx) => {
    const row = await lockReplay(tx, id);
    if (row.state === to) return row;
    const isLive = row.state === "RUNNING" || row.state === "PAUSED";
    if (!isLive || (from !== undefined && row.state !== from)) throw messageErrors.replay_ended();
    if (deed === "resume") {
      await enqueue(tx, replayMessages, { organizationId, replayId: id }, { organizationId });
    }
    const finishedAt = deed === "cancel" ? now() : null;
    await tx.execute("update message_replays set state = $2, finished_at = $3 where id = $1", [
      id,
      to,
      finishedAt,
    ]);
    return { ...row, state: to, finishedAt };
  });
  nudge();
  return view(changed);
}

/** The next messages of a replay, the oldest first: what follows one another keeps its order. */
async function nextOf(
  tx: Tx,
  { place, until }: ReplayRow,
  { text, values }: MessageCondition,
): Promise<string[]> {
  const after = place === null ? "" : `and m.id > '${place}'`;
  const rows = await tx.query<{ id: string }>(
    `select m.id from messages m where ${text} ${after} and m.id < '${until}' order by m.id limit ${roundSize}`,
    values,
  );
  return rows.map(({ id }) => id);
}

interface Prepared {
  readonly replays: readonly IncomingMessage[];
  readonly refused: number;
}

async function prepare(
  tx: Tx,
  vault: Vault,
  ids: readonly string[],
  mapping: ReplayMapping,
): Promise<Prepared> {
  const rows = await selectWhole(tx, "where m.id = any($1::uuid[]) order by m.id", [ids]);
  const replays: IncomingMessage[] = [];
  for (const row of rows) {
    try {
      replays.push(await replayOf(vault, row, { mapping }));
    } catch (error) {
      if (!isCarelaneError(error)) throw error;
    }
  }
  return { replays, refused: ids.length - replays.length };
}

/** What a round left to do. */
export type RoundEnd = "more" | "over";

/**
 * One round: stores the next replays and moves on, in one transaction with `fence`, so that a crash repeats none of them.
 */
export async function replayRound(
  organizationId: string,
  id: string,
  fence: (tx: Tx) => Promise<void>,
): Promise<RoundEnd> {
  const vault = await openVault(organizationId, "messages");
  const called = new Set<string>();
  const end = await withOrganization({ organizationId }, async (tx): Promise<RoundEnd> => {
    await fence(tx);
    const row = await lockReplay(tx, id);
    if (row.state !== "RUNNING") return "over";
    const filter = messageFilterSchema.parse(JSON.parse(vault.openText(row.filter, filterParts(id))));
    const ids = await nextOf(tx, row, await replayableOf(tx, vault, filter));
    const { replays, refused } = await prepare(tx, vault, ids, row.mapping);
    await storeReplays(tx, vault, row.requestedBy.name, replays);
    for (const { integrationId } of replays) if (integrationId) called.add(integrationId);
    const isLast = ids.length < roundSize;
    await tx.execute(
      `update message_replays
          set done = done + $2, failed = failed + $3, place = coalesce($4, place),
              state = case when $5 then 'COMPLETED' else state end, finished_at = case when $5 then $6::timestamptz end
        where id = $1`,
      [id, replays.length, refused, ids.at(-1) ?? null, isLast, now()],
    );
    return isLast ? "over" : "more";
  });
  for (const integrationId of called) callProcessor(organizationId, integrationId);
  return end;
}
