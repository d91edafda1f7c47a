import { expect, it } from "vitest";
import { allOf, converted, line, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const pid = "PID|1||42^^^NG^MR||Hara^Ada||19870912|F";

it("makes no allergy of a segment that says nothing of one, and tells so", () => {
  const message = converted("ADT^A60", [pid, "AL1|1||^^|||", "IAM|1"]);
  expect(allOf(message, "AllergyIntolerance")).toEqual([]);
  expect(message.problems).toMatchObject([{ path: "AL1-3" }, { path: "IAM-3" }]);
});

it.each([
  [{ 11: "20200105", 12: "as a child" }, { onsetDateTime: "2020-01-05" }],
  [{ 12: "as a child" }, { onsetString: "as a child" }],
])("says since when somebody has an allergy, by words where no day is said (%j)", (fields, expected) => {
  const message = converted("ADT^A60", [pid, line("IAM", { 1: "1", 3: "^Peanut", 6: "A", ...fields })]);
  expect(resourceOf(message, "AllergyIntolerance")).toMatchObject(expected);
  expect(problemsIn(resourceOf(message, "AllergyIntolerance"))).toEqual([]);
});
