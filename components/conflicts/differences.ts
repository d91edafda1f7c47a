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

/** Words as wholes, digits one by one: of "555-0142" and "555-0198" the last two digits differ. */
function tokensOf(text: string): string[] {
  return text.match(/\p{L}+|\s+|./gsu) ?? [];
}

/** `after` in pieces, those marked that `before` does not have there. */
export function markText(before: string, after: string): Piece[] {
  const tokens = tokensOf(after);
  const common = new Set(commonPairs(tokensOf(before), tokens).map(([, right]) => right));
  const pieces: Piece[] = [];
  for (const [index, text] of tokens.entries()) {
    const marked = !common.has(index);
    const last = pieces.at(-1);
    if (last?.marked === marked) pieces[pieces.length - 1] = { text: last.text + text, marked };
    else pieces.push({ text, marked });
  }
  return pieces;
}

function whole(text: string, mark: Mark): MarkedEntry {
  return { mark, pieces: [{ text, marked: mark === "added" }] };
}

/** Entries that gave way to others: pairs are compared by the word, the rest was removed or added as a whole. */
function markGap(before: readonly string[], after: readonly string[]): MarkedEntry[] {
  const longer = Math.max(before.length, after.length);
  return Array.from({ length: longer }, (_, index): MarkedEntry => {
    const [was, is] = [before[index], after[index]];
    if (is === undefined) return whole(was ?? "", "removed");
    return was === undefined ? whole(is, "added") : { mark: "changed", pieces: markText(was, is) };
  });
}

/** The entries of `after` in their order, with what became of those of `before`. */
export function markEntries(before: readonly string[], after: readonly string[]): MarkedEntry[] {
  const marked: MarkedEntry[] = [];
  let [left, right] = [0, 0];
  for (const [l, r] of [...commonPairs(before, after), [before.length, after.length] as const]) {
    marked.push(...markGap(before.slice(left, l), after.slice(right, r)));
    const kept = after[r];
    if (kept !== undefined) marked.push(whole(kept, "same"));
    [left, right] = [l + 1, r + 1];
  }
  return marked;
}
