import { describe, expect, it } from "vitest";
import { flippingFields, type Step } from "./flips";

const says = (by: string | null, phone: string): Step => ({ by, data: { phone, email: "a@x.org" } });

/** A and B in turns, beginning with A, ending with A: each after the first is one flip. */
const turns = (flips: number) =>
  Array.from({ length: flips + 1 }, (_, n) => (n % 2 === 0 ? says("A", "1") : says("B", "2")));

const before = says("A", "0");

describe("a field", () => {
  it("flips once it went from one system's value to another's more than five times", () => {
    expect(flippingFields([before, ...turns(4)], says("B", "2"))).toEqual([]);
    expect(flippingFields([before, ...turns(5)], says("A", "1"))).toEqual(["phone"]);
  });

  it("does not flip when one system changes it again and again", () => {
    const steps = Array.from({ length: 20 }, (_, n) => says("A", `${n}`));
    expect(flippingFields(steps, says("A", "20"))).toEqual([]);
  });

  it("begins anew once a person has changed it", () => {
    expect(flippingFields([before, ...turns(5), says(null, "3")], says("A", "1"))).toEqual([]);
  });

  it("is left alone by a change that leaves it as it is", () => {
    expect(flippingFields([before, ...turns(9)], says("A", "2"))).toEqual([]);
  });

  it("waits for the person who was asked, though it flipped long ago", () => {
    expect(flippingFields([says("A", "1")], says("B", "2"), ["phone"])).toEqual(["phone"]);
    expect(flippingFields([says("A", "1")], says("B", "1"), ["phone"])).toEqual([]);
  });
});
