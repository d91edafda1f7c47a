import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareThreeWay } from "./compare";

const base = { phone: "1", email: "a@x.org", gender: "female" };

describe("three-way comparison", () => {
  it("takes the vendor's change where only the vendor changed the field", () => {
    const { contested, merged } = compareThreeWay(base, base, { ...base, phone: "2" }, []);
    expect(contested).toEqual([]);
    expect(merged).toEqual({ ...base, phone: "2" });
  });

  it("keeps the local value when the vendor's edit touches another field", () => {
    const { contested, merged } = compareThreeWay(
      base,
      { ...base, email: "b@x.org" },
      { ...base, phone: "2" },
      [],
    );
    expect(contested).toEqual([]);
    expect(merged).toEqual({ ...base, phone: "2", email: "b@x.org" });
  });

  it("contests a field that both sides changed differently and leaves the local value standing", () => {
    const { contested, merged } = compareThreeWay(base, { ...base, phone: "2" }, { ...base, phone: "3" }, []);
    expect(contested).toEqual(["phone"]);
    expect(merged.phone).toBe("2");
  });

  it("contests what flips, though one side alone changed it", () => {
    const { contested, merged } = compareThreeWay(base, base, { ...base, phone: "2" }, [], ["phone"]);
    expect(contested).toEqual(["phone"]);
    expect(merged.phone).toBe("1");
  });

  it("does not contest a field that both sides changed to the same value", () => {
    const both = { ...base, phone: "2" };
    expect(compareThreeWay(base, both, both, []).contested).toEqual([]);
  });

  it("never contests a field whose value follows from others", () => {
    expect(
      compareThreeWay(base, { ...base, phone: "2" }, { ...base, phone: "3" }, ["phone"]).contested,
    ).toEqual([]);
  });

  it("holds its law for any three records: every field ends with one side's value, and a side that did not move yields", () => {
    const record = fc.record({
      a: fc.integer({ max: 2, min: 0 }),
      b: fc.integer({ max: 2, min: 0 }),
      c: fc.boolean(),
    });
    fc.assert(
      fc.property(record, record, record, (origin, local, remote) => {
        const { contested, merged } = compareThreeWay(origin, local, remote, []);
        for (const field of ["a", "b", "c"] as const) {
          const localMoved = local[field] !== origin[field];
          const remoteMoved = remote[field] !== origin[field];
          expect(contested.includes(field)).toBe(localMoved && remoteMoved && local[field] !== remote[field]);
          expect(merged[field]).toBe(!localMoved && remoteMoved ? remote[field] : local[field]);
        }
      }),
    );
  });
});
