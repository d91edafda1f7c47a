/** Notes on messages whether their answers went out: together, a few times a second. */
import { now } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { spanOf } from "../message-store";
import type { TimelineEntry } from "../schema";

const log = createLogger("messages");
const gatherMs = 200;

interface Answered {
  readonly organizationId: string;
  readonly messageId: string;
  readonly isSent: boolean;
}

let gathered: Answered[] = [];

async function note(organizationId: string, isSent: boolean, ids: readonly string[]): Promise<void> {
  const entry: TimelineEntry = {
    at: now().toISOString(),
    event: isSent ? "acknowledged" : "answer_lost",
    detail: null,
  };
  // One that was answered once stays so: a repeat whose answer is lost changes nothing.
  await withOrganization(
    { organizationId },
    (tx) =>
      tx.execute(
        `update messages set ack_state = $2, timeline = timeline || $3::jsonb
          where id = any($1::uuid[]) and id between $4 and $5
            and ack_state in ('PENDING', 'UNDELIVERED') and ack_state <> $2`,
        [ids, isSent ? "SENT" : "UNDELIVERED", JSON.stringify([entry]), ...spanOf(ids)],
      ),
    { byKeyOnly: true },
  );
}

/** Notes at once what is gathered, as before a process ends. */
export async function noteGathered(): Promise<void> {
  const answered = gathered;
  gathered = [];
  const groups = Map.groupBy(answered, ({ organizationId, isSent }) => `${organizationId} ${isSent}`);
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const ids = group.map(({ messageId }) => messageId);
    try {
      await note(first.organizationId, first.isSent, ids);
    } catch (error) {
      log.warn("It could not be noted whether messages were answered", { count: ids.length, error });
    }
  }
}

/** Never throws and never waits. */
export function noteAnswered(answered: Answered): void {
  if (gathered.push(answered) === 1) setTimeout(() => void noteGathered(), gatherMs);
}
