import { describe, expect, it } from "vitest";
import { beginningOf, changesBetween } from "./version-changes";

const names = { integration: () => "Riverbend", webhook: () => "Billing" };
const retry = { maxAttempts: 8, scheduleSeconds: [5] };
const portal = { id: "portal", kind: "mllp", host: "portal.example", port: 2575, retry } as const;
const lab = { id: "lab", kind: "mllp", host: "lab.example", port: 2575, retry } as const;
const rule = { target: "PID-3.4", source: "PID-3.4", required: false };

const base = {
  source: { kind: "http" } as const,
  filter: null,
  mapping: { to: "same" as const, rules: [] },
  destinations: [portal],
};

describe("what changed in a version", () => {
  it("names source, filter and output", () => {
    const after = {
      ...base,
      source: { kind: "mllp" as const, types: ["ADT"] },
      filter: "PID",
      mapping: { to: "fhir" as const, rules: [] },
    };
    expect(changesBetween(base, after, names)).toEqual([
      "From ADT from every sender",
      "Filter added: PID",
      "Becomes FHIR",
    ]);
    expect(changesBetween(after, { ...after, filter: null }, names)).toEqual(["Filter taken out: all go on"]);
  });

  it("names rules by what they write, and tells when only their order changed", () => {
    const other = { ...rule, target: "PV1-2" };
    const withRules = (...rules: (typeof rule)[]) => ({ ...base, mapping: { to: "same" as const, rules } });
    expect(changesBetween(withRules(rule), withRules({ ...rule, required: true }, other), names)).toEqual([
      "Rule for PID-3.4 changed",
      "Rule for PV1-2 added",
    ]);
    expect(changesBetween(withRules(rule, other), withRules(other, rule), names)).toEqual([
      "Rules in another order",
    ]);
    expect(changesBetween(withRules(rule), base, names)).toEqual(["Rule for PID-3.4 taken out"]);
  });

  it("knows a destination by its id when it leads elsewhere", () => {
    const moved = { ...portal, host: "new.example" };
    expect(changesBetween(base, { ...base, destinations: [moved, lab] }, names)).toEqual([
      "To MLLP new.example:2575 instead of MLLP portal.example:2575",
      "To MLLP lab.example:2575 as well",
    ]);
    const patient = { ...portal, retry: { ...retry, maxAttempts: 2 } };
    expect(changesBetween(base, { ...base, destinations: [patient] }, names)).toEqual([
      "Settings of MLLP portal.example:2575 changed",
    ]);
    expect(changesBetween(base, { ...base, destinations: [] }, names)).toEqual([
      "No longer to MLLP portal.example:2575",
    ]);
  });

  it("says nothing of what stayed", () => {
    expect(changesBetween(base, base, names)).toEqual([]);
  });

  it("tells the first version whole", () => {
    expect(beginningOf(base, names)).toEqual([
      "From What is posted to its address",
      "Becomes As it comes",
      "To MLLP portal.example:2575",
    ]);
  });
});
