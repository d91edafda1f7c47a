import { describe, expect, it } from "vitest";
import { modeOf, reconnectDelayMs } from "./live-state";

describe("the state of the line", () => {
  it("is live while the socket is open, and taken for live during the first attempt", () => {
    expect(modeOf({ socket: "open", muted: false, answered: true })).toBe("live");
    expect(modeOf({ socket: "opening", muted: false, answered: true })).toBe("live");
  });

  it("is asking when the socket is lost but questions are answered", () => {
    expect(modeOf({ socket: "lost", muted: false, answered: true })).toBe("polling");
  });

  it("is asking when the socket is open but the server says that no news reach it", () => {
    expect(modeOf({ socket: "open", muted: true, answered: false })).toBe("polling");
  });

  it("is no connection when neither way is answered", () => {
    expect(modeOf({ socket: "lost", muted: false, answered: false })).toBe("offline");
  });
});

describe("the wait before the next attempt", () => {
  it("doubles and ends at half a minute", () => {
    expect([0, 1, 2, 3].map((failures) => reconnectDelayMs(failures, 1))).toEqual([500, 1_000, 2_000, 4_000]);
    expect(reconnectDelayMs(40, 1)).toBe(30_000);
  });

  it("leaves half of it to chance", () => {
    expect(reconnectDelayMs(3, 0)).toBe(2_000);
  });
});
