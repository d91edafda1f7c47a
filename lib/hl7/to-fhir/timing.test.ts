import { describe, expect, it } from "vitest";
import { converted, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";

describe("times of a day", () => {
  const ordered = (tq1: string) => {
    const message = converted("OML^O21", [pid, "ORC|NW|P1^NG", tq1, "OBR|1|P1^NG||4548-4^A1c^LN"]);
    const request = resourceOf(message, "ServiceRequest");
    expect(problemsIn(request)).toEqual([]);
    return { problems: message.problems, ...request };
  };

  it("are those at which a thing is to be done", () => {
    expect(ordered("TQ1|1||QD|0700~193015|||20260316|20260318|R")).toMatchObject({
      occurrenceTiming: {
        code: { coding: [{ code: "QD" }] },
        repeat: {
          timeOfDay: ["07:00:00", "19:30:15"],
          boundsPeriod: { start: "2026-03-16", end: "2026-03-18" },
        },
      },
    });
    expect(ordered("TQ1|1|||0700")).toMatchObject({
      occurrenceTiming: { repeat: { timeOfDay: ["07:00:00"] } },
    });
  });

  it("are told as a problem where they are none", () => {
    expect(ordered("TQ1|1||QD|noon~0700")).toMatchObject({
      occurrenceTiming: { repeat: { timeOfDay: ["07:00:00"] } },
      problems: [{ path: "TQ1-4" }],
    });
  });

  it("stand in the place of a meal, beside which FHIR knows none", () => {
    const request = ordered("TQ1|1||BID^^^^^^^AC|0700");
    expect(request).toMatchObject({
      occurrenceTiming: { repeat: { timeOfDay: ["07:00:00"] } },
      problems: [{ path: "TQ1-3" }],
    });
    expect(JSON.stringify(request)).not.toContain('"when"');
  });
});
