/** Messages that go out: stored before they are sent, and completed by what came of it. */
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { ReadBody } from "../hl7v2/facts";
import { factsOf } from "../hl7v2/facts";
import { answerParts, bodyParts } from "../message-store";
import type { AckState, MessageError, ProcessingState, TimelineEntry } from "../schema";
import { keysOf } from "../search-keys";
import { tellScreens } from "../tell-screens";

/** Whose message it is. */
export interface Place {
  readonly organizationId: string;
  readonly integrationId: string;
}

/** Stores a message that is about to be sent; answers its id. */
export async function storeOutgoing(
  { organizationId, integrationId }: Place,
  body: Buffer,
  read: ReadBody,
): Promise<string> {
  const id = newId();
  const vault = await openVault(organizationId, "messages");
  const { type, controlId, sender, found, flags } = factsOf(read);
  await withOrganization({ organizationId }, (tx) =>
    tx.execute(
      `insert into messages (id, organization_id, received_at, kind, direction, type, control_id, integration_id, sender,
                             processing, ack_state, flags, lanes, keys, body)
       values ($1, $2, $3, 'hl7v2', 'out', $4, $5, $6, $7, 'PROCESSING', 'PENDING', $8, '{}', $9, $10)`,
      [
        id,
        organizationId,
        now(),
        type,
        controlId,
        integrationId,
        sender,
        flags,
        keysOf(vault, found),
        vault.sealText(body, bodyParts(id)),
      ],
    ),
  );
  return id;
}

/** What came of a message. */
export interface SendingOutcome {
  readonly processing: Extract<ProcessingState, "PROCESSED" | "FAILED">;
  readonly ack: { readonly code: string | null; readonly state: AckState; readonly text: string | null };
  readonly answer: Buffer | null;
  readonly timeline: readonly TimelineEntry[];
  readonly errors: readonly MessageError[];
}

export async function noteOutcome(
  { organizationId }: Place,
  id: string,
  { processing, ack, answer, timeline, errors }: SendingOutcome,
): Promise<void> {
  const vault = await openVault(organizationId, "messages");
  await withOrganization({ organizationId }, (tx) =>
    tx.execute(
      `update messages set processing = $2, ack_code = $3, ack_state = $4, ack_text = $5, answer = $6, attempts = 1,
                           timeline = timeline || $7::jsonb, errors = $8::jsonb
        where id = $1`,
      [
        id,
        processing,
        ack.code,
        ack.state,
        ack.text,
        answer && vault.sealText(answer, answerParts(id)),
        JSON.stringify(timeline),
        JSON.stringify(errors),
      ],
    ),
  );
  tellScreens(organizationId);
}
