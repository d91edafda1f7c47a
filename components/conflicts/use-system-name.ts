"use client";

import { systemName } from "@/components/sync/job-words";
import { useConnections, useConnectorNames } from "@/components/sync/use-connections";
import type { Conflict } from "@/lib/conflicts/schema";

export type ConflictSystem = {
  /** The connector: "Epic EHR". */
  connector: string;
  /** What the other side is called in sentences: its site, else its connector. */
  name: string;
  /** The direction of its integration, where it is known. */
  syncDirection?: "pull" | "push" | "bidirectional";
};

/** Names the other side of conflicts. */
export function useConflictSystems(): (
  conflict: Pick<Conflict, "integrationId" | "ehrProvider">,
) => ConflictSystem {
  const { data: connections = [] } = useConnections();
  const nameOf = useConnectorNames();
  return ({ integrationId, ehrProvider }) => {
    const connection = connections.find(({ id }) => id === integrationId);
    const { connector, site } = systemName(nameOf(ehrProvider), connection?.name ?? "");
    return { connector, name: site ?? connector, syncDirection: connection?.syncDirection };
  };
}
