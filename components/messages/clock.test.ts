import { expect, it } from "vitest";
import { clockWithMs } from "./clock";

it("a moment is told to the millisecond, in the viewer's zone", () => {
  expect(clockWithMs(new Date("2026-11-17T15:38:02.005Z"), "America/New_York")).toBe("10:38:02.005");
});
