import { describe, expect, it } from "vitest";
import { type IntegrationState, pipsLabel, stateOfIntegration } from "./integration-states";

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

describe("the state of an integration", () => {
  it("is healthy only when it has answered before", () => {
    expect(stateOfIntegration({ status: "active", lastSyncAt: null })).toBe("silent");
    expect(stateOfIntegration({ status: "active", lastSyncAt: "2026-11-17T15:42:16.000Z" })).toBe("healthy");
    expect(stateOfIntegration({ status: "error", lastSyncAt: "2026-11-17T15:42:16.000Z" })).toBe("failing");
  });

  it("is not shown before it is set up and after it is switched off", () => {
    expect(stateOfIntegration({ status: "configuring", lastSyncAt: null })).toBeNull();
    expect(stateOfIntegration({ status: "disabled", lastSyncAt: null })).toBeNull();
  });
});
