/** What a channel did with each message, and what a person does about those that failed: once more, or let be. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { type Paged, pageOf } from "@/lib/platform/list-page";
import { nudge } from "@/lib/queue";
import { callRunner } from "../call";
import { findChannel } from "../definition/channel-store";
import { channelErrors } from "../errors";
import type { ChannelDismiss, ChannelError, ChannelMessageState, ChannelMessageView } from "../schema";

interface TakenViewRow {
  messageId: string;
  type: string;
  takenAt: Date;
  state: ChannelMessageState;
  version: number | null;
  errors: ChannelError[];
  endedAt: Date | null;
  seq: string;
}

const columns = `message_id as "messageId", type, taken_at as "takenAt", state, version, errors, ended_at as "endedAt",
  seq::text as seq`;

function viewOf({ seq: _, takenAt, endedAt, ...row }: TakenViewRow): ChannelMessageView {
  return { ...row, takenAt: takenAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}

/** A page of what a channel has taken, newest first. Throws `channel_not_found`. */
export function listTaken(
  actor: Actor,
  channelId: string,
  { state }: { readonly state?: ChannelMessageState },
  limit: number,
  after: string | null,
): Promise<Paged<ChannelMessageView, string>> {
  return withOrganization(actor, async (tx) => {
    const { id } = await findChannel(tx, channelId);
    const rows = await tx.query<TakenViewRow>(
      `select ${columns} from channel_messages
        where channel_id = $1 and ($2::text is null or state = $2) and ($3::bigint is null or seq < $3)
        order by channel_messages.seq desc limit $4`,
      [id, state ?? null, after, limit + 1],
    );
    const { data, next } = pageOf(rows, limit, ({ seq }) => seq);
    return { data: data.map(viewOf), next };
  });
}

async function lockTaken(tx: Tx, channelId: string, messageId: string): Promise<TakenViewRow> {
  const row = idSchema.safeParse(messageId).success
    ? await tx.one<TakenViewRow>(
        `select ${columns} from channel_messages where channel_id = $1 and message_id = $2 for update`,
        [channelId, messageId],
      )
    : undefined;
  if (!row) throw channelErrors.message_not_found();
  return row;
}

type Count = { readonly count: number };

/** Of messages that are to be gone through again; a condition over t follows. */
const restart = `
  update channel_messages t set state = 'WAITING', tries = 0, errors = '[]', version = null, ended_at = null
   where t.channel_id = $1`;

/**
 * Has a message that failed, also a dismissed one, gone through again, in its old place. `keep` runs in the same
 * transaction. Throws `channel_not_found`, `message_not_found`, `message_not_failed`.
 */
export async function retryTaken(
  actor: Actor,
  channelId: string,
  messageId: string,
  keep: (tx: Tx, view: ChannelMessageView) => Promise<void> = async () => undefined,
): Promise<ChannelMessageView> {
  await prepareAudit(actor.organizationId);
  const view = await withOrganization(actor, async (tx) => {
    const channel = await findChannel(tx, channelId);
    const row = await lockTaken(tx, channel.id, messageId);
    if (row.state !== "FAILED" && row.state !== "DISMISSED") {
      throw channelErrors.message_not_failed({ detail: `This one is ${row.state}.` });
    }
    const again = `${restart} and t.message_id = $2 returning ${columns}`;
    const waiting = (await tx.one<TakenViewRow>(again, [channel.id, row.messageId])) ?? row;
    await callRunner(tx, channel);
    await recordAudit(tx, actor, {
      action: "channel.message_retried",
      entity: "channels",
      recordId: channel.id,
      target: { messageId: row.messageId },
    });
    await keep(tx, viewOf(waiting));
    return viewOf(waiting);
  });
  nudge();
  return view;
}

/** The same for all that failed and were not dismissed. Throws `channel_not_found`. */
export async function retryAllTaken(
  actor: Actor,
  channelId: string,
  keep: (tx: Tx, value: Count) => Promise<void> = async () => undefined,
): Promise<Count> {
  await prepareAudit(actor.organizationId);
  const answer = await withOrganization(actor, async (tx) => {
    const channel = await findChannel(tx, channelId);
    const count = await tx.execute(`${restart} and t.state = 'FAILED'`, [channel.id]);
    if (count > 0) await callRunner(tx, channel);
    await auditMany(tx, actor, "messages_retried", channel.id, count);
    await keep(tx, { count });
    return { count };
  });
  nudge();
  return answer;
}

/**
 * Lets messages that failed be: they stay listed and can be retried, and count no more. One that was dismissed before
 * stays so. Throws `channel_not_found`.
 */
export async function dismissTaken(
  actor: Actor,
  channelId: string,
  { messageIds }: ChannelDismiss,
): Promise<Count> {
  await prepareAudit(actor.organizationId);
  return withOrganization(actor, async (tx) => {
    const { id } = await findChannel(tx, channelId);
    const count = await tx.execute(
      `update channel_messages set state = 'DISMISSED'
        where channel_id = $1 and state = 'FAILED' and ($2::uuid[] is null or message_id = any($2))`,
      [id, messageIds ?? null],
    );
    await auditMany(tx, actor, "messages_dismissed", id, count);
    return { count };
  });
}

/** What was done to none changed nothing. */
async function auditMany(tx: Tx, actor: Actor, deed: string, recordId: string, count: number): Promise<void> {
  if (count === 0) return;
  await recordAudit(tx, actor, {
    action: `channel.${deed}`,
    entity: "channels",
    recordId,
    target: { count },
  });
}
