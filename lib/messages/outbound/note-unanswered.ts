/** Messages whose process ended while they were on their way: nobody is left to note what came of them. */
import { now, nowMs } from "@/lib/platform/clock";
import { withOrganization, withSystem } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { messageErrors } from "../errors";
import type { MessageError, TimelineEntry } from "../schema";
import { tellScreens } from "../tell-screens";

/** Connecting and waiting for the answer take less than twice the time of a call. */
const oldest = () => new Date(nowMs() - 2 * env().OUTBOUND_TIMEOUT_MS);

// What waits in a channel's queue has a time at which it is tried: the queue knows what came of it.
const underWay =
  "direction = 'out' and processing = 'PROCESSING' and next_attempt_at is null and received_at <";

/** Notes of all of them that no answer is known: they may have arrived. */
export async function noteUnanswered(): Promise<void> {
  const before = oldest();
  const organizations = await withSystem("reconciler", (tx) =>
    tx.query<{ id: string }>(
      `select o.id from organizations o
        where exists (select 1 from messages m where m.organization_id = o.id and ${underWay} $1)`,
      [before],
    ),
  );
  const { code, title } = messageErrors.sender_ended();
  const timeline: TimelineEntry[] = [{ at: now().toISOString(), event: "answer_lost", detail: title }];
  const errors: MessageError[] = [{ code, title, detail: null, path: null }];
  for (const { id: organizationId } of organizations) {
    await withOrganization({ organizationId }, (tx) =>
      tx.execute(
        `update messages set processing = 'FAILED', ack_state = 'UNDELIVERED', attempts = 1,
                             timeline = timeline || $2::jsonb, errors = $3::jsonb
          where organization_id = $4 and ${underWay} $1`,
        [before, JSON.stringify(timeline), JSON.stringify(errors), organizationId],
      ),
    );
    tellScreens(organizationId);
  }
}
