import { describe, expect, it } from "vitest";
import { candidateWords, consequence, matchLine } from "./match-words";
import { matchLike, summaryLike } from "./testing/match-like";

const candidate = {
  recordId: "other",
  score: 0.5,
  reasons: [],
  summary: summaryLike({ name: "Lopez, Carla" }),
};
const [first] = matchLike().candidates;

describe("a match in words", () => {
  it("names the best candidate and counts the others", () => {
    const candidates = [...matchLike().candidates, candidate];
    expect(candidateWords(matchLike({ candidates }))).toBe("Lopez, Camila +1");
    expect(matchLine(matchLike({ candidates }), "Lakeside")).toBe(
      "Patient of Lakeside. One of 2 you have may be the same person",
    );
  });

  it("says so when all candidates are gone", () => {
    expect(candidateWords(matchLike({ candidates: [] }))).toBe("Nobody who is still here");
    expect(matchLine(matchLike({ candidates: [] }), "Lakeside")).toContain("here any more");
  });

  it("tells before saving what will happen", () => {
    expect(consequence("Lakeside", undefined)).toMatch(/^Nothing is saved/);
    expect(consequence("Lakeside", null)).toMatch(/^Makes a patient/);
    expect(consequence("Lakeside", first)).toMatch(/^Links Lakeside to Lopez, Camila/);
  });
});
