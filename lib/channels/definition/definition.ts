/** What a version of a channel says. */
import type { ChannelMapping, ChannelSource, DestinationDefinition } from "../schema";

export interface Definition {
  readonly source: ChannelSource;
  readonly filter: string | null;
  readonly mapping: ChannelMapping;
  readonly destinations: readonly DestinationDefinition[];
}

/** What messages are given to a channel by, as its row says it. */
export function takenBy(source: ChannelSource): {
  readonly integrationId: string | null;
  readonly types: readonly string[];
} {
  switch (source.kind) {
    case "mllp":
      return { integrationId: source.integrationId ?? null, types: source.types };
    case "http":
      return { integrationId: null, types: [] };
    case "event":
      return { integrationId: null, types: source.types };
    case "sync":
      return { integrationId: source.integrationId ?? null, types: source.entities };
    default:
      return source satisfies never;
  }
}
