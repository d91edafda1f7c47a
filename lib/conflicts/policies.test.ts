import { describe, expect, it } from "vitest";
import { applyPolicies, type PolicyRules } from "./policies";
import type { ConflictField, Policy } from "./schema";

const field: ConflictField = {
  path: "language",
  label: "Language",
  base: "en",
  local: "es",
  remote: "fr",
  localChangedAt: "2026-01-01T10:00:00.000Z",
  remoteChangedAt: "2026-01-01T10:05:00.000Z",
  severity: "LOW",
  flips: false,
  suggestion: null,
};

function outcome(policy: Policy, rules: Partial<PolicyRules> = {}, change: Partial<ConflictField> = {}) {
  const contested = { ...field, ...change };
  const { settled, open } = applyPolicies([contested], {
    direction: "INBOUND",
    policyOf: () => policy,
    clockOffsetMs: 0,
    ...rules,
  });
  expect(settled.length + open.length).toBe(1);
  return settled[0]?.value ?? "open";
}

describe("a policy", () => {
  it.each([
    ["source_wins", "INBOUND", "fr"],
    ["source_wins", "OUTBOUND", "es"],
    ["source_wins", "BIDIRECTIONAL", "fr"],
    ["dest_wins", "INBOUND", "es"],
    ["dest_wins", "OUTBOUND", "fr"],
    ["dest_wins", "BIDIRECTIONAL", "es"],
  ] as const)("%s %s takes the value of the side it names", (policy, direction, value) => {
    expect(outcome(policy, { direction })).toBe(value);
  });

  it("newest_wins takes the later change, by a clock that is put right", () => {
    expect(outcome("newest_wins")).toBe("fr");
    expect(outcome("newest_wins", { clockOffsetMs: 10 * 60_000 })).toBe("es");
  });

  it("newest_wins leaves to a person what has no time or the same time", () => {
    expect(outcome("newest_wins", {}, { remoteChangedAt: null })).toBe("open");
    expect(outcome("newest_wins", { clockOffsetMs: 5 * 60_000 })).toBe("open");
  });

  it("merge takes the merge where there is one, and else leaves it to a person", () => {
    expect(outcome("merge", {}, { merged: "es, fr" })).toBe("es, fr");
    expect(outcome("merge")).toBe("open");
  });

  it("leaves to a person what systems keep changing back and forth", () => {
    expect(outcome("source_wins", {}, { flips: true })).toBe("open");
  });

  it("manual leaves everything to a person", () => {
    expect(outcome("manual", {}, { merged: "es, fr" })).toBe("open");
  });
});

it("settles each field by its own policy", () => {
  const { settled, open } = applyPolicies([field, { ...field, path: "gender" }], {
    direction: "INBOUND",
    policyOf: (path) => (path === "gender" ? "manual" : "source_wins"),
    clockOffsetMs: 0,
  });
  expect(settled).toEqual([{ path: "language", strategy: "USE_REMOTE", value: "fr" }]);
  expect(open.map(({ path }) => path)).toEqual(["gender"]);
});
