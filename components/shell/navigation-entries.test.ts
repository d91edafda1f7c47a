import { describe, expect, it } from "vitest";
import { isWithin, visibleNavigation } from "./navigation-entries";

describe("the navigation", () => {
  it("shows an entry only to those who may open its page", () => {
    const labels = (permissions: string[]) =>
      visibleNavigation(permissions).flatMap(({ entries }) => entries.map(({ label }) => label));
    expect(labels(["records:read"])).toEqual(["Records", "API reference"]);
    expect(labels([])).toEqual(["API reference"]);
  });

  it("drops a heading with nothing below it", () => {
    expect(visibleNavigation([]).map(({ heading }) => heading)).toEqual(["Operate"]);
  });

  it("takes pages below a section as part of it, but not its namesakes", () => {
    expect(isWithin("/sync", "/sync")).toBe(true);
    expect(isWithin("/sync", "/sync/jobs/job_1")).toBe(true);
    expect(isWithin("/sync", "/synchronous")).toBe(false);
  });
});
