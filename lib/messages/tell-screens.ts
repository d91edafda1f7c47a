/** Tells open screens that there are messages they have not seen: no more than that, and a few times a second at most. */
import { broadcast } from "@/lib/platform/broadcast";
import { shared } from "@/lib/platform/container";

const gatherMs = 250;

const planned = () => shared("message-news", () => new Set<string>());

/** Called after a commit. Never throws and never waits. */
export function tellScreens(organizationId: string): void {
  if (planned().has(organizationId)) return;
  planned().add(organizationId);
  setTimeout(() => {
    planned().delete(organizationId);
    broadcast({ organizationId, channel: "messages", message: { type: "MESSAGES_CHANGED" } });
  }, gatherMs).unref();
}
