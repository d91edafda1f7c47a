import { describe, expect, it } from "vitest";
import { historyWords } from "./history-words";

const labels = { p1: "Doe, Jane", p2: "Roe, Richard" };

describe("a value in the history", () => {
  it("names the records it points to, alone, in a list and inside of something larger", () => {
    expect(historyWords("p1", labels)).toBe("Doe, Jane");
    expect(historyWords(["p1", "p2"], labels)).toBe("Doe, Jane, Roe, Richard");
    expect(historyWords([{ practitionerId: "p2" }], labels)).toBe('[{"practitionerId":"Roe, Richard"}]');
  });

  it("says what was empty, and leaves everything else as it is", () => {
    expect([null, undefined, "booked", 5, []].map((value) => historyWords(value, labels))).toEqual([
      "nothing",
      "nothing",
      "booked",
      "5",
      "[]",
    ]);
  });
});
