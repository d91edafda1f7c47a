import { describe, expect, it } from "vitest";
import { patchBy } from "./patch";

const patched = patchBy({
  whole: ["gender", "communication"],
  members: { period: ["start", "end"] },
  lists: ["telecom"],
  firsts: ["name"],
});

/** The operations of a change that is taken whole. */
function patch(before: object, after: object) {
  const { operations, notTaken } = patched({ ...before }, { ...after });
  expect(notTaken).toBeUndefined();
  return operations;
}

const phone = { id: "CI-PH-1", system: "phone", value: "555-0101" };
const mobile = { id: "CI-PH-2", system: "phone", value: "555-0102", use: "mobile" };
const email = { id: "CI-EM-3", system: "email", value: "a@example.org" };

describe("a patch for Oracle Health", () => {
  it("is empty when nothing differs", () => {
    expect(
      patch({ gender: "female", meta: { versionId: "1" } }, { meta: { versionId: "1" }, gender: "female" }),
    ).toEqual([]);
  });

  it("adds, replaces and removes elements as a whole", () => {
    const communication = [{ language: { text: "English" } }];
    expect(patch({ gender: "male" }, { gender: "female", communication })).toEqual([
      { op: "replace", path: "/gender", value: "female" },
      { op: "add", path: "/communication", value: communication },
    ]);
    expect(patch({ gender: "male" }, {})).toEqual([{ op: "remove", path: "/gender" }]);
  });

  it("tests the id of a list's item before it changes what differs in it", () => {
    const changed = { ...mobile, value: "555-0199", use: undefined };
    expect(patch({ telecom: [phone, mobile] }, { telecom: [phone, changed] })).toEqual([
      { op: "test", path: "/telecom/1/id", value: "CI-PH-2" },
      { op: "replace", path: "/telecom/1/value", value: "555-0199" },
      { op: "remove", path: "/telecom/1/use" },
    ]);
  });

  it("removes from the end and adds last, so that each index means what was read", () => {
    const added = { system: "phone", value: "555-0300" };
    expect(patch({ telecom: [phone, mobile, email] }, { telecom: [added, mobile] })).toEqual([
      { op: "test", path: "/telecom/2/id", value: "CI-EM-3" },
      { op: "remove", path: "/telecom/2" },
      { op: "test", path: "/telecom/0/id", value: "CI-PH-1" },
      { op: "remove", path: "/telecom/0" },
      { op: "add", path: "/telecom/-", value: added },
    ]);
  });

  it("takes another order of a list for no change", () => {
    expect(patch({ telecom: [phone, email] }, { telecom: [email, phone] })).toEqual([]);
  });

  it("changes the first name only", () => {
    const name = { id: "CI-PN-1", family: "Lopez", given: ["Ada"] };
    const former = { id: "CI-PN-2", use: "old", family: "Diaz" };
    expect(patch({ name: [name, former] }, { name: [{ ...name, family: "Ruiz" }, former] })).toEqual([
      { op: "test", path: "/name/0/id", value: "CI-PN-1" },
      { op: "replace", path: "/name/0/family", value: "Ruiz" },
    ]);
    expect(patched({ name: [name, former] }, { name: [name] })).toEqual({
      operations: [],
      notTaken: "Change name in Oracle Health itself.",
    });
  });

  it("changes the members of an element that may be changed", () => {
    const before = { period: { start: "2026-05-01T08:00:00Z" } };
    expect(patch(before, { period: { ...before.period, end: "2026-05-01T09:00:00Z" } })).toEqual([
      { op: "add", path: "/period/end", value: "2026-05-01T09:00:00Z" },
    ]);
  });

  it.each([
    ["active", { active: true }, { active: false }],
    ["period", { period: { start: "1", id: "a" } }, { period: { start: "1", id: "b" } }],
    ["telecom", { telecom: [{ value: "no id" }] }, { telecom: [] }],
  ])("names %s when it can not be changed, and quotes no value", (element, before, after) => {
    expect(patched(before, after)).toEqual({
      operations: [],
      notTaken: `Change ${element} in Oracle Health itself.`,
    });
  });

  it("holds what can be changed when something else can not", () => {
    expect(patched({ active: true, gender: "male" }, { active: false, gender: "female" })).toEqual({
      operations: [{ op: "replace", path: "/gender", value: "female" }],
      notTaken: "Change active in Oracle Health itself.",
    });
  });
});
