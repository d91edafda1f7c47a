/** One message whole, opened for whoever may see it. Each look is in the trail. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { decodeMessage, describeMessage, parseBatch } from "@/lib/hl7";
import type { DescribedMessage } from "@/lib/hl7/schema";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { isCarelaneError } from "@/lib/platform/errors";
import { idSchema } from "@/lib/platform/ids";
import { messageErrors } from "./errors";
import { answerParts, bodyParts, messageView, selectWhole, type WholeMessageRow } from "./message-store";
import type { MessageDetail, MessageKind } from "./schema";

const mostReplays = 20;

/** Throws `message_not_found`. */
export async function findMessage(tx: Tx, id: string): Promise<WholeMessageRow> {
  const [row] = idSchema.safeParse(id).success ? await selectWhole(tx, "where m.id = $1", [id]) : [];
  if (!row) throw messageErrors.message_not_found();
  return row;
}

function describedHl7(text: string): DescribedMessage | null {
  try {
    const [message] = parseBatch(text).messages;
    return message ? describeMessage(message, "UTC") : null;
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    return null;
  }
}

function describedJson(text: string): MessageDetail["parsed"] {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A message with its content. Throws `message_not_found`. */
export async function readMessage(actor: Actor, id: string): Promise<MessageDetail> {
  const { organizationId } = actor;
  await prepareAudit(organizationId);
  const vault = await openVault(organizationId, "messages");
  const { row, replays } = await withOrganization(actor, async (tx) => {
    const found = await findMessage(tx, id);
    await recordAudit(tx, actor, { action: "messages.read", entity: "messages", recordId: found.id });
    const replayed = await tx.query<{ id: string }>(
      `select id from messages where replay_of = $1 order by id desc limit ${mostReplays}`,
      [found.id],
    );
    return { row: found, replays: replayed.map((replay) => replay.id) };
  });
  const { text: raw, encoding } = decodeMessage(vault.openPacked(row.body, bodyParts(row.id)));
  return {
    ...messageView(row),
    raw,
    charset: encoding,
    parsed: row.kind === "hl7v2" ? describedHl7(raw) : describedJson(raw),
    answer:
      row.answer === null ? null : decodeMessage(vault.openPacked(row.answer, answerParts(row.id))).text,
    timeline: [...row.timeline],
    errors: [...row.errors],
    records: [...row.records],
    replays,
  };
}

/** What a message says, as it goes out in another: text where it is HL7 v2, else JSON. */
export interface MessageContent {
  readonly kind: MessageKind;
  readonly type: string;
  readonly content: unknown;
}

/** The same of a message that is kept; undefined of one that is not any more. Who shows it to somebody audits that. */
export async function readContent(tx: Tx, id: string): Promise<MessageContent | undefined> {
  const [row] = await selectWhole(tx, "where m.id = $1", [id]);
  if (!row) return undefined;
  const vault = await openVault(row.organizationId, "messages");
  const { text } = decodeMessage(vault.openPacked(row.body, bodyParts(id)));
  const { kind, type } = row;
  return { kind, type, content: kind === "hl7v2" ? text : JSON.parse(text) };
}
