/** Processes an integration's messages until none is left whose turn it is. */
import { prepareAudit } from "@/lib/audit";
import { processMessages } from "@/lib/messages";
import { nowMs } from "@/lib/platform/clock";
import { handle } from "@/lib/queue";
import { processNext } from "../messages/process";

export const processMessagesHandler = handle(processMessages, async (context) => {
  await prepareAudit(context.payload.organizationId);
  while (await processNext(context.payload, context.advance, context.crashes > 0)) {
    if (context.signal.aborted || nowMs() > context.sliceEndsAt) return { again: true };
  }
  return undefined;
});
