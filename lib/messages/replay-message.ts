/** Replays: a message is processed once more, as a message of its own that says which one it repeats. */
import { prepareAudit, recordAudit } from "@/lib/audit";
import { type Actor, actorRef } from "@/lib/auth";
import { decodeMessage, encodeMessage } from "@/lib/hl7";
import { now } from "@/lib/platform/clock";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { callProcessor } from "./call-processor";
import { messageErrors } from "./errors";
import { factsOf, readBody } from "./hl7v2/facts";
import { findSender } from "./hl7v2/senders";
import { addToTimeline, bodyParts, messageView, type WholeMessageRow } from "./message-store";
import { findMessage } from "./read-message";
import type { MessageView, ReplayMapping, TimelineEntry } from "./schema";
import { type IncomingMessage, insertMessages } from "./take-messages";
import { tellScreens } from "./tell-screens";

interface Replay {
  readonly mapping: ReplayMapping;
  /** The message as edited; absent, as it was. */
  readonly raw?: string;
}

/** A condition over m: what can be replayed at all. */
export const replayable = "m.direction = 'in' and m.kind = 'hl7v2'";

/** A condition over m: nobody has replayed it since. */
export const notReplayed = "not exists (select 1 from messages r where r.replay_of = m.id)";

/** Notes that replays were processed: what they repeat, and what that repeated, needs nobody's care any more. */
export async function settleReplayed(tx: Tx, replayIds: readonly string[]): Promise<void> {
  if (replayIds.length === 0) return;
  const entry: TimelineEntry = {
    at: now().toISOString(),
    event: "settled",
    detail: "A replay of it was processed.",
  };
  await tx.execute(
    `with recursive repeated(id) as (
       select unnest($1::uuid[])
       union select b.id from repeated r cross join lateral (
         select replay_of as id from messages where id = r.id and replay_of is not null limit 1) b)
     update messages set processing = 'PROCESSED', timeline = timeline || $2::jsonb
      where id = any (array(select id from repeated)) and processing in ('FAILED', 'DEAD', 'REJECTED')`,
    [replayIds, JSON.stringify([entry])],
  );
}

function assertReplayable({ direction, kind }: WholeMessageRow): void {
  if (direction === "in" && kind === "hl7v2") return;
  throw messageErrors.replay_refused({
    detail: "Messages that came in as HL7 v2 can be replayed; others are sent again where they are listed.",
  });
}

/** The message that replays `row`. Throws `replay_refused` where nobody here takes it. */
export async function replayOf(
  vault: Vault,
  row: WholeMessageRow,
  { mapping, raw }: Replay,
): Promise<IncomingMessage> {
  assertReplayable(row);
  const original = vault.openPacked(row.body, bodyParts(row.id));
  const body = raw === undefined ? original : encodeMessage(raw, decodeMessage(original).encoding);
  const read = readBody(body);
  if (!read.message) {
    throw messageErrors.replay_refused({ detail: "Its text is not one HL7 v2 message: edit it before." });
  }
  let { integrationId } = row;
  if (integrationId === null) {
    const found = await findSender(read.message);
    const isOurs = found.state === "known" && found.organizationId === row.organizationId;
    integrationId = isOurs ? found.integrationId : null;
  }
  if (integrationId === null) {
    throw messageErrors.replay_refused({
      detail: "No integration in use names its sender: add one with its MSH-3 and MSH-4.",
    });
  }
  const { uniqueBy: _, flags, ...facts } = factsOf(read);
  return {
    organizationId: row.organizationId,
    integrationId,
    kind: row.kind,
    ...facts,
    body,
    receivedAt: now(),
    flags: raw === undefined ? flags : [...flags, "edited"],
    processing: "RECEIVED",
    ack: { code: null, state: "NOT_OWED", text: null },
    answer: null,
    replays: { id: row.id, mappedBy: mapping === "same" ? row.mappedBy : null },
  };
}

/** Stores replays, and notes on each original that it was replayed; answers their ids. */
export async function storeReplays(
  tx: Tx,
  vault: Vault,
  by: string,
  replays: readonly IncomingMessage[],
): Promise<string[]> {
  const ids = insertMessages(tx, vault, replays);
  await addToTimeline(
    tx,
    replays.flatMap(({ replays: original }) => original?.id ?? []),
    { at: now(), event: "replayed", detail: `by ${by}` },
  );
  return ids;
}

/** Has a message processed again. Throws `message_not_found`, `replay_refused`. */
export async function replayMessage(actor: Actor, id: string, wanted: Replay): Promise<MessageView> {
  const { organizationId } = actor;
  await prepareAudit(organizationId);
  const vault = await openVault(organizationId, "messages");
  const original = await withOrganization(actor, (tx) => findMessage(tx, id));
  const replay = await replayOf(vault, original, wanted);
  const view = await withOrganization(actor, async (tx) => {
    const [replayId = ""] = await storeReplays(tx, vault, actorRef(actor).name, [replay]);
    await recordAudit(tx, actor, {
      action: "messages.replay",
      entity: "messages",
      recordId: id,
      target: { replayId, mapping: wanted.mapping, edited: wanted.raw !== undefined },
    });
    return messageView(await findMessage(tx, replayId));
  });
  tellScreens(organizationId);
  if (replay.integrationId) callProcessor(organizationId, replay.integrationId);
  return view;
}
