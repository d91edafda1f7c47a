import { expect, it } from "vitest";
import { allOf, converted, line, resourceOf } from "../testing/converted";
import { problemsIn } from "../testing/fhir-problems";

const insured = (in1: Readonly<Record<number, string>>) =>
  converted("ADT^A08", ["PID|1||42^^^NG^MR||Hara^Ada", line("IN1", { 1: "1", ...in1 })]);

function coverage(in1: Readonly<Record<number, string>>) {
  const resource = resourceOf(insured(in1), "Coverage");
  expect(problemsIn(resource)).toEqual([]);
  return resource;
}

const classed = (code: string, value: string, name?: string) => ({
  type: { coding: [{ system: "http://terminology.hl7.org/CodeSystem/coverage-class", code }] },
  value,
  ...(name && { name }),
});

it("is none where nothing is said of it", () => {
  expect(allOf(insured({ 2: "" }), "Coverage")).toEqual([]);
  expect(allOf(insured({ 2: '""' }), "Coverage")).toEqual([]);
});

it.each([
  [{ 2: "P1^Gold" }, classed("plan", "P1", "Gold")],
  [{ 2: "^Zorg-op-maat polis^LOCAL" }, classed("plan", "Zorg-op-maat polis", "Zorg-op-maat polis")],
  [{ 8: "G1", 9: "Staff" }, classed("group", "G1", "Staff")],
  [{ 9: "Staff" }, classed("group", "Staff", "Staff")],
])("is of a group and a plan, which may be names alone: %j", (in1, expected) => {
  expect(coverage(in1).class).toEqual([expected]);
});

it("keeps plans apart that are but names", () => {
  const ids = ["^Gold", "^Silver"].map((plan) => allOf(insured({ 2: plan }), "Coverage")[0]?.id);
  expect(ids[0]).not.toBe(ids[1]);
});

it("has the group's number as its policy holder's, and the subscriber's as the subscriber's", () => {
  const message = insured({ 4: "VGZ", 10: "123456789~77^^^VGZ^SN" });
  const holder = allOf(message, "Organization").find(({ resource }) => !resource.name);
  expect(holder?.resource).toMatchObject({ identifier: [{ value: "123456789" }] });
  expect(resourceOf(message, "Coverage")).toMatchObject({
    policyHolder: { reference: `Organization/${holder?.id}` },
    extension: [{ valueIdentifier: { system: "VGZ", value: "77" } }],
  });
});
