import { describe, expect, it } from "vitest";
import { filtersOf, isFiltered, queryOf } from "./record-filters";

describe("the filters in the address", () => {
  it("are read from it and given to the server without those that are not set", () => {
    const filters = filtersOf(new URLSearchParams("q=doe&deleted=true&record=r1"));
    expect(queryOf(filters)).toEqual({ q: "doe", deleted: "true" });
    expect(isFiltered(filters)).toBe(true);
    expect(isFiltered(filtersOf(new URLSearchParams("record=r1")))).toBe(false);
  });
});
