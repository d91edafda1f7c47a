import { describe, expect, it } from "vitest";
import { recordEntities } from "@/lib/records/schema";
import { groupedEntities } from "./record-nouns";
import { listsPointingTo } from "./related-lists";

describe("what belongs to a record", () => {
  it("is of a patient everything clinical, by the filter of each list", () => {
    const lists = listsPointingTo("patients", "p1");
    expect(lists.map(({ entity }) => entity)).toEqual([
      "appointments",
      "encounters",
      "conditions",
      "observations",
      "diagnostic_reports",
      "documents",
      "medication_requests",
    ]);
    expect(lists.every(({ filters }) => filters.patientId === "p1")).toBe(true);
  });

  it("is of an observation the reports that hold it", () => {
    expect(listsPointingTo("observations", "o1")).toEqual([
      { entity: "diagnostic_reports", filters: { resultId: "o1" } },
    ]);
  });
});

it("every entity stands in one group", () => {
  expect(groupedEntities.toSorted()).toEqual(recordEntities.toSorted());
});
