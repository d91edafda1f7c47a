import { describe, expect, it } from "vitest";
import { agreementIn, matchFacts } from "./match-facts";
import { summaryLike } from "./testing/match-like";

function agreement(label: string, left: object, right: object) {
  const fact = matchFacts.find((each) => each.label === label);
  if (!fact) throw new Error(`There is no fact ${label}.`);
  return agreementIn(fact, summaryLike(left), summaryLike(right));
}

const address = { lines: ["12 Oak St."], city: "Madison", state: "WI", postalCode: "53703", country: null };

describe("what two patients agree in", () => {
  it.each([
    ["Name", { name: "López, Camila" }, { name: "LOPEZ, Camila" }],
    ["Phone", { phone: "+1 (608) 555-0142" }, { phone: "16085550142" }],
    [
      "Address",
      { address: { ...address, text: null } },
      { address: { ...address, lines: ["12 oak st"], text: null } },
    ],
  ])("is seen in spite of how %s is written", (label, left, right) => {
    expect(agreement(label, left, right)).toBe("same");
  });

  it.each([
    ["Born", { dateOfBirth: "1987-09-12" }, { dateOfBirth: "1987-12-09" }],
    ["Phone", { phone: "+1 608 555 0142" }, { phone: "+1 608 555 0143" }],
    ["Name", { name: "Lopez, Camila" }, { name: "Lopes, Camila" }],
  ])("is not seen in %s where a sign differs", (label, left, right) => {
    expect(agreement(label, left, right)).toBe("different");
  });

  it("is left open by numbers that each system gives by itself", () => {
    expect(agreement("MRN", { mrn: "203711" }, { mrn: "203712" })).toBe("unknown");
    expect(agreement("MRN", { mrn: "203711" }, { mrn: "203711" })).toBe("same");
  });

  it("is left open where one side says nothing", () => {
    expect(agreement("Sex", { gender: "female" }, { gender: null })).toBe("unknown");
  });
});
