/** Numbers of eight digits as ids: their order is that of the ranks they lead back to. */
import type { Ids } from "@/sandbox/fhir/generated-charts";

const first = 10_000_000;

export function numberedIds(count: number): Ids {
  return {
    at: (rank) => String(first + rank),
    rankOf: (id) => {
      const rank = Number(id) - first;
      return Number.isInteger(rank) && rank >= 0 && rank < count ? rank : undefined;
    },
  };
}
