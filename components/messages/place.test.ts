import { describe, expect, it } from "vitest";
import { isWithin, numbersOf, pathOf, placeAt } from "./place";

const segments = [
  { name: "MSH", index: 1 },
  { name: "PID", index: 1 },
  { name: "OBX", index: 1 },
  { name: "OBX", index: 2 },
];

describe("a place in a message", () => {
  it("is written as people write it, without what is the first", () => {
    expect(pathOf("1/5/1/1/1", segments)).toBe("PID-5.1.1");
    expect(pathOf("1/3/2/4", segments)).toBe("PID-3(2).4");
    expect(pathOf("3/5", segments)).toBe("OBX(2)-5");
    expect(pathOf("2", segments)).toBe("OBX(1)");
  });

  it("is found again by what was written", () => {
    for (const place of ["1/3/2/4", "3/5", "2", "1/5/1/1/1"]) {
      expect(placeAt(pathOf(place, segments), segments)).toBe(place);
    }
    expect(placeAt("OBX-5", segments)).toBe("2/5");
    expect(placeAt("NTE-3", segments)).toBeNull();
    expect(placeAt("what", segments)).toBeNull();
  });

  it("lies within what is less exact, and not within what merely begins alike", () => {
    expect(isWithin("1/5/1", "1/5")).toBe(true);
    expect(isWithin("1/5", "1/5")).toBe(true);
    expect(isWithin("1/51", "1/5")).toBe(false);
    expect(numbersOf("1/5/2")).toEqual({ field: 5, repetition: 2, component: 0, subcomponent: 0 });
  });
});
