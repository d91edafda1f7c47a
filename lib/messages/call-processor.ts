/** Has what waits looked at soon, however much arrives: an integration's messages, or what a channel has taken. */
import { shared } from "@/lib/platform/container";
import { withOrganization } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { enqueueUnlessWaiting, type JobDefinition, nudge } from "@/lib/queue";
import { processMessages, runChannel } from "./jobs";

const log = createLogger("messages");

/** What arrives within this is processed together; what comes after the call is called for again. */
const gatherMs = 50;

const called = () => shared("message-processors", () => new Set<string>());

/** Called after a commit. Never throws and never waits. */
function callSoon<Payload extends { readonly organizationId: string }>(
  job: JobDefinition<Payload>,
  payload: Payload,
): void {
  const { organizationId } = payload;
  const name = `${job.name} ${JSON.stringify(payload)}`;
  if (called().has(name)) return;
  called().add(name);
  setTimeout(async () => {
    called().delete(name);
    try {
      await withOrganization({ organizationId }, (tx) =>
        enqueueUnlessWaiting(tx, job, payload, { organizationId }),
      );
      nudge();
    } catch (error) {
      // What was forgotten is looked for every few seconds (`messages.find_forgotten`, `channels.find_forgotten`).
      log.warn("What was stored waits until it is looked for", { job: job.name, error });
    }
  }, gatherMs);
}

/** Has an integration's messages processed: the job is one of many that lead to the same, since a message's own state says that it waits. */
export function callProcessor(organizationId: string, integrationId: string): void {
  callSoon(processMessages, { organizationId, integrationId });
}

/** Has what channels have taken gone through. */
export function callChannels(organizationId: string, channelIds: readonly string[]): void {
  for (const channelId of channelIds) callSoon(runChannel, { organizationId, channelId });
}
