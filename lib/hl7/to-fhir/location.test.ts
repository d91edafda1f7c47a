import { expect, it } from "vitest";
import { allOf, converted, line } from "../testing/converted";

it.each([
  ["3W^^^^^5642 Hilly Av", { name: "3W", description: "5642 Hilly Av" }],
  ["3W^^^^^Ambulanz^^^by the gate", { name: "3W", description: "by the gate, Ambulanz" }],
  ["^^^^^5642 Hilly Av", { name: "5642 Hilly Av" }],
  ["3W^^^^^C^^^by the gate", { name: "3W", description: "by the gate" }],
])("describes a place by what stands where its kind belongs and is none: %s", (place, expected) => {
  const message = converted("ADT^A01", ["PID|1||42^^^NG^MR", line("PV1", { 2: "I", 3: place })]);
  expect(allOf(message, "Location").map(({ resource }) => resource)).toMatchObject([expected]);
});

it("does not take the code of a kind for a description", () => {
  const message = converted("ADT^A01", ["PID|1||42^^^NG^MR", line("PV1", { 2: "I", 3: "3W^^^^^BED" })]);
  expect(allOf(message, "Location")[0]?.resource).not.toHaveProperty("description");
});
