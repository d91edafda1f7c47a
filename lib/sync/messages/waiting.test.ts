import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inTurns } from "./waiting";

const soon = new Date(2_000);

function message(name: string, lanes: readonly string[], nextAttemptAt: Date | null = null) {
  return { name, lanes, nextAttemptAt };
}

function turns(...waiting: ReturnType<typeof message>[]): string[][] {
  const next = inTurns(waiting, 1_000);
  return [...Map.groupBy(next, ({ turn }) => turn).values()].map((ones) => ones.map(({ name }) => name));
}

describe("whose turn it is", () => {
  it("is the oldest message of each patient, and then the next ones", () => {
    const [a1, a2, a3] = ["a1", "a2", "a3"].map((name) => message(name, ["a"]));
    if (!a1 || !a2 || !a3) throw new Error("three");
    expect(turns(a1, message("b1", ["b"]), a2, a3)).toEqual([["a1", "b1"], ["a2"], ["a3"]]);
  });

  it("comes for a message about two patients when it is the oldest of both, and holds both", () => {
    const merge = message("merge", ["a", "b"]);
    const [a1, a2, b2] = [message("a1", ["a"]), message("a2", ["a"]), message("b2", ["b"])];
    expect(turns(merge, a2, b2)).toEqual([["merge"], ["a2", "b2"]]);
    expect(turns(a1, merge, b2)).toEqual([["a1"], ["merge"], ["b2"]]);
  });

  it("comes for all that name nobody, in their order", () => {
    expect(turns(message("x", []), message("y", []), message("a", ["a"]))).toEqual([["x", "y", "a"]]);
  });

  it("waits for a message that is tried again later, and for its patient alone", () => {
    const waiting = [message("a1", ["a"], soon), message("a2", ["a"]), message("b1", ["b"])];
    expect(turns(...waiting)).toEqual([["b1"]]);
    expect(inTurns(waiting, 2_000)).toHaveLength(3);
  });

  it("respects every patient's order, however the messages are mixed and however many are taken at once", () => {
    const patients = ["a", "b", "c", "d"];
    const lanes = fc.uniqueArray(fc.constantFrom(...patients), { maxLength: 2 });
    fc.assert(
      fc.property(fc.array(lanes), fc.integer({ min: 1, max: 7 }), (lists, most) => {
        const all = lists.map((ofOne, n) => ({ n, lanes: ofOne, nextAttemptAt: null }));
        let waiting = all;
        const ended: typeof all = [];
        while (waiting.length > 0) {
          const taken = inTurns(waiting, 0).slice(0, most);
          const inOneTurn = Map.groupBy(taken, ({ turn }) => turn);
          for (const ones of inOneTurn.values()) {
            const held = ones.flatMap((one) => one.lanes);
            expect(new Set(held).size).toBe(held.length);
          }
          ended.push(...taken);
          const gone = new Set(taken.map(({ n }) => n));
          waiting = waiting.filter(({ n }) => !gone.has(n));
        }
        expect(ended).toHaveLength(all.length);
        for (const lane of patients) {
          const ofLane = ended.filter((one) => one.lanes.includes(lane)).map(({ n }) => n);
          expect(ofLane).toEqual(ofLane.toSorted((one, other) => one - other));
        }
      }),
    );
  });
});
