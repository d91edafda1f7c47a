import { describe, expect, it } from "vitest";
import { changesBetween } from "./changes";

describe("changes between two versions", () => {
  it("names the leaf that changed, however deep it stands", () => {
    const before = { names: [{ family: "Lopez", given: ["Camila"] }], active: true };
    const after = { names: [{ family: "López", given: ["Camila"] }], active: true };
    expect(changesBetween(before, after)).toEqual([{ path: "names[0].family", from: "Lopez", to: "López" }]);
  });

  it("gives an entry that came or went as one change", () => {
    expect(changesBetween({ telecoms: [] }, { telecoms: [{ value: "1" }] })).toEqual([
      { path: "telecoms[0]", from: null, to: { value: "1" } },
    ]);
  });

  it("finds nothing between equal versions", () => {
    expect(changesBetween({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
  });
});
