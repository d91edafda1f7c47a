"use client";

import { systemName } from "@/components/sync/job-words";
import { useConnections, useConnectorNames } from "@/components/sync/use-connections";

export type OtherSystem = {
  /** The connector: "Epic EHR". */
  connector: string;
  /** What the other side is called in sentences: its site, else its connector. */
  name: string;
  /** The direction of its integration, where it is known. */
  syncDirection?: "pull" | "push" | "bidirectional";
};

/** Names the other side of what is to be decided. */
export function useOtherSystems(): (of: { integrationId: string; ehrProvider: string }) => OtherSystem {
  const { data: connections = [] } = useConnections();
  const nameOf = useConnectorNames();
  return ({ integrationId, ehrProvider }) => {
    const connection = connections.find(({ id }) => id === integrationId);
    const { connector, site } = systemName(nameOf(ehrProvider), connection?.name ?? "");
    return { connector, name: site ?? connector, syncDirection: connection?.syncDirection };
  };
}
