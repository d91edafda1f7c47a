"use client";

import { useIntegrations } from "@/components/shell/use-integrations";
import type { MessageView } from "@/lib/messages/schema";

type Named = Pick<MessageView, "integrationId" | "sender">;

/** Names the other side of a message: its integration, else as the message names itself; null where neither does. */
export function usePartyName(): (message: Named) => string | null {
  const names = new Map(useIntegrations().map(({ id, name }) => [id, name]));
  return ({ integrationId, sender }) => (integrationId && names.get(integrationId)) || sender;
}

/** The other side of a message, for a sentence. */
export function useParty(message: Named & Pick<MessageView, "direction">): string {
  return (
    usePartyName()(message) ?? (message.direction === "in" ? "an unknown sender" : "an unknown receiver")
  );
}
