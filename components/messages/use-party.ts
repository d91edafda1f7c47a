"use client";

import { useIntegrations } from "@/components/shell/use-integrations";
import type { MessageView } from "@/lib/messages/schema";

/** Names the other side of a message: its integration, else as the message names itself. */
export function useParty(): (message: Pick<MessageView, "integrationId" | "sender">) => string {
  const names = new Map(useIntegrations().map(({ id, name }) => [id, name]));
  return ({ integrationId, sender }) =>
    (integrationId && names.get(integrationId)) ?? sender ?? "an unknown sender";
}
