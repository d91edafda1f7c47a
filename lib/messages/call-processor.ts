/** Has an integration's messages processed soon, however many arrive. */
import { shared } from "@/lib/platform/container";
import { withOrganization } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { enqueueUnlessWaiting, nudge } from "@/lib/queue";
import { processMessages } from "./jobs";

const log = createLogger("messages");

/** Messages of this long are processed together; what comes after the call is called for again. */
const gatherMs = 50;

const called = () => shared("message-processors", () => new Set<string>());

async function call(organizationId: string, integrationId: string): Promise<void> {
  called().delete(integrationId);
  try {
    await withOrganization({ organizationId }, (tx) =>
      enqueueUnlessWaiting(tx, processMessages, { organizationId, integrationId }, { organizationId }),
    );
    nudge();
  } catch (error) {
    // Forgotten messages are looked for every few seconds (`messages.find_forgotten`).
    log.warn("Messages wait until they are looked for", { integrationId, error });
  }
}

/**
 * Called after the commit that stored a message. Never throws and never waits: the job is one of many that lead to the
 * same, since a message's own state says that it waits.
 */
export function callProcessor(organizationId: string, integrationId: string): void {
  if (called().has(integrationId)) return;
  called().add(integrationId);
  setTimeout(() => void call(organizationId, integrationId), gatherMs);
}
