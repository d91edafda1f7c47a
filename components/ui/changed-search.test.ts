import { describe, expect, it } from "vitest";
import { changedSearch } from "./changed-search";

describe("the values of an address", () => {
  it("change one by one and leave nothing behind", () => {
    expect(changedSearch("?q=doe&record=r1", { record: null })).toBe("?q=doe");
    expect(changedSearch("?q=doe", { q: "" })).toBe("");
    expect(changedSearch("", { q: "d & e" })).toBe("?q=d+%26+e");
  });
});
