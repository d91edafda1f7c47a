import { describe, expect, it } from "vitest";
import { changedSearch, filtersOf, isFiltered, queryOf } from "./record-filters";

describe("the filters in the address", () => {
  it("are read from it and given to the server without those that are not set", () => {
    const filters = filtersOf(new URLSearchParams("q=doe&deleted=true&record=r1"));
    expect(queryOf(filters)).toEqual({ q: "doe", deleted: "true" });
    expect(isFiltered(filters)).toBe(true);
    expect(isFiltered(filtersOf(new URLSearchParams("record=r1")))).toBe(false);
  });

  it("change one by one and leave nothing behind", () => {
    expect(changedSearch("?q=doe&record=r1", { record: null })).toBe("?q=doe");
    expect(changedSearch("?q=doe", { q: "" })).toBe("");
    expect(changedSearch("", { q: "d & e" })).toBe("?q=d+%26+e");
  });
});
