/** A message as it is edited: line by line, and what became of each line. Pure. */
import { type MarkedEntry, markEntries, type Piece } from "@/components/deciding/differences";

const lineEnd = /\r\n|\r|\n/;

/** The text as a box for text takes it, whatever ended its lines. */
export function editableOf(raw: string): string {
  return raw.replace(/\r\n?/g, "\n");
}

/** The edited text with the line ends of the original; the original to the letter where nothing was changed. */
export function rawOf(edited: string, original: string): string {
  if (edited === editableOf(original)) return original;
  return edited.replaceAll("\n", lineEnd.exec(original)?.[0] ?? "\r");
}

export type LineChange = {
  /** Counted from 1: of the edited text, for a removed line of the original. */
  number: number;
  /** Null for a line that was added. */
  before: string | null;
  /** The line as it is now, what is new in it marked; null for one that was removed. */
  after: readonly Piece[] | null;
};

function sharedCount(left: readonly string[], right: readonly string[]): number {
  const differs = left.findIndex((line, n) => line !== right[n]);
  return differs < 0 ? left.length : differs;
}

function changeOf({ mark, pieces }: MarkedEntry, before: string | null, number: number): LineChange | null {
  if (mark === "same") return null;
  return { number, before, after: mark === "removed" ? null : pieces };
}

/** The lines that were changed, added or removed, in their order. */
export function changesOf(original: string, edited: string): LineChange[] {
  const [before, after] = [original.split("\n"), edited.split("\n")];
  // Of a message of thousands of lines only the stretch that somebody touched is compared.
  const start = sharedCount(before, after);
  const rest = { before: before.slice(start), after: after.slice(start) };
  const end = sharedCount(rest.before.toReversed(), rest.after.toReversed());
  const touched = {
    before: rest.before.slice(0, rest.before.length - end),
    after: rest.after.slice(0, rest.after.length - end),
  };
  let [left, right] = [0, 0];
  return markEntries(touched.before, touched.after).flatMap((entry) => {
    const was = entry.mark === "added" ? null : (touched.before[left++] ?? "");
    const number = start + (entry.mark === "removed" ? left : ++right);
    return changeOf(entry, was, number) ?? [];
  });
}
