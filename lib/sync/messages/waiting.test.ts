import { describe, expect, it } from "vitest";
import { headsOf } from "./waiting";

const soon = new Date(2_000);

function message(name: string, lanes: readonly string[], nextAttemptAt: Date | null = null) {
  return { name, lanes, nextAttemptAt };
}

function heads(...waiting: ReturnType<typeof message>[]): string[] {
  return headsOf(waiting, 1_000).map(({ name }) => name);
}

describe("whose turn it is", () => {
  it("is the oldest message of each patient", () => {
    expect(heads(message("a1", ["a"]), message("b1", ["b"]), message("a2", ["a"]))).toEqual(["a1", "b1"]);
  });

  it("comes for a message about two patients when it is the oldest of both, and holds both", () => {
    const merge = message("merge", ["a", "b"]);
    expect(heads(merge, message("a2", ["a"]), message("b2", ["b"]))).toEqual(["merge"]);
    expect(heads(message("a1", ["a"]), merge, message("b2", ["b"]))).toEqual(["a1"]);
  });

  it("comes for all that name nobody, in their order", () => {
    expect(heads(message("x", []), message("y", []), message("a", ["a"]))).toEqual(["x", "y", "a"]);
  });

  it("waits for a message that is tried again later, and for its patient alone", () => {
    expect(heads(message("a1", ["a"], soon), message("a2", ["a"]), message("b1", ["b"]))).toEqual(["b1"]);
    expect(headsOf([message("a1", ["a"], soon)], 2_000)).toHaveLength(1);
  });
});
