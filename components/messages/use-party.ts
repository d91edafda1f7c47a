"use client";

import { useIntegrations } from "@/components/shell/use-integrations";
import type { MessageView } from "@/lib/messages/schema";

type Named = Pick<MessageView, "integrationId" | "sender" | "kind" | "direction">;

/**
 * Names the other side of a message: its integration, else as the message names itself, and Carelane where the message is
 * an event of its own; null where nothing does.
 */
export function usePartyName(): (message: Named) => string | null {
  const names = new Map(useIntegrations().map(({ id, name }) => [id, name]));
  return ({ integrationId, sender, kind, direction }) =>
    (integrationId && names.get(integrationId)) ||
    sender ||
    (kind === "event" && direction === "in" ? "Carelane" : null);
}

/** The other side of a message, for a sentence. What goes out names nobody where a queue of ours takes it over. */
export function useParty(message: Named): string {
  return (
    usePartyName()(message) ??
    (message.direction === "in" ? "an unknown sender" : "an integration or webhook here")
  );
}
