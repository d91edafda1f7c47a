/** Goes through what a channel has taken until none is left. */
import { prepareAudit } from "@/lib/audit";
import { runChannel } from "@/lib/messages";
import { nowMs } from "@/lib/platform/clock";
import { handle } from "@/lib/queue";
import { runNext } from "../run/run-channel";

export const runChannelHandler = handle(runChannel, async (context) => {
  await prepareAudit(context.payload.organizationId);
  while (await runNext(context.payload, context.advance, context.crashes > 0)) {
    if (context.signal.aborted || nowMs() > context.sliceEndsAt) return { again: true };
  }
  return undefined;
});
