import { describe, expect, it } from "vitest";
import { filterNames, filtersOf, pointingFiltersOf } from "./record-filters";

const encounters = { entity: "encounters", choices: [{ name: "status" }] } as const;

describe("the filters in the address", () => {
  it("are those the list has, without those that are not set", () => {
    const address = new URLSearchParams("q=doe&deleted=true&status=finished&record=r1&gender=male&class=");
    expect(filtersOf(address, filterNames(encounters))).toEqual({
      q: "doe",
      deleted: "true",
      status: "finished",
    });
  });

  it("narrow a list by what its records point to, each kind once", () => {
    expect(pointingFiltersOf("encounters")).toEqual([
      { name: "patientId", target: "patients" },
      { name: "appointmentId", target: "appointments" },
      { name: "practitionerId", target: "practitioners" },
    ]);
    expect(pointingFiltersOf("patients")).toEqual([]);
  });
});
