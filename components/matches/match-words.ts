/** Matches in the words of people. Pure. */
import { formatShare } from "@/components/ui/format";
import type { ShapeName } from "@/components/ui/status-shape";
import type { Match } from "@/lib/sync/schema";
import type { Agreement } from "./match-facts";

export const statusWords = { OPEN: "Open", LINKED: "Same person", CREATED: "New patient" } as const;

export const statusShapes = { OPEN: "ask", LINKED: "ok", CREATED: "ok" } as const satisfies Record<
  Match["status"],
  ShapeName
>;

export const agreementWords: Readonly<Record<Agreement, string>> = {
  same: "the same",
  different: "different",
  unknown: "nothing to compare",
};

export type MatchCandidate = Match["candidates"][number];

/** "66 % alike". */
export function scoreWords({ score }: MatchCandidate): string {
  return `${formatShare(score)} alike`;
}

/** "66 % alike" of the best candidate. */
export function likenessWords({ candidates: [best] }: Match): string {
  return best ? scoreWords(best) : "Nobody who is still here";
}

/** The best candidate's name and how many more there are. */
export function candidateWords({ candidates }: Match): string {
  const [first, ...further] = candidates;
  if (!first) return "Nobody who is still here";
  return further.length > 0 ? `${first.summary.name} +${further.length}` : first.summary.name;
}

/** "Patient of Lakeside Medical. One you have may be the same person". */
export function matchLine({ status, candidates }: Match, system: string): string {
  const whose = `Patient of ${system}`;
  if (status === "LINKED") return `${whose}. Linked to a patient who was here`;
  if (status === "CREATED") return `${whose}. Made a patient of their own here`;
  if (candidates.length === 0) return `${whose}. Nobody of those found is here any more`;
  const count = candidates.length === 1 ? "One you have" : `One of ${candidates.length} you have`;
  return `${whose}. ${count} may be the same person`;
}

/** What saving leads to; `candidate` is null for a new patient and undefined while nothing is chosen. */
export function consequence(system: string, candidate: MatchCandidate | null | undefined): string {
  if (candidate === undefined)
    return "Nothing is saved until you choose. The patient waits, with all that belongs to them.";
  if (candidate === null) return `Makes a patient of what ${system} sent. The others stay as they are.`;
  return `Links ${system} to ${candidate.summary.name}. What is empty here is filled; what differs is asked about as a conflict. The link can be undone on the record.`;
}
