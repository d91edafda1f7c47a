/** Does a replay of many messages round by round, until it is over, paused or cancelled. */
import { nowMs } from "@/lib/platform/clock";
import { handle } from "@/lib/queue";
import { replayMessages } from "../jobs";
import { replayRound } from "../replay-many";

export const replayMessagesHandler = handle(replayMessages, async (context) => {
  const { organizationId, replayId } = context.payload;
  while ((await replayRound(organizationId, replayId, context.advance)) === "more") {
    if (context.signal.aborted || nowMs() > context.sliceEndsAt) return { again: true };
  }
  return undefined;
});
