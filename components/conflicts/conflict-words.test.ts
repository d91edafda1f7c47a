import { describe, expect, it } from "vitest";
import { outcomeNotice } from "./bulk-outcome";
import { changesSince } from "./changes-since";
import {
  conflictLine,
  consequence,
  deletionOutcome,
  newerSide,
  sourceWords,
  subjectOf,
} from "./conflict-words";
import { conflictLike, fieldLike } from "./testing/conflict-like";

const phone = fieldLike({ path: "language", label: "Language", severity: "LOW" });

describe("a conflict in words", () => {
  it("names its weightiest field, and what was deleted where", () => {
    expect(subjectOf(conflictLike({ fields: [phone, fieldLike()] }), "Riverbend")).toBe("Date of birth");
    const gone = conflictLike({ kind: "DELETED_REMOTELY", fields: [] });
    expect(subjectOf(gone, "Riverbend")).toBe("Deleted in Riverbend");
    expect(conflictLine(gone, "Riverbend")).toContain("changed in Carelane since");
    expect(deletionOutcome(gone, "USE_REMOTE", "Riverbend")).toContain("deleted here");
    expect(deletionOutcome(conflictLike(), "USE_REMOTE", "Riverbend")).toBeNull();
  });

  it("is said to go back and forth where nothing else is contested", () => {
    const flips = conflictLike({ fields: [fieldLike({ flips: true })] });
    expect(conflictLine(flips, "Riverbend")).toContain("Systems keep changing one field back and forth");
    const both = conflictLike({ fields: [fieldLike({ flips: true }), phone] });
    expect(conflictLine(both, "Riverbend")).toContain("Changed on both sides: 2 fields");
  });

  it("says where the values were taken from", () => {
    const taken = (decisions: Record<string, "USE_LOCAL" | "USE_REMOTE">) =>
      sourceWords(conflictLike({ decisions }), "Riverbend");
    expect(taken({ a: "USE_REMOTE", b: "USE_REMOTE" })).toBe("Riverbend");
    expect(taken({ a: "USE_REMOTE", b: "USE_LOCAL" })).toBe("Mixed, field by field");
    expect(sourceWords(conflictLike(), "Riverbend")).toBe("Both agree again");
  });

  it("promises that nothing is sent where a system is only read", () => {
    expect(consequence(conflictLike(), "Riverbend", "pull")).toContain("Nothing is sent to Riverbend");
    expect(consequence(conflictLike(), "Riverbend", "bidirectional")).toContain("with the next push");
    expect(consequence(conflictLike(), "Riverbend", undefined)).not.toContain("Riverbend");
  });

  it("calls a side newer only when both times are known", () => {
    expect(newerSide(fieldLike())).toBeNull();
    expect(newerSide(fieldLike({ remoteChangedAt: "2026-11-17T14:58:00.000Z" }))).toBe("remote");
  });
});

describe("what changed since a conflict was shown", () => {
  const before = conflictLike({ fields: [fieldLike(), phone] });

  it("is told side by side, and by the fields that came and went", () => {
    const names = fieldLike({ path: "names", label: "Names", base: [], local: [], remote: [] });
    const now = conflictLike({ fields: [fieldLike({ remote: "1984-07-04" }), names] });
    expect(changesSince(before, now, "Riverbend")).toEqual([
      "Date of birth: Riverbend now has 4 Jul 1984.",
      "Names needs a decision now as well.",
      "Language needs no decision any more.",
    ]);
  });

  it("may be nothing that needs a decision", () => {
    expect(changesSince(before, before, "Riverbend")).toEqual(["Fields that need no decision."]);
  });
});

describe("the notice after a decision about several", () => {
  const decided = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: String(index), status: "RESOLVED" as const }));

  it("counts what was decided and says of the others why not", () => {
    const refused = { id: "x", status: null, code: "already_resolved" };
    expect(outcomeNotice([...decided(2), refused])).toEqual({
      tone: "warn",
      title: "2 conflicts are decided",
      detail: "The others: 1 decided already.",
    });
    expect(outcomeNotice(decided(1))).toMatchObject({ tone: "ok", title: "1 conflict is decided" });
  });

  it("tells when there may be more than the server decides at once", () => {
    expect(outcomeNotice(decided(500)).detail).toContain("do it again for the rest");
  });
});
