/** Lists of messages, newest first. No body is opened: what they are found by stands beside it. */
import type { Actor } from "@/lib/auth";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { type Paged, pageOf } from "@/lib/platform/list-page";
import { conditionOf, type MessageCondition } from "./message-conditions";
import { listColumns, type MessageRow, messageView } from "./message-store";
import type { MessageFilter, MessageView } from "./schema";

/** Messages of a condition, newest first, after the one given. */
export function selectMessages(
  tx: Tx,
  { text, values }: MessageCondition,
  limit: number,
  after: string | null,
): Promise<MessageRow[]> {
  const place = after === null ? "" : `and m.id < '${idSchema.parse(after)}'`;
  return tx.query<MessageRow>(
    `select ${listColumns} from messages m where ${text} ${place} order by m.id desc limit ${limit}`,
    values,
  );
}

/** A page of messages. The place of a page is the last message's id. */
export async function listMessages(
  actor: Actor,
  filter: MessageFilter,
  limit: number,
  after: string | null,
): Promise<Paged<MessageView, string>> {
  const vault = await openVault(actor.organizationId, "messages");
  const rows = await withOrganization(actor, async (tx) =>
    selectMessages(tx, await conditionOf(tx, vault, filter), limit + 1, after),
  );
  const { data, next } = pageOf(rows, limit, ({ id }) => id);
  return { data: data.map(messageView), next };
}
