/** What one text or list says differently than another, down to the word and the digit. Pure. */

export type Piece = { readonly text: string; readonly marked: boolean };

/** `removed` entries stand in the earlier list alone and are shown where they were. */
export type Mark = "same" | "changed" | "added" | "removed";

export type MarkedEntry = { readonly mark: Mark; readonly pieces: readonly Piece[] };

type Pair = readonly [left: number, right: number];

/** Beyond so many comparisons two texts count as wholly different: nobody reads such a comparison by the word. */
const mostComparisons = 1_000_000;

/** The longest common subsequence of two lists, as pairs of places. */
function commonPairs(left: readonly string[], right: readonly string[]): Pair[] {
  if (left.length * right.length > mostComparisons) return [];
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (l: number, r: number) => lengths[l * width + r] ?? 0;
  for (let l = left.length - 1; l >= 0; l -= 1) {
    for (let r = right.length - 1; r >= 0; r -= 1) {
      const length = left[l] === right[r] ? at(l + 1, r + 1) + 1 : Math.max(at(l + 1, r), at(l, r + 1));
      lengths[l * width + r] = length;
    }
  }
  const pairs: Pair[] = [];
  for (let l = 0, r = 0; l < left.length && r < right.length; ) {
    if (left[l] === right[r]) pairs.push([l++, r++]);
    else if (at(l + 1, r) >= at(l, r + 1)) l += 1;
    else r += 1;
  }
  return pairs;
}

/** A place where two lists part: what stood there, what stands there now, and the common item that follows. */
type Gap = { readonly before: readonly string[]; readonly after: readonly string[]; readonly kept?: string };

function gapsOf(before: readonly string[], after: readonly string[]): Gap[] {
  const ends = [...commonPairs(before, after), [before.length, after.length] as const];
  return ends.map(([left, right], index) => {
    const [lastLeft, lastRight] = ends[index - 1] ?? [-1, -1];
    return {
      before: before.slice(lastLeft + 1, left),
      after: after.slice(lastRight + 1, right),
      kept: after[right],
    };
  });
}

/** Words and numbers as wholes, everything else sign by sign. */
function tokensOf(text: string): string[] {
  return text.match(/\p{L}+|\d+|\s+|./gsu) ?? [];
}

function sharedLength(left: string, right: string): number {
  const differs = [...right].findIndex((sign, index) => sign !== left[index]);
  return differs < 0 ? right.length : differs;
}

/** Of two numbers of one length what stands between their common beginning and end; else the whole. */
function markNumber(was: string, is: string): Piece[] {
  const start = sharedLength(was, is);
  const reversed = (text: string) => [...text.slice(start)].reverse().join("");
  const end = is.length - sharedLength(reversed(was), reversed(is));
  return [
    { text: is.slice(0, start), marked: false },
    { text: is.slice(start, end), marked: true },
    { text: is.slice(end), marked: false },
  ];
}

function markTokens({ before, after, kept = "" }: Gap): Piece[] {
  const isNumber = (text: string) => /^\d+$/.test(text);
  const pieces = after.flatMap((is, index) => {
    const was = before.length === after.length ? (before[index] ?? "") : "";
    const isRefined = was.length === is.length && isNumber(was) && isNumber(is);
    return isRefined ? markNumber(was, is) : [{ text: is, marked: true }];
  });
  return [...pieces, { text: kept, marked: false }];
}

/** `after` in pieces, those marked that `before` does not have there: "555-01[98]" after "555-0142". */
export function markText(before: string, after: string): Piece[] {
  const pieces: Piece[] = [];
  for (const { text, marked } of gapsOf(tokensOf(before), tokensOf(after)).flatMap(markTokens)) {
    const last = pieces.at(-1);
    if (text === "") continue;
    if (last?.marked === marked) pieces[pieces.length - 1] = { text: last.text + text, marked };
    else pieces.push({ text, marked });
  }
  return pieces;
}

function whole(text: string, mark: Mark): MarkedEntry {
  return { mark, pieces: [{ text, marked: mark === "added" }] };
}

/** Entries that gave way to others: pairs are compared by the word, the rest was removed or added as a whole. */
function markGap({ before, after, kept }: Gap): MarkedEntry[] {
  const longer = Math.max(before.length, after.length);
  const marked = Array.from({ length: longer }, (_, index): MarkedEntry => {
    const [was, is] = [before[index], after[index]];
    if (is === undefined) return whole(was ?? "", "removed");
    return was === undefined ? whole(is, "added") : { mark: "changed", pieces: markText(was, is) };
  });
  return kept === undefined ? marked : [...marked, whole(kept, "same")];
}

/** The entries of `after` in their order, with what became of those of `before`. */
export function markEntries(before: readonly string[], after: readonly string[]): MarkedEntry[] {
  return gapsOf(before, after).flatMap(markGap);
}
