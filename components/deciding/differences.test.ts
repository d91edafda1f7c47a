import { describe, expect, it } from "vitest";
import { type MarkedEntry, markEntries, markText } from "./differences";

/** Marked pieces in brackets. */
function drawn(pieces: MarkedEntry["pieces"]): string {
  return pieces.map(({ text, marked }) => (marked ? `[${text}]` : text)).join("");
}

describe("two texts", () => {
  it.each([
    ["1984-03-07", "1984-03-17", "1984-03-[1]7"],
    ["(312) 555-0142", "(312) 555-0198", "(312) 555-01[98]"],
    ["Winston, NC 27110", "Winston, NC 60608-3117", "Winston, NC [60608-3117]"],
    ["7 Mar 1984", "3 Jul 1984", "[3] [Jul] 1984"],
    ["100", "100000", "[100000]"],
    ["1001", "1111", "1[11]1"],
    ["Chicago, IL 60608", "Chicago, IL 60608-3117", "Chicago, IL 60608[-3117]"],
    ["ao@mail.example", "ao@north.example", "ao@[north].example"],
    ["", "new", "[new]"],
    ["Apt 4B", "Apt 4", "Apt 4"],
    ["Zoë Ōta", "Zoé Ōta", "[Zoé] Ōta"],
  ])("differ by the word and the digit: %s and %s", (before, after, expected) => {
    expect(drawn(markText(before, after))).toBe(expected);
  });

  it("that are very long are compared as wholes", () => {
    const [before, after] = ["1 ".repeat(2_000), "2 ".repeat(2_000)];
    expect(markText(before, after)).toEqual([{ text: after, marked: true }]);
  });
});

describe("two lists", () => {
  const marks = (before: string[], after: string[]) =>
    markEntries(before, after).map(({ mark, pieces }) => `${mark} ${drawn(pieces)}`);

  it("keep what stands in both, in the order of the later one", () => {
    expect(marks(["a", "b"], ["a", "b"])).toEqual(["same a", "same b"]);
  });

  it("tell what was added, removed and changed", () => {
    expect(marks(["home 1", "work"], ["home 2", "work", "fax"])).toEqual([
      "changed home [2]",
      "same work",
      "added [fax]",
    ]);
    expect(marks(["a", "b", "c"], ["a", "c"])).toEqual(["same a", "removed b", "same c"]);
  });

  it("show an emptied list as removed and a filled one as added", () => {
    expect(marks(["a"], [])).toEqual(["removed a"]);
    expect(marks([], ["a"])).toEqual(["added [a]"]);
    expect(marks([], [])).toEqual([]);
  });
});
