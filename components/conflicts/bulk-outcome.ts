/** What became of a decision about several conflicts, in words. Pure. */
import { formatCount } from "@/components/ui/format";
import type { BulkOutcome } from "@/lib/conflicts/schema";

/** The server decides so many at once; of a larger list the rest is still open. */
const mostAtOnce = 500;

const refusals: Readonly<Record<string, string>> = {
  already_resolved: "decided already",
  conflict_changed: "changed meanwhile",
  conflict_not_found: "no longer there",
  resolution_invalid: "not possible this way",
};

function refusedWords(codes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const code of codes) {
    const words = refusals[code] ?? "refused";
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => `${formatCount(count)} ${words}`).join(", ");
}

export function outcomeNotice(data: BulkOutcome["data"]) {
  const refused = data.flatMap(({ status, code }) => (status === null ? [code ?? ""] : []));
  const decided = data.length - refused.length;
  const noun = decided === 1 ? "conflict is" : "conflicts are";
  const details = [
    refused.length > 0 ? `The others: ${refusedWords(refused)}.` : null,
    data.length >= mostAtOnce
      ? `The newest ${formatCount(mostAtOnce)} were looked at; do it again for the rest.`
      : null,
  ].filter((sentence) => sentence !== null);
  return {
    tone: refused.length > 0 ? ("warn" as const) : ("ok" as const),
    title: `${formatCount(decided)} ${noun} decided`,
    detail: details.join(" ") || undefined,
  };
}
