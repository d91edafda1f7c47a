import { describe, expect, it } from "vitest";
import { type IntegrationState, pipsLabel } from "./integration-states";

const pips = (...states: IntegrationState[]) => states.map((state, index) => ({ id: String(index), state }));

describe("the pips in words", () => {
  it("count each state and leave out those that do not occur", () => {
    expect(pipsLabel(pips("failing", "healthy", "healthy", "paused"))).toBe(
      "4 integrations: 2 healthy, 1 failing, 1 paused",
    );
  });

  it("speak of one integration in the singular", () => {
    expect(pipsLabel(pips("silent"))).toBe("1 integration: 1 without news");
  });
});
