import { describe, expect, it } from "vitest";
import { hasTyped, openFilters, openNames, partChanges, queryOf, quietNames } from "./message-filters";

const now = new Date(2026, 10, 17, 10, 42);

describe("the filters of messages", () => {
  it("keep what may identify a patient out of the address", () => {
    const { open, quiet } = partChanges({ patientId: "17", text: "Doe", order: null, status: "FAILED" });
    expect(open).toEqual({ status: "FAILED" });
    expect(quiet).toEqual({ patientId: "17", text: "Doe", order: null });
    const address = new URLSearchParams([...openNames, ...quietNames].map((name) => [name, "x"]));
    expect(Object.keys(openFilters(address))).toEqual([...openNames]);
  });

  it("become what the server takes, days from their first moment on", () => {
    expect(queryOf({ status: "FAILED", received: "today", text: " Doe " }, now)).toEqual({
      status: "FAILED",
      from: new Date(2026, 10, 17).toISOString(),
      text: "Doe",
    });
    expect(queryOf({ received: "week" }, now)).toEqual({ from: new Date(2026, 10, 11).toISOString() });
  });

  it("tell those that are typed from those that are chosen", () => {
    expect(hasTyped({ status: "FAILED", kind: "hl7v2", received: "today" })).toBe(false);
    expect([hasTyped({ patientId: "17" }), hasTyped({ type: "ORU" })]).toEqual([true, true]);
  });

  it("count as none where an address names a value that is no filter", () => {
    expect(queryOf({ status: "GREEN", kind: "hl7v2", from: "yesterday" }, now)).toEqual({ kind: "hl7v2" });
  });
});
